import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ObjectStore } from '../../objects/objectStore';
import type { Uploads } from '../../objects/uploads';

/** A request to S3 whose sender is known, before its body is read. */
export interface S3Request {
  readonly method: string;
  /** Undefined for the service itself (ListBuckets). */
  readonly bucket: string | undefined;
  /** Undefined for a bucket. */
  readonly key: string | undefined;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
  readonly payload: Payload;
}

/** The body without its transfer coding. */
export interface Payload {
  /** Whether it came in the framing that is called aws-chunked. */
  readonly isChunked: boolean;
  /** Length without framing; undefined when the client did not tell. */
  readonly length: number | undefined;
  /** The content; ends with an error when it is cut short or its signature or SHA-256 is wrong. To be read once. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** Headers that came after an aws-chunked body, by lower-case name; complete once the stream has ended. */
  readonly trailers: ReadonlyMap<string, string>;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | Readable;
}

export interface S3Context {
  readonly objects: ObjectStore;
  readonly uploads: Uploads;
  readonly region: string;
}

export type S3Operation = (request: S3Request, context: S3Context) => Promise<S3Answer> | S3Answer;

/** Narrows a request to one on a bucket; the router sends no other to such operations. */
export function bucketOf(request: S3Request): string {
  if (request.bucket === undefined) {
    throw new Error('The request names no bucket.');
  }
  return request.bucket;
}

/** Narrows a request to one on an object. */
export function keyOf(request: S3Request): string {
  if (request.key === undefined) {
    throw new Error('The request names no key.');
  }
  return request.key;
}

/** A header's single value; undefined when it is not there. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
