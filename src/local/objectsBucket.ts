import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { ChecksumAlgorithm } from './checksums';
import { syncFolder, writeDurably } from './objectsDisk';
import { SortedKeys } from './objectsListing';
import { hasCode } from './systemError';

/** What S3 tells of an object besides its bytes. */
export interface ObjectInfo {
  readonly key: string;
  readonly size: number;
  /** Without quotes: MD5 in hex, or MD5 of MD5s and `-N` after a multipart upload of N parts. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Headers stored with the object and given back as they are: content-type, x-amz-meta-*, x-amz-server-side-encryption… */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: ObjectChecksum;
  /** Sizes of the parts of a multipart upload, in order. */
  readonly parts?: readonly number[];
}

export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends in `-N`. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** An object as kept: its info and the name of the file that holds its bytes. */
export interface ObjectRecord extends ObjectInfo {
  readonly blob: string;
}

/**
 * One bucket on disk and its index in memory. `keys/<SHA-256 of the key>.json` holds a record and names a file in `blobs/`; a blob
 * never changes once named. Putting a record in place is the one step that makes a write happen.
 */
export class Bucket {
  private constructor(
    readonly name: string,
    readonly folder: string,
    /** Milliseconds since the epoch. */
    readonly created: number,
    private readonly records: Map<string, ObjectRecord>,
    readonly keys: SortedKeys,
  ) {}

  static async create(name: string, folder: string): Promise<Bucket> {
    const created = Date.now();
    await mkdir(path.join(folder, 'keys'), { recursive: true });
    await mkdir(path.join(folder, 'blobs'), { recursive: true });
    await mkdir(path.join(folder, 'uploads'), { recursive: true });
    await writeDurably(path.join(folder, 'bucket.json'), JSON.stringify({ name, created }));
    await syncFolder(path.dirname(folder));
    return new Bucket(name, folder, created, new Map(), new SortedKeys([]));
  }

  /** Reads a bucket back, and clears away what an interrupted write left. Undefined when its creation was never finished. */
  static async load(folder: string): Promise<Bucket | undefined> {
    const description = await readJson<{ name: string; created: number }>(path.join(folder, 'bucket.json'));
    if (!description) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const records = await loadRecords(path.join(folder, 'keys'));
    const bucket = new Bucket(description.name, folder, description.created, records, new SortedKeys(records.keys()));
    await bucket.removeStrayBlobs();
    await bucket.removeStrayUploads();
    return bucket;
  }

  get(key: string): ObjectRecord | undefined {
    return this.records.get(key);
  }

  blobPath(blob: string): string {
    return path.join(this.folder, 'blobs', blob);
  }

  /** Puts a record in place of the key's earlier one, durably; its blob is in place already. */
  async set(record: ObjectRecord): Promise<void> {
    const earlier = this.records.get(record.key);
    await writeDurably(this.recordPath(record.key), JSON.stringify(record));
    this.records.set(record.key, record);
    this.keys.add(record.key);
    if (earlier) {
      await this.removeBlob(earlier.blob);
    }
  }

  /** Removes an object durably; nothing happens when there is none. */
  async delete(key: string): Promise<void> {
    const record = this.records.get(key);
    if (!record) {
      return;
    }
    await unlink(this.recordPath(key));
    await syncFolder(path.join(this.folder, 'keys'));
    this.records.delete(key);
    this.keys.delete(key);
    await this.removeBlob(record.blob);
  }

  /** Keys hold any character and up to 1,024 bytes; a hash makes every one of them a safe, short file name. */
  private recordPath(key: string): string {
    return path.join(this.folder, 'keys', `${createHash('sha256').update(key, 'utf8').digest('hex')}.json`);
  }

  /** The write is done whether or not the old bytes can be cleared away now; the next start clears them. */
  private async removeBlob(blob: string): Promise<void> {
    await unlink(this.blobPath(blob)).catch(() => undefined);
  }

  /** An upload whose start was never acknowledged has a folder, perhaps, but no description in it. */
  private async removeStrayUploads(): Promise<void> {
    const folder = path.join(this.folder, 'uploads');
    for (const id of await readdir(folder)) {
      if (!existsSync(path.join(folder, id, 'upload.json'))) {
        await rm(path.join(folder, id), { recursive: true, force: true });
      }
    }
  }

  private async removeStrayBlobs(): Promise<void> {
    const used = new Set([...this.records.values()].map((record) => record.blob));
    for (const blob of await readdir(path.join(this.folder, 'blobs'))) {
      if (!used.has(blob)) {
        await rm(this.blobPath(blob), { force: true });
      }
    }
  }
}

/** Files read at a time on start: enough to keep the disk busy, few enough for any limit on open files. */
const readAtOnce = 64;

async function loadRecords(folder: string): Promise<Map<string, ObjectRecord>> {
  const records = new Map<string, ObjectRecord>();
  const files = await readdir(folder);
  for (let at = 0; at < files.length; at += readAtOnce) {
    const batch = files.slice(at, at + readAtOnce).map(async (name) => {
      const file = path.join(folder, name);
      // What doesn't end so is a temporary file of a write that was interrupted.
      const record = name.endsWith('.json') ? await readJson<ObjectRecord>(file) : await rm(file);
      if (record) {
        records.set(record.key, record);
      }
    });
    await Promise.all(batch);
  }
  return records;
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return undefined;
    }
    throw new Error(`The object store's file ${file} can't be read. Restore it or remove it.`, { cause: error });
  }
}
