import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { KeyedLock } from '../keyedLock';
import { SetAside } from '../root/setAside';
import { digest, type Received, receive, syncFolder, takeOver } from './body';
import { Bucket, type ObjectInfo, type ObjectRecord } from './bucket';
import { type ChecksumAlgorithm, checksumHasher } from './checksums';
import { noSuchKey, ObjectError, preconditionFailed } from './error';
import { type ListOptions, listKeys } from './listing';
import { checkKey, extension, isBucketName } from './names';
import { Staging } from './staging';

export type { ObjectChecksum, ObjectInfo } from './bucket';

export type Body = AsyncIterable<Uint8Array> | Uint8Array;

/** What must hold for the stored object at the moment of a write. ETags without quotes, `*` for any. */
export interface WriteCondition {
  readonly ifMatch?: string;
  /** S3 knows only `*` here on writes: there must be no object yet. */
  readonly ifNoneMatch?: '*';
}

export interface PutOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly condition?: WriteCondition;
  /** Computed over the body and kept with the object. */
  readonly checksum?: ChecksumAlgorithm;
  /** Called when the whole body is there, before it becomes the object; throws to refuse it. */
  readonly check?: (received: Received) => void;
}

/** Bytes `start` to `end` (both included) of an object. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ListResult {
  readonly objects: readonly ObjectInfo[];
  readonly prefixes: readonly string[];
  /** Give it as `after` for the next page; undefined on the last. */
  readonly next: string | undefined;
}

export interface OpenObject {
  readonly info: ObjectInfo;
  /** To be called once at most. */
  readonly read: (range?: ByteRange) => Readable;
  /** Ends the reading, too. */
  readonly close: () => Promise<void>;
}

/** A finished file of the store's staging folder, on its way to become an object. */
export interface Staged {
  readonly file: string;
  readonly info: Omit<ObjectInfo, 'modified'>;
}

/**
 * Buckets and objects in a folder, as S3 keeps them. A write is acknowledged when it would survive a power cut; a crash at any moment
 * leaves the old object or the new one. One process at a time may open a folder; the index is in memory.
 */
export class ObjectStore {
  private readonly locks = new KeyedLock();
  private readonly commits = new Map<string, number>();

  private constructor(
    private readonly root: string,
    private readonly staging: Staging,
    private readonly buckets: Map<string, Bucket>,
  ) {}

  /** Opens a store, made on first use. What interrupted writes left is cleared away, what is damaged is set aside. */
  static async open(root: string, setAside = new SetAside(path.dirname(root))): Promise<ObjectStore> {
    const staging = await Staging.open(path.join(root, 'staging'));
    await mkdir(path.join(root, 'buckets'), { recursive: true });
    await syncFolder(root);
    const buckets = new Map<string, Bucket>();
    for (const folder of (await readdir(path.join(root, 'buckets'))).filter((name) => name.startsWith('b-'))) {
      const bucket = await Bucket.load(path.join(root, 'buckets', folder), staging, setAside);
      if (bucket) {
        buckets.set(bucket.name, bucket);
      }
    }
    await staging.clear();
    return new ObjectStore(root, staging, buckets);
  }

  /** In order of name. */
  listBuckets(): readonly { readonly name: string; readonly created: number }[] {
    return [...this.buckets.values()]
      .map(({ name, created }) => ({ name, created }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  hasBucket(name: string): boolean {
    return this.buckets.has(name);
  }

  /** Throws InvalidBucketName, BucketAlreadyOwnedByYou. */
  async createBucket(name: string): Promise<void> {
    if (!isBucketName(name)) {
      throw new ObjectError('InvalidBucketName', `The specified bucket is not valid: ${name}`, { BucketName: name });
    }
    await this.locks.run(bucketLock(name), async () => {
      if (this.buckets.has(name)) {
        throw new ObjectError('BucketAlreadyOwnedByYou', `You already have a bucket named ${name}.`);
      }
      this.buckets.set(name, await Bucket.create(name, this.bucketFolder(name), this.staging));
    });
  }

  /** Throws NoSuchBucket, BucketNotEmpty, and OperationAborted while an object is being put in it. */
  async deleteBucket(name: string): Promise<void> {
    await this.locks.run(bucketLock(name), async () => {
      const bucket = this.bucket(name);
      if (bucket.keys.size > 0) {
        throw new ObjectError('BucketNotEmpty', 'The bucket you tried to delete is not empty.', { BucketName: name });
      }
      if (this.commits.has(name)) {
        throw new ObjectError('OperationAborted', 'An object is being written to the bucket. Try again.');
      }
      this.buckets.delete(name);
      const gone = this.stagingPath();
      await rename(this.bucketFolder(name), gone);
      await syncFolder(path.join(this.root, 'buckets'));
      await rm(gone, { recursive: true, force: true });
    });
  }

  /** Throws NoSuchBucket. */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) {
      throw new ObjectError('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
    }
    return bucket;
  }

  /**
   * Writes an object from a stream or bytes. Resolves once it is durable and visible. Throws NoSuchBucket, KeyTooLongError,
   * PreconditionFailed (for `ifMatch` without an object: NoSuchKey), whatever `body` or `check` throws; then nothing was changed.
   */
  async put(bucket: string, key: string, body: Body, options: PutOptions = {}): Promise<ObjectInfo> {
    this.bucket(bucket);
    checkKey(key);
    const file = this.stagingPath();
    const received = await receive(body, file, options.checksum && checksumHasher(options.checksum));
    return await this.finish(bucket, key, { file, received }, options);
  }

  /** Makes an object of a finished file, which is gone afterwards, also when this fails. Errors as of `put`. */
  async putFile(bucket: string, key: string, source: string, options: PutOptions = {}): Promise<ObjectInfo> {
    const file = this.stagingPath();
    await takeOver(source, file);
    const received = await digest(file, options.checksum && checksumHasher(options.checksum));
    return await this.finish(bucket, key, { file, received }, options);
  }

  /** Throws NoSuchBucket, NoSuchKey. */
  head(bucket: string, key: string): ObjectInfo {
    return this.record(bucket, key);
  }

  /** Reads an object, or a range of it (which must lie within). Errors as of `open`. */
  async get(
    bucket: string,
    key: string,
    range?: ByteRange,
  ): Promise<{ readonly info: ObjectInfo; readonly stream: Readable }> {
    const { info, read } = await this.open(bucket, key);
    return { info, stream: read(range) };
  }

  /**
   * Opens an object; what is read stays whole when the object is replaced or deleted meanwhile. Either read it once, to the end or
   * destroyed, or close it. Throws NoSuchBucket, NoSuchKey.
   */
  async open(bucket: string, key: string): Promise<OpenObject> {
    const { info, handle } = await this.openBlob(bucket, key);
    let stream: Readable | undefined;
    return {
      info,
      read: (range) => {
        stream = handle.createReadStream({ highWaterMark: 1 << 18, ...range });
        return stream;
      },
      // A handle waits for its stream before it closes; the stream closes its handle.
      close: async () => (stream ? void stream.destroy() : await handle.close()),
    };
  }

  /** The real file of an object's bytes. It stays as long as the object isn't replaced or deleted; never write to it. */
  localPath(bucket: string, key: string): string {
    return this.bucket(bucket).blobPath(this.record(bucket, key).blob);
  }

  /** Removes an object; nothing happens when there is none (unless `ifMatch` wants one). */
  async delete(bucket: string, key: string, condition: WriteCondition = {}): Promise<void> {
    await this.locks.run(objectLock(bucket, key), async () => {
      const found = this.bucket(bucket);
      checkCondition(key, found.get(key), condition);
      await found.delete(key);
    });
  }

  /** One page of a bucket's keys in UTF-8 byte order. Throws NoSuchBucket. */
  list(bucket: string, options: ListOptions = {}): ListResult {
    const found = this.bucket(bucket);
    const page = listKeys(found.keys, options);
    return { ...page, objects: page.keys.flatMap((key) => found.get(key) ?? []) };
  }

  /** A new path in the store's staging folder, which is emptied on start. */
  stagingPath(): string {
    return this.staging.newPath();
  }

  /** Makes a staged file (flushed) the object, if the condition holds at that moment; else removes it. */
  async commit(bucketName: string, { file, info }: Staged, condition: WriteCondition = {}): Promise<ObjectInfo> {
    return await this.locks.run(objectLock(bucketName, info.key), async () => {
      const bucket = await this.admit(bucketName, { file, info }, condition);
      this.commits.set(bucketName, (this.commits.get(bucketName) ?? 0) + 1);
      try {
        const record = { ...info, modified: Date.now(), blob: `${path.basename(file)}${extension(info.key)}` };
        await bucket.set(record, file);
        return record;
      } finally {
        this.endCommit(bucketName);
      }
    });
  }

  /** The bucket that may take a staged object now; else the file is removed. */
  private async admit(bucketName: string, { file, info }: Staged, condition: WriteCondition): Promise<Bucket> {
    try {
      const bucket = this.bucket(bucketName);
      checkCondition(info.key, bucket.get(info.key), condition);
      return bucket;
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  private async finish(
    bucket: string,
    key: string,
    { file, received }: { readonly file: string; readonly received: Received },
    { headers = {}, condition, checksum: algorithm, check }: PutOptions,
  ): Promise<ObjectInfo> {
    try {
      this.bucket(bucket);
      checkKey(key);
      check?.(received);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    const { size, md5: etag, checksum: value } = received;
    const checksum = algorithm && value !== undefined ? { algorithm, value, type: 'FULL_OBJECT' as const } : undefined;
    return await this.commit(bucket, { file, info: { key, size, etag, headers, checksum } }, condition);
  }

  private endCommit(bucket: string): void {
    const left = (this.commits.get(bucket) ?? 1) - 1;
    if (left > 0) {
      this.commits.set(bucket, left);
    } else {
      this.commits.delete(bucket);
    }
  }

  private record(bucket: string, key: string): ObjectRecord {
    const record = this.bucket(bucket).get(key);
    if (!record) {
      throw noSuchKey(key);
    }
    return record;
  }

  /** A replacement between finding the record and opening its file makes the open fail; the newer record is then there to open. */
  private async openBlob(bucket: string, key: string): Promise<{ info: ObjectInfo; handle: FileHandle }> {
    for (;;) {
      const record = this.record(bucket, key);
      try {
        return { info: record, handle: await open(this.bucket(bucket).blobPath(record.blob), 'r') };
      } catch (error) {
        if (this.bucket(bucket).get(key) === record) {
          throw error;
        }
      }
    }
  }

  private bucketFolder(name: string): string {
    return path.join(this.root, 'buckets', `b-${name}`);
  }
}

function bucketLock(bucket: string): string {
  return `${bucket}/`;
}

function objectLock(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}

function checkCondition(key: string, stored: ObjectInfo | undefined, { ifMatch, ifNoneMatch }: WriteCondition): void {
  if (ifNoneMatch === '*' && stored) {
    throw preconditionFailed('If-None-Match');
  }
  if (ifMatch === undefined) {
    return;
  }
  if (!stored) {
    throw noSuchKey(key);
  }
  if (ifMatch !== '*' && ifMatch !== stored.etag) {
    throw preconditionFailed('If-Match');
  }
}
