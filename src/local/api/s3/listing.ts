import type { ObjectInfo } from '../../objects';
import { xml } from './buckets';
import { S3Error } from './error';
import { bucketOf, type S3Answer, type S3Context, type S3Request } from './types';
import type { XmlContent } from './xml';

/** What both forms of listing have in common. */
interface Listing {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  /** Writes a key as the client asked for it. */
  readonly encode: (text: string) => string;
  readonly encodingType: string | undefined;
}

/** Throws InvalidArgument. */
export function listParameters(request: S3Request): Listing {
  const encodingType = request.query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: encodingType,
    });
  }
  return {
    prefix: request.query.get('prefix') ?? '',
    delimiter: request.query.get('delimiter') || undefined,
    maxKeys: Math.min(count(request, 'max-keys', 1000), 1000),
    encode: encodingType === 'url' ? urlEncode : (text) => text,
    encodingType,
  };
}

/** A whole number of the query. Throws InvalidArgument. */
export function count(request: S3Request, name: string, otherwise: number): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') {
    return otherwise;
  }
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2147483647) {
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Number(text);
}

/** The encoding of `encoding-type=url`: as of a form, but with slashes left. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}

function contents(objects: readonly ObjectInfo[], { encode }: Listing, withOwner: boolean): XmlContent[] {
  return objects.map((object) => ({
    Key: encode(object.key),
    LastModified: isoSeconds(object.modified),
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    Owner: withOwner ? { ID: 'local', DisplayName: 'local' } : undefined,
    StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
  }));
}

/** S3 keeps times to the second and writes them with zero milliseconds. */
export function isoSeconds(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}

export function listObjects(request: S3Request, { objects }: S3Context): S3Answer {
  const bucket = bucketOf(request);
  const asked = listParameters(request);
  const marker = request.query.get('marker') ?? '';
  const result = objects.list(bucket, { ...asked, after: marker });
  return xml('ListBucketResult', {
    Name: bucket,
    Prefix: asked.encode(asked.prefix),
    Marker: asked.encode(marker),
    NextMarker: asked.delimiter !== undefined && result.next !== undefined ? asked.encode(result.next) : undefined,
    MaxKeys: asked.maxKeys,
    Delimiter: asked.delimiter && asked.encode(asked.delimiter),
    EncodingType: asked.encodingType,
    IsTruncated: result.next !== undefined,
    Contents: contents(result.objects, asked, true),
    CommonPrefixes: result.prefixes.map((prefix) => ({ Prefix: asked.encode(prefix) })),
  });
}

export function listObjectsV2(request: S3Request, { objects }: S3Context): S3Answer {
  if (request.query.get('list-type') !== '2') {
    throw new S3Error('InvalidArgument', 'Invalid List Type specified in Request', { ArgumentName: 'list-type' });
  }
  const bucket = bucketOf(request);
  const asked = listParameters(request);
  const token = request.query.get('continuation-token');
  const startAfter = request.query.get('start-after');
  const after = token === undefined ? startAfter : fromToken(token);
  const result = objects.list(bucket, { ...asked, after });
  return xml('ListBucketResult', {
    Name: bucket,
    Prefix: asked.encode(asked.prefix),
    MaxKeys: asked.maxKeys,
    Delimiter: asked.delimiter && asked.encode(asked.delimiter),
    EncodingType: asked.encodingType,
    ContinuationToken: token,
    StartAfter: startAfter && asked.encode(startAfter),
    NextContinuationToken: result.next === undefined ? undefined : toToken(result.next),
    KeyCount: result.objects.length + result.prefixes.length,
    IsTruncated: result.next !== undefined,
    Contents: contents(result.objects, asked, request.query.get('fetch-owner') === 'true'),
    CommonPrefixes: result.prefixes.map((prefix) => ({ Prefix: asked.encode(prefix) })),
  });
}

/** Opaque to clients; holds the last name of the page, so that it works across a restart. */
function toToken(last: string): string {
  return Buffer.from(`1${last}`, 'utf8').toString('base64');
}

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith('1') || toToken(text.slice(1)) !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
  return text.slice(1);
}
