import type { ObjectInfo } from '../../objects/objectStore';
import { isoSeconds, owner, xmlWithKeys } from './answer';
import { S3Error } from './error';
import { listParameters } from './parameters';
import { bucketOf, type S3Answer, type S3Context, type S3Request } from './types';
import type { XmlContent } from './xml';

function contents(objects: readonly ObjectInfo[], encode: (text: string) => string, withOwner: boolean): XmlContent[] {
  return objects.map((object) => ({
    Key: encode(object.key),
    LastModified: isoSeconds(object.modified),
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    Owner: withOwner ? owner : undefined,
    StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
  }));
}

export function listObjects(request: S3Request, { objects }: S3Context): S3Answer {
  const bucket = bucketOf(request);
  const asked = listParameters(request);
  const marker = request.query.get('marker') ?? '';
  const result = objects.list(bucket, { ...asked, after: marker });
  return xmlWithKeys('ListBucketResult', asked.encodingType, (encode) => ({
    Name: bucket,
    Prefix: encode(asked.prefix),
    Marker: encode(marker),
    NextMarker: asked.delimiter !== undefined && result.next !== undefined ? encode(result.next) : undefined,
    MaxKeys: asked.maxKeys,
    Delimiter: asked.delimiter && encode(asked.delimiter),
    IsTruncated: result.next !== undefined,
    Contents: contents(result.objects, encode, true),
    CommonPrefixes: result.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  }));
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
  return xmlWithKeys('ListBucketResult', asked.encodingType, (encode) => ({
    Name: bucket,
    Prefix: encode(asked.prefix),
    MaxKeys: asked.maxKeys,
    Delimiter: asked.delimiter && encode(asked.delimiter),
    ContinuationToken: token,
    StartAfter: startAfter && encode(startAfter),
    NextContinuationToken: result.next === undefined ? undefined : toToken(result.next),
    KeyCount: result.objects.length + result.prefixes.length,
    IsTruncated: result.next !== undefined,
    Contents: contents(result.objects, encode, request.query.get('fetch-owner') === 'true'),
    CommonPrefixes: result.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  }));
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
