import type { Connection } from '../../connection/services';
import type { LabelingFile } from '../model/labelingFiles';
import type { LabelCount, LoadTexts } from './lazyTexts';

/** A usual labeling file has some 20 kB; larger ones are not read only to count. */
const mostBytes = 500_000;

/** How many rows of stored labeling files are decided, read once for each version of a file. */
export class LabelCounts {
  private readonly counts = new Map<string, Promise<LabelCount | undefined>>();

  constructor(private readonly load: LoadTexts) {}

  /** @returns undefined when the file is too large, can't be read or is no labeling file. A second request where rows lack a label. */
  of(connection: Connection, { bucket, object }: LabelingFile): Promise<LabelCount | undefined> {
    if (object.size > mostBytes) {
      return Promise.resolve(undefined);
    }
    const version = `${connection.id} ${bucket} ${object.key} ${object.etag} ${+object.modified}`;
    const known = this.counts.get(version) ?? this.count(connection, bucket, object.key);
    this.counts.set(version, known);
    return known;
  }

  clear(): void {
    this.counts.clear();
  }

  private async count(connection: Connection, bucket: string, key: string): Promise<LabelCount | undefined> {
    try {
      return await this.load().countLabels(connection, bucket, key);
    } catch {
      return undefined;
    }
  }
}
