import { type Disposable, Emitter } from '../../shared/events';
import type { GeneratedFiles } from '../model/generatedFiles';
import type { LabelingFile } from '../model/labelingFiles';
import { objectUri } from '../model/objectUri';
import type { TransformEntry } from '../model/store';
import type { Transforms } from '../model/transforms';
import { hasImported } from './importOfFile';
import type { Imports } from './imports';
import { last, type NextStep, nextStep, type StepFile } from './nextStep';

/** The next step of every transform whose task runs are known. What that takes is asked for once and then kept. */
export class Steps implements Disposable {
  private readonly changed = new Emitter<string>();
  private readonly files = new Map<string, { readonly runId: string; readonly found: readonly StepFile[] }>();
  private readonly subscriptions: readonly Disposable[];
  /** Fires with the transform whose next step may be another. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly transforms: Transforms,
    private readonly generated: GeneratedFiles,
    private readonly imports: Imports,
  ) {
    this.subscriptions = [
      transforms.store.onDidChange((change) => {
        if (change.kind !== 'list') {
          void this.look(change.id);
        }
      }),
      imports.onDidChange(() => {
        // What was imported may be a version that was not listed yet.
        generated.forget();
        this.lookAtAll();
      }),
    ];
  }

  /** Undefined while the transform's task runs are not known. */
  of(transformId: string): NextStep | undefined {
    const entry = this.transforms.store.get(transformId);
    if (entry?.runs === undefined || entry.transform.Status === 'DELETING') {
      return undefined;
    }
    const { runs } = entry;
    const generation = last(runs, 'LABELING_SET_GENERATION');
    const known = this.files.get(transformId);
    if (generation !== undefined && known?.runId !== generation.TaskRunId) {
      return undefined;
    }
    return nextStep({ status: entry.transform.Status, runs, files: known?.found ?? [] });
  }

  /** As `of`, with what has to be asked first. @throws what keeps it from being known */
  async find(transformId: string): Promise<NextStep> {
    await this.learn(transformId);
    return this.of(transformId) ?? { kind: 'generate' };
  }

  /** A file of it was written. */
  fileSaved(): void {
    this.lookAtAll();
  }

  reset(): void {
    this.files.clear();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.changed.dispose();
  }

  private lookAtAll(): void {
    for (const { id } of this.transforms.store.all()) {
      void this.look(id);
    }
  }

  private async look(transformId: string): Promise<void> {
    try {
      await this.learn(transformId);
    } catch {
      // The run itself shows why its files can't be listed.
    }
    this.changed.fire(transformId);
  }

  /** Finds what the newest generation wrote, and how far it is labeled. */
  private async learn(transformId: string): Promise<void> {
    const entry = this.transforms.store.get(transformId);
    const run = entry?.runs && last(entry.runs, 'LABELING_SET_GENERATION');
    if (entry !== undefined && run?.TaskRunId !== undefined) {
      const listed = await this.generated.of(transformId, run);
      const found = await Promise.all(listed.map((file) => this.judge(entry, file)));
      this.files.set(transformId, { runId: run.TaskRunId, found });
    }
  }

  private async judge({ runs = [] }: TransformEntry, file: LabelingFile): Promise<StepFile> {
    const connection = this.transforms.connection();
    const { bucket, object } = file;
    const uri = objectUri(connection, bucket, object.key).toString();
    const record = this.imports.ofFile(uri);
    return {
      bucket,
      key: object.key,
      labels: await this.generated.count(connection, file),
      // What another window imported is known by its task run.
      isImported:
        record === undefined
          ? runs.some((run) => hasImported(run, { bucket, ...object }))
          : record.etag === object.etag,
    };
  }
}
