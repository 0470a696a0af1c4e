import { owner, xml } from './answer';
import { readText } from './body';
import { notImplemented } from './conditions';
import { S3Error } from './error';
import { refuseUnknownHeaders } from './headers';
import { count } from './parameters';
import { bucketOf, header, type S3Answer, type S3Context, type S3Request } from './types';
import { childText, malformed, parseXml } from './xmlRequest';

export function listBuckets(request: S3Request, { objects, region }: S3Context): S3Answer {
  const prefix = request.query.get('prefix') ?? '';
  const after = request.query.get('continuation-token') ?? '';
  const all = objects.listBuckets().filter(({ name }) => name.startsWith(prefix) && name > after);
  const page = all.slice(0, Math.min(count(request, 'max-buckets', 10_000), 10_000));
  return xml('ListAllMyBucketsResult', {
    Owner: owner,
    Buckets: {
      Bucket: page.map(({ name, created }) => ({
        Name: name,
        CreationDate: new Date(created).toISOString(),
        BucketRegion: region,
      })),
    },
    Prefix: prefix === '' ? undefined : prefix,
    ContinuationToken: all.length > page.length ? page.at(-1)?.name : undefined,
  });
}

export async function createBucket(request: S3Request, { objects, region }: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  const ownership = header(request, 'x-amz-object-ownership');
  if (ownership !== undefined && ownership !== 'BucketOwnerEnforced') {
    throw notImplemented(`x-amz-object-ownership ${ownership}`);
  }
  const bucket = bucketOf(request);
  checkConfiguration(await readText(request), region);
  await objects.createBucket(bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
}

/** The optional body of CreateBucket. Throws IllegalLocationConstraintException, NotImplemented, MalformedXML. */
function checkConfiguration(text: string, region: string): void {
  if (text.trim() === '') {
    return;
  }
  const root = parseXml(text);
  if (root.name !== 'CreateBucketConfiguration') {
    throw malformed();
  }
  const unknown = root.children.find(({ name }) => name !== 'LocationConstraint');
  if (unknown) {
    throw new S3Error('NotImplemented', `Local Glue makes no buckets with ${unknown.name}.`);
  }
  const location = childText(root, 'LocationConstraint') || 'us-east-1';
  if (location !== region) {
    throw new S3Error(
      'IllegalLocationConstraintException',
      `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to: ${region}.`,
    );
  }
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
