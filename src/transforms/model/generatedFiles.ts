import type { Connection, TaskRun } from '../../connection/services';
import type { S3Path } from '../../shared/s3Path';
import { LabelCounts } from '../view/labelCounts';
import type { LabelCount, LoadTexts } from '../view/lazyTexts';
import { findLabelingFiles, type LabelingFile } from './labelingFiles';
import type { Transforms } from './transforms';

/** What generation runs wrote, listed once until something changes, so that painting makes no request. */
export class GeneratedFiles {
  private readonly listed = new Map<string, Promise<readonly LabelingFile[]>>();
  private readonly counts: LabelCounts;

  constructor(
    private readonly transforms: Transforms,
    load: LoadTexts,
  ) {
    this.counts = new LabelCounts(load);
  }

  /** The files of a run, newest first. */
  of(transformId: string, run: TaskRun): Promise<readonly LabelingFile[]> {
    const id = run.TaskRunId ?? '';
    const runs = this.transforms.store.get(transformId)?.runs ?? [];
    const files = this.listed.get(id) ?? findLabelingFiles(this.transforms.connection(), run, runs);
    this.listed.set(id, files);
    files.catch(() => this.listed.delete(id));
    return files;
  }

  /** How many rows of a file have a label; undefined when it is too large or can't be read. */
  count(connection: Connection, file: LabelingFile): Promise<LabelCount | undefined> {
    return this.counts.of(connection, file);
  }

  /** A file was written: whoever lists it lists it again. @returns the ids of these runs */
  async saved({ bucket, key }: S3Path): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [id, listed] of [...this.listed]) {
      const files = await listed.catch(() => []);
      if (files.some((file) => file.bucket === bucket && file.object.key === key)) {
        this.listed.delete(id);
        found.push(id);
      }
    }
    return found;
  }

  /** All is listed again when it is shown next. */
  forget(): void {
    this.listed.clear();
  }

  /** Another connection: nothing known before is of use. */
  reset(): void {
    this.forget();
    this.counts.clear();
  }
}
