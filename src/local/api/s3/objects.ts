import type { ObjectInfo } from '../../objects';
import { storedHeaders } from './headers';
import { bucketOf, keyOf, type S3Answer, type S3Context, type S3Request } from './types';

export async function putObject(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  const info = await objects.put(bucketOf(request), keyOf(request), request.payload.stream, {
    headers: storedHeaders(request),
  });
  return { status: 200, headers: { etag: `"${info.etag}"` } };
}

function infoHeaders(info: ObjectInfo): Record<string, string | number | undefined> {
  return {
    'content-type': 'binary/octet-stream',
    ...info.headers,
    etag: `"${info.etag}"`,
    'last-modified': new Date(info.modified).toUTCString(),
    'accept-ranges': 'bytes',
    'content-length': info.size,
  };
}

export async function getObject(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  const { info, stream } = await objects.get(bucketOf(request), keyOf(request));
  return { status: 200, headers: infoHeaders(info), body: stream };
}

export function headObject(request: S3Request, { objects }: S3Context): S3Answer {
  return { status: 200, headers: infoHeaders(objects.head(bucketOf(request), keyOf(request))) };
}

export async function deleteObject(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  await objects.delete(bucketOf(request), keyOf(request));
  return { status: 204 };
}
