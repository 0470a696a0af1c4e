import { isDeepStrictEqual } from 'node:util';
import type { ByteRange, OpenObject } from '../../objects/objectStore';
import { isoSeconds, xml } from './answer';
import { algorithmNamed, checksumElements, defaultChecksum } from './checksums';
import { judgeRead, writeCondition } from './conditions';
import { S3Error } from './error';
import { copiedHeaders, encryptionHeaders, refuseUnknownHeaders, storedHeaders, storedSettings } from './headers';
import { bucketOf, header, keyOf, type S3Answer, type S3Context, type S3Request } from './types';

/** Largest object one CopyObject takes. */
const maxCopy = 5 * 2 ** 30;

export async function copyObject(request: S3Request, context: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  const { bucket, key } = copySource(request);
  const replaces = directive(request) === 'REPLACE';
  const named = algorithmNamed(header(request, 'x-amz-checksum-algorithm'), 'x-amz-checksum-algorithm');
  const condition = writeCondition(request);
  const settings = storedSettings(request);
  const headersIfReplaced = replaces ? storedHeaders(request) : {};
  const source = await openSource(request, context);
  try {
    if (source.info.size > maxCopy) {
      throw new S3Error(
        'InvalidRequest',
        `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopy}`,
      );
    }
    const headers = replaces ? headersIfReplaced : { ...copiedHeaders(source.info.headers), ...settings };
    const same = bucket === bucketOf(request) && key === keyOf(request);
    if (same && !replaces && named === undefined && isDeepStrictEqual(headers, source.info.headers)) {
      throw new S3Error(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const info = await context.objects.put(bucketOf(request), keyOf(request), source.read(), {
      headers,
      condition,
      checksum: named ?? source.info.checksum?.algorithm ?? defaultChecksum,
    });
    const answer = xml('CopyObjectResult', {
      LastModified: isoSeconds(info.modified),
      ETag: `"${info.etag}"`,
      ...checksumElements(info.checksum),
    });
    return { ...answer, headers: { ...answer.headers, ...encryptionHeaders(info.headers) } };
  } finally {
    await source.close();
  }
}

/** Opens what `x-amz-copy-source` names, if its conditions hold. Throws PreconditionFailed, NoSuchBucket, NoSuchKey, and as `copySource`. */
export async function openSource(request: S3Request, { objects }: S3Context): Promise<OpenObject> {
  const { bucket, key } = copySource(request);
  const source = await objects.open(bucket, key);
  try {
    judgeRead(request, source.info, 'x-amz-copy-source-');
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The range of `x-amz-copy-source-range`, which unlike Range must be complete and within. Throws InvalidArgument, InvalidRange. */
export function copyRange(request: S3Request, size: number): ByteRange | undefined {
  const text = header(request, 'x-amz-copy-source-range');
  if (text === undefined) {
    return undefined;
  }
  const match = /^bytes=(\d+)-(\d+)$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start > end) {
    throw new S3Error(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: text },
    );
  }
  if (end >= size) {
    throw new S3Error('InvalidRange', `Range specified is not valid for source object of size: ${size}`);
  }
  return { start, end };
}

function copySource(request: S3Request): { readonly bucket: string; readonly key: string } {
  const text = header(request, 'x-amz-copy-source') ?? '';
  const mark = text.indexOf('?');
  const version = mark < 0 ? '' : text.slice(mark + 1);
  if (version !== '' && version !== 'versionId=null') {
    throw new S3Error('NotImplemented', 'Local Glue keeps no versions: x-amz-copy-source must not name one.');
  }
  let path: string;
  try {
    path = decodeURIComponent(mark < 0 ? text : text.slice(0, mark)).replace(/^\//, '');
  } catch {
    path = '';
  }
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey', {
      ArgumentName: 'x-amz-copy-source',
      ArgumentValue: text,
    });
  }
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function directive(request: S3Request): 'COPY' | 'REPLACE' {
  const text = header(request, 'x-amz-metadata-directive') ?? 'COPY';
  if (text !== 'COPY' && text !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.', {
      ArgumentName: 'x-amz-metadata-directive',
      ArgumentValue: text,
    });
  }
  return text;
}
