import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { damaged, readRecord } from '../root/records';
import { hasCode } from '../systemError';
import { writeDurably } from './body';
import type { ObjectInfo, ObjectStore } from './objectStore';
import type { WantedPart } from './parts';
import type { Upload } from './upload';

/** A multipart upload that has become an object. */
export interface CompletedUpload {
  readonly upload: Upload;
  /** Of the parts it was completed with. */
  readonly digest: string;
  readonly made: ObjectInfo;
}

/** How long a client may ask again whose answer was lost, in milliseconds: longer than any client tries. */
const kept = 24 * 3_600_000;

/**
 * What the completed uploads of a bucket were answered with: `completed/<when>-<id>.json`. A client that lost the answer asks again,
 * and must not be told that its upload does not exist.
 */
export class CompletedUploads {
  constructor(private readonly objects: ObjectStore) {}

  async find(bucket: string, id: string): Promise<CompletedUpload | undefined> {
    const folder = this.folder(bucket);
    const name = (await names(folder)).find((one) => one.endsWith(`-${id}.json`));
    const found = name === undefined ? undefined : await readRecord<CompletedUpload>(path.join(folder, name));
    return found === damaged ? undefined : found;
  }

  async add(bucket: string, upload: Upload, wanted: readonly WantedPart[], made: ObjectInfo): Promise<void> {
    const folder = this.folder(bucket);
    await mkdir(folder, { recursive: true });
    const now = Date.now();
    const completed: CompletedUpload = { upload, digest: digestOf(wanted), made };
    await writeDurably(path.join(folder, `${now}-${upload.id}.json`), JSON.stringify(completed));
    const old = (await names(folder)).filter((name) => Number.parseInt(name, 10) < now - kept);
    await Promise.all(old.map((name) => rm(path.join(folder, name), { force: true })));
  }

  private folder(bucket: string): string {
    return path.join(this.objects.bucket(bucket).folder, 'completed');
  }
}

/** Whether an upload was completed with just these parts. */
export function isSameCompletion({ digest }: CompletedUpload, wanted: readonly WantedPart[]): boolean {
  return digest === digestOf(wanted);
}

function digestOf(wanted: readonly WantedPart[]): string {
  return createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
}

/** Before the first upload is completed there is no folder. */
async function names(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) {
      return [];
    }
    throw error;
  });
}
