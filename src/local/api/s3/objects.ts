import type { ByteRange, ObjectInfo } from '../../objects/objectStore';
import { xml } from './answer';
import { checksumHeaders, defaultChecksum, integrityOf } from './checksums';
import { judgeRead, readRange, unquoted, writeCondition } from './conditions';
import { S3Error } from './error';
import { encryptionHeaders, refuseUnknownHeaders, storedHeaders } from './headers';
import { bucketOf, header, keyOf, type S3Answer, type S3Context, type S3Request } from './types';

export async function putObject(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  requireLength(request);
  const { algorithm, check } = integrityOf(request);
  const info = await objects.put(bucketOf(request), keyOf(request), request.payload.stream, {
    headers: storedHeaders(request),
    condition: writeCondition(request),
    checksum: algorithm ?? defaultChecksum,
    check,
  });
  return {
    status: 200,
    headers: { etag: `"${info.etag}"`, ...encryptionHeaders(info.headers), ...checksumHeaders(info.checksum) },
  };
}

/** Throws MissingContentLength: S3 wants to know a body's length before it comes. */
export function requireLength(request: S3Request): void {
  if (request.payload.length === undefined) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
}

export async function getObject(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  const { info, read, close } = await objects.open(bucketOf(request), keyOf(request));
  try {
    const { status, headers, range } = reading(request, info);
    if (status !== 304) {
      return { status, headers, body: read(range) };
    }
    await close();
    return { status, headers };
  } catch (error) {
    await close();
    throw error;
  }
}

export function headObject(request: S3Request, { objects }: S3Context): S3Answer {
  const { status, headers } = reading(request, objects.head(bucketOf(request), keyOf(request)));
  return { status, headers };
}

interface Reading {
  readonly status: 200 | 206 | 304;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly range: ByteRange | undefined;
}

/** What a GET or HEAD is answered with, before any byte is read. Throws PreconditionFailed, InvalidRange. */
function reading(request: S3Request, info: ObjectInfo): Reading {
  const tags = { etag: `"${info.etag}"`, 'last-modified': new Date(info.modified).toUTCString() };
  if (judgeRead(request, info) === 'notModified') {
    return { status: 304, headers: tags, range: undefined };
  }
  const part = partRange(request, info);
  const range = part ?? (rangeApplies(request, info) ? readRange(header(request, 'range'), info.size) : undefined);
  const wantsChecksum = header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    status: range ? 206 : 200,
    range,
    headers: {
      'content-type': 'binary/octet-stream',
      ...info.headers,
      ...overrides(request),
      ...tags,
      'accept-ranges': 'bytes',
      'content-length': range ? range.end - range.start + 1 : info.size,
      'content-range': range && `bytes ${range.start}-${range.end}/${info.size}`,
      'x-amz-mp-parts-count': part && info.parts?.length,
      // The checksum is that of all bytes: with some of them, a client would find it wrong.
      ...(wantsChecksum && !range ? checksumHeaders(info.checksum) : {}),
    },
  };
}

/** A range wanted only of a certain version falls back to the whole object for another. */
function rangeApplies(request: S3Request, info: ObjectInfo): boolean {
  const condition = header(request, 'if-range');
  return condition === undefined || unquoted(condition) === info.etag;
}

/** The bytes of one part of a multipart upload; an object made at once is its own only part. */
function partRange(request: S3Request, info: ObjectInfo): ByteRange | undefined {
  const text = request.query.get('partNumber');
  if (text === undefined) {
    return undefined;
  }
  const sizes = info.parts ?? [info.size];
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  const size = sizes[number - 1];
  if (size === undefined || header(request, 'range') !== undefined) {
    throw new S3Error(
      number === 0 || size !== undefined ? 'InvalidArgument' : 'InvalidPartNumber',
      'The requested partnumber is not satisfiable',
      { PartNumberRequested: text, ActualPartCount: String(sizes.length) },
    );
  }
  const start = sizes.slice(0, number - 1).reduce((sum, other) => sum + other, 0);
  return size === 0 ? undefined : { start, end: start + size - 1 };
}

/** `response-content-type=…` and the like replace what was stored, for one answer. */
function overrides(request: S3Request): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const [name, value] of request.query) {
    if (name.startsWith('response-')) {
      chosen[name.slice('response-'.length)] = value;
    }
  }
  return chosen;
}

/** No object has tags, since writes with tags are refused. The `aws` command asks for them before it copies a large object. */
export function getObjectTagging(request: S3Request, { objects }: S3Context): S3Answer {
  objects.head(bucketOf(request), keyOf(request));
  return xml('Tagging', { TagSet: '' });
}

export async function deleteObject(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  await objects.delete(bucketOf(request), keyOf(request), writeCondition(request));
  return { status: 204 };
}
