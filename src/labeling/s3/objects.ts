import type { CallOptions, Connection, ObjectHead, S3Service, StoredObject } from '../../connection/services';
import { type Disposable, Emitter } from '../../shared/events';
import { type ObjectUri, parseObjectPath } from '../../shared/objectPath';
import { formatS3Path } from '../../shared/s3Path';
import { StoreError } from '../stores/fileStore';
import { toStoreError } from './storeErrors';

/** Where connections come from. The authority of a `glue-s3:` URI is a connection's id. */
export interface ConnectionSource {
  byId(id: string): Connection | undefined;
}

type ObjectCall<T> = (s3: S3Service, bucket: string, key: string) => Promise<T>;

/** How an object changed, for whoever shows it. */
export interface ObjectChange {
  readonly uri: ObjectUri;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/**
 * Objects by URI: finds the connection, carries over what S3 stores beside the bytes when an object is written again,
 * and tells of every change made through it. Every rejection is a StoreError.
 */
export class S3Objects implements Disposable {
  private readonly changed = new Emitter<ObjectChange>();
  private readonly heads = new Map<string, ObjectHead>();
  private readonly refusals = new Map<string, StoreError>();

  constructor(private readonly connections: ConnectionSource) {}

  /** Fires after a write or a deletion through this object, and when a newer version was noticed. */
  readonly onDidChange = this.changed.event;

  /** Whether writing here is known to be refused for want of permission. */
  isReadOnly(uri: ObjectUri): boolean {
    return this.refusals.has(identity(uri));
  }

  /** How S3 refused to have this object written, when it was last asked or told to. */
  refusalOf(uri: ObjectUri): StoreError | undefined {
    return this.refusals.get(identity(uri));
  }

  /**
   * Asks S3 whether this object may be written, without writing it; `isReadOnly` tells the answer from then on. An object
   * of which nothing can be found out counts as writable. @returns what went wrong, other than a refusal, for the log.
   */
  async probe(uri: ObjectUri): Promise<string | undefined> {
    try {
      const left = await this.call(uri, (s3, bucket, key) => s3.tryPut(bucket, key, { keep: this.knownHead(uri) }));
      this.setRefusal(uri, undefined);
      return left && `an upload that was begun to find out could not be given up: ${left.message}`;
    } catch (error) {
      const isRefusal = StoreError.is(error, 'denied');
      this.setRefusal(uri, isRefusal ? error : undefined);
      return isRefusal ? undefined : String(error);
    }
  }

  /** The version that was last seen by a read, a HEAD or a write; undefined when there was none. */
  knownHead(uri: ObjectUri): ObjectHead | undefined {
    return this.heads.get(identity(uri));
  }

  async head(uri: ObjectUri, options?: CallOptions): Promise<ObjectHead> {
    return this.look(uri, async (s3, bucket, key) => {
      const head = await s3.head(bucket, key, options);
      this.noticeNewer(uri, head);
      return head;
    });
  }

  async get(uri: ObjectUri, options?: CallOptions): Promise<StoredObject> {
    return this.look(uri, async (s3, bucket, key) => {
      const object = await s3.get(bucket, key, options);
      this.noticeNewer(uri, object.head);
      return object;
    });
  }

  /**
   * Writes one object. `condition` is the ETag it must still have, `absent` if there must be none, `any` to write over
   * whatever is there. Content type, metadata and encryption of the version that was last seen are carried over.
   */
  async put(uri: ObjectUri, bytes: Uint8Array, condition: { etag: string } | 'absent' | 'any'): Promise<ObjectHead> {
    const keep = this.knownHead(uri) ?? (condition === 'absent' ? undefined : await this.headIfThere(uri));
    try {
      return await this.call(uri, async (s3, bucket, key) => {
        const head = await s3.put(bucket, key, bytes, {
          keep,
          ifMatch: typeof condition === 'object' ? condition.etag : undefined,
          ifAbsent: condition === 'absent',
        });
        this.heads.set(identity(uri), { ...keep, etag: head.etag, size: head.size, modified: head.modified });
        this.refusals.delete(identity(uri));
        this.changed.fire({ uri, kind: keep === undefined ? 'created' : 'changed' });
        return head;
      });
    } catch (error) {
      if (StoreError.is(error, 'denied')) {
        this.setRefusal(uri, error);
      }
      throw error;
    }
  }

  async delete(uri: ObjectUri): Promise<void> {
    await this.call(uri, (s3, bucket, key) => s3.delete(bucket, key));
    this.heads.delete(identity(uri));
    this.changed.fire({ uri, kind: 'deleted' });
  }

  /** Copies one object within its bucket, or by reading and writing it when the buckets or connections differ. */
  async copy(from: ObjectUri, to: ObjectUri): Promise<void> {
    const target = parseObjectPath(to.path);
    if (from.authority === to.authority && parseObjectPath(from.path).bucket === target.bucket) {
      await this.call(from, (s3, bucket, key) => s3.copy(bucket, key, target.key));
    } else {
      const source = await this.get(from);
      await this.call(to, (s3, bucket, key) => s3.put(bucket, key, source.bytes, { keep: source.head }));
    }
    this.heads.delete(identity(to));
    this.changed.fire({ uri: to, kind: 'created' });
  }

  /** Runs one S3 call for a URI, with its errors classified. */
  async call<T>(uri: ObjectUri, work: ObjectCall<T>): Promise<T> {
    const connection = this.connections.byId(uri.authority);
    if (connection === undefined) {
      throw new StoreError('unconnected', `There is no connection "${uri.authority}" for ${this.name(uri)}.`);
    }
    const { bucket, key } = parseObjectPath(uri.path);
    try {
      return await work(await connection.s3(), bucket, key);
    } catch (error) {
      throw toStoreError(error);
    }
  }

  /** For people: `s3://bucket/key`. */
  name(uri: ObjectUri): string {
    return formatS3Path(parseObjectPath(uri.path));
  }

  dispose(): void {
    this.changed.dispose();
    this.heads.clear();
  }

  /** Without s3:ListBucket, S3 refuses a key that is not there. The refusal then names that permission. */
  private async look<T>(uri: ObjectUri, work: ObjectCall<T>): Promise<T> {
    try {
      return await this.call(uri, work);
    } catch (error) {
      if (StoreError.is(error, 'denied') && error.message.includes('not authorized to perform: s3:ListBucket')) {
        throw new StoreError('missing', error.message, error.cause);
      }
      throw error;
    }
  }

  private async headIfThere(uri: ObjectUri): Promise<ObjectHead | undefined> {
    try {
      return await this.head(uri);
    } catch (error) {
      // Without s3:GetObject a HEAD is refused although a PUT may be allowed: then there is nothing to carry over.
      if (StoreError.is(error, 'missing', 'denied')) {
        return undefined;
      }
      throw error;
    }
  }

  private setRefusal(uri: ObjectUri, refusal: StoreError | undefined): void {
    const before = this.isReadOnly(uri);
    if (refusal === undefined) {
      this.refusals.delete(identity(uri));
    } else {
      this.refusals.set(identity(uri), refusal);
    }
    if (before !== this.isReadOnly(uri)) {
      this.changed.fire({ uri, kind: 'changed' });
    }
  }

  private noticeNewer(uri: ObjectUri, head: ObjectHead): void {
    const before = this.knownHead(uri);
    this.heads.set(identity(uri), head);
    if (before !== undefined && before.etag !== head.etag) {
      this.changed.fire({ uri, kind: 'changed' });
    }
  }
}

function identity(uri: ObjectUri): string {
  return `${uri.authority}\n${uri.path}`;
}
