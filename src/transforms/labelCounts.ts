import type { Connection } from '../connection/services';
import { Labels } from '../shared/edits';
import { LabelingFile } from '../shared/labelingFile';
import { ProgressCounter } from '../shared/progress';
import type { LabelingFile as StoredFile } from './labelingFiles';

export interface LabelCount {
  readonly labeled: number;
  readonly rows: number;
}

/** A usual labeling file has some 20 kB; larger ones are not read only to count. */
const mostBytes = 500_000;

/** How many rows of stored labeling files have a label, read once for each version of a file. */
export class LabelCounts {
  private readonly counts = new Map<string, Promise<LabelCount | undefined>>();

  /** @returns undefined when the file is too large, can't be read or is no labeling file. One request at most. */
  of(connection: Connection, { bucket, object }: StoredFile): Promise<LabelCount | undefined> {
    if (object.size > mostBytes) {
      return Promise.resolve(undefined);
    }
    const version = `${connection.id} ${bucket} ${object.key} ${object.etag}`;
    const known = this.counts.get(version) ?? count(connection, bucket, object.key);
    this.counts.set(version, known);
    return known;
  }

  clear(): void {
    this.counts.clear();
  }
}

async function count(connection: Connection, bucket: string, key: string): Promise<LabelCount | undefined> {
  try {
    const { bytes } = await (await connection.s3()).get(bucket, key);
    const file = LabelingFile.parse(bytes);
    const { labeledRows, rows } = new ProgressCounter(file, new Labels(file)).now;
    return { labeled: labeledRows, rows };
  } catch {
    return undefined;
  }
}
