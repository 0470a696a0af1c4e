import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { damaged, holdsFiles, isTemporary, readRecord } from '../root/records';
import type { SetAside } from '../root/setAside';
import { linkDurably, syncFolder, writeDurably } from './body';
import type { ChecksumAlgorithm } from './checksums';
import { SortedKeys } from './listing';
import type { Staging } from './staging';

const description = 'bucket.json';

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
    private readonly staging: Staging,
  ) {}

  static async create(name: string, folder: string, staging: Staging): Promise<Bucket> {
    const created = Date.now();
    await mkdir(path.join(folder, 'keys'), { recursive: true });
    await mkdir(path.join(folder, 'blobs'), { recursive: true });
    await mkdir(path.join(folder, 'uploads'), { recursive: true });
    await writeDurably(path.join(folder, description), JSON.stringify({ name, created }));
    await syncFolder(path.dirname(folder));
    return new Bucket(name, folder, created, new Map(), new SortedKeys([]), staging);
  }

  /**
   * Reads a bucket back. What an interrupted write left is cleared away; what is damaged, or has lost its record, is set aside, and a
   * bucket without its description gets another. Undefined when its creation was never finished.
   */
  static async load(folder: string, staging: Staging, setAside: SetAside): Promise<Bucket | undefined> {
    const name = path.basename(folder).replace(/^b-/, '');
    const created = (await readCreated(folder, name, setAside)) ?? (await rebuild(folder, name, setAside));
    if (created === undefined) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    for (const part of parts) {
      await mkdir(path.join(folder, part), { recursive: true });
    }
    const records = await loadRecords(path.join(folder, 'keys'), setAside);
    const bucket = new Bucket(name, folder, created, records, new SortedKeys(records.keys()), staging);
    await bucket.clearStrayBlobs(setAside);
    await clearUploads(path.join(folder, 'uploads'), setAside);
    return bucket;
  }

  get(key: string): ObjectRecord | undefined {
    return this.records.get(key);
  }

  blobPath(blob: string): string {
    return path.join(this.folder, 'blobs', blob);
  }

  /** Makes a staged file the object that the record tells of, durably, in place of its key's earlier one. */
  async set(record: ObjectRecord, staged: string): Promise<void> {
    const earlier = this.records.get(record.key);
    await linkDurably(staged, this.blobPath(record.blob));
    if (earlier) {
      await this.staging.announce(this.blobPath(earlier.blob));
    }
    await writeDurably(this.recordPath(record.key), JSON.stringify(record));
    this.records.set(record.key, record);
    this.keys.add(record.key);
    await this.staging.forget(record.blob);
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
    await this.staging.announce(this.blobPath(record.blob));
    await unlink(this.recordPath(key));
    await syncFolder(path.join(this.folder, 'keys'));
    this.records.delete(key);
    this.keys.delete(key);
    await this.removeBlob(record.blob);
  }

  private recordPath(key: string): string {
    return path.join(this.folder, 'keys', recordName(key));
  }

  /** The write is done whether or not the old bytes can be cleared away now; the next start clears them. */
  private async removeBlob(blob: string): Promise<void> {
    try {
      await unlink(this.blobPath(blob));
      await this.staging.forget(blob);
    } catch {
      // Its second name stays and says that nobody wants it.
    }
  }

  private async clearStrayBlobs(setAside: SetAside): Promise<void> {
    const used = new Set([...this.records.values()].map((record) => record.blob));
    for (const blob of await readdir(path.join(this.folder, 'blobs'))) {
      if (used.has(blob)) {
        continue;
      }
      if (this.staging.isLeftover(blob)) {
        await rm(this.blobPath(blob), { force: true });
      } else {
        await setAside.take(
          this.blobPath(blob),
          `The record of an object in bucket ${this.name} is missing or damaged.`,
        );
      }
    }
  }
}

/** What a bucket's folder holds besides its description. */
const parts = ['keys', 'blobs', 'uploads'];

/** When a bucket was made, as its description says; undefined where that is missing or damaged. */
async function readCreated(folder: string, name: string, setAside: SetAside): Promise<number | undefined> {
  const file = path.join(folder, description);
  const found = await readRecord<{ name?: unknown; created?: unknown }>(file);
  if (found !== damaged && found?.name === name && typeof found.created === 'number') {
    return found.created;
  }
  if (found !== undefined) {
    await setAside.take(file, `The description of bucket ${name} is damaged.`);
  }
  return undefined;
}

/** Describes a bucket again whose description was lost; undefined where there never was one: nothing is in it. */
async function rebuild(folder: string, name: string, setAside: SetAside): Promise<number | undefined> {
  if (!(await holdsFiles(folder))) {
    return undefined;
  }
  const created = Math.round((await stat(folder)).birthtimeMs) || Date.now();
  await writeDurably(path.join(folder, description), JSON.stringify({ name, created }));
  setAside.rebuilt(`bucket ${name}`);
  return created;
}

/** An upload whose start was never acknowledged has a folder, perhaps, but nothing in it. */
async function clearUploads(folder: string, setAside: SetAside): Promise<void> {
  for (const id of await readdir(folder)) {
    const upload = path.join(folder, id);
    const found = await readRecord<{ id?: unknown }>(path.join(upload, 'upload.json'));
    if (found !== damaged && found?.id === id) {
      await clearParts(upload, setAside);
    } else if (await holdsFiles(upload)) {
      await setAside.take(upload, 'The record of an upload is missing or damaged.');
    } else {
      await rm(upload, { recursive: true, force: true });
    }
  }
}

async function clearParts(upload: string, setAside: SetAside): Promise<void> {
  for (const name of (await readdir(upload)).filter((one) => /^\d+\.json$/.test(one))) {
    if ((await readRecord(path.join(upload, name))) === damaged) {
      await setAside.take(path.join(upload, name), 'The record of a part of an upload is damaged.');
    }
  }
}

/** Files read at a time on start: enough to keep the disk busy, few enough for any limit on open files. */
const readAtOnce = 64;

async function loadRecords(folder: string, setAside: SetAside): Promise<Map<string, ObjectRecord>> {
  const records = new Map<string, ObjectRecord>();
  const files = await readdir(folder);
  const load = async (name: string) => {
    const file = path.join(folder, name);
    if (isTemporary(name)) {
      await rm(file, { force: true });
    } else if (name.endsWith('.json')) {
      const record = await readRecord<ObjectRecord>(file);
      if (record !== damaged && typeof record?.key === 'string' && recordName(record.key) === name) {
        records.set(record.key, record);
      } else {
        await setAside.take(file, 'The record of an object is damaged.');
      }
    }
  };
  for (let at = 0; at < files.length; at += readAtOnce) {
    await Promise.all(files.slice(at, at + readAtOnce).map(load));
  }
  return records;
}

/** Keys hold any character and up to 1,024 bytes; a hash makes every one of them a safe, short file name. */
function recordName(key: string): string {
  return `${createHash('sha256').update(key, 'utf8').digest('hex')}.json`;
}
