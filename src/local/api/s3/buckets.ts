import { S3Error } from './error';
import { bucketOf, type S3Answer, type S3Context, type S3Request } from './types';
import { document } from './xml';

const owner = { ID: 'local', DisplayName: 'local' };

export function listBuckets(_request: S3Request, { objects }: S3Context): S3Answer {
  const buckets = objects.listBuckets().map(({ name, created }) => ({
    Name: name,
    CreationDate: new Date(created).toISOString(),
  }));
  return xml('ListAllMyBucketsResult', { Owner: owner, Buckets: { Bucket: buckets } });
}

export async function createBucket(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  const bucket = bucketOf(request);
  await objects.createBucket(bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
}

export function headBucket(request: S3Request, { objects, region }: S3Context): S3Answer {
  objects.bucket(bucketOf(request));
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
}

export async function deleteBucket(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  await objects.deleteBucket(bucketOf(request));
  return { status: 204 };
}

/** us-east-1 is written as nothing at all, which clients know. */
export function getBucketLocation(request: S3Request, { objects, region }: S3Context): S3Answer {
  objects.bucket(bucketOf(request));
  return xml('LocationConstraint', region === 'us-east-1' ? '' : region);
}

/** An answer of 200 with an XML body. */
export function xml(name: string, content: Parameters<typeof document>[1]): S3Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: document(name, content) };
}

/** Reads a small body (an XML request). Throws MaxMessageLengthExceeded. */
export async function readText(request: S3Request, limit = 1 << 20): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.payload.stream) {
    size += chunk.byteLength;
    if (size > limit) {
      throw new S3Error('MaxMessageLengthExceeded', 'Your request was too large.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
