import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startTestServer } from './s3Harness';

const Bucket = 'conformance';
let running: Running;
let etag: string;
let modified: Date;

beforeAll(async () => {
  running = await startTestServer();
  const { s3 } = running;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'ten', Body: '0123456789' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'written', Body: '0123456789' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'empty', Body: '' }));
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'ten' }));
  etag = head.ETag ?? '';
  modified = head.LastModified ?? new Date(0);
});

afterAll(() => running.stop());

type Sent = Promise<{ readonly Body?: { transformToString(): Promise<string> } }>;

/** What a call comes to: its HTTP status and error name, or the body it gives. */
async function outcome(call: () => Promise<unknown>): Promise<string> {
  try {
    const answer = (await call()) as Awaited<Sent> & { $metadata: { httpStatusCode?: number } };
    const body = await answer.Body?.transformToString();
    return `${answer.$metadata.httpStatusCode}${body === undefined ? '' : ` ${body}`}`;
  } catch (error) {
    // HEAD and 304 have no body to name the error in; the SDK then says Unknown, or NotFound for 404.
    const { name, $metadata } = error as S3ServiceException;
    return `${$metadata?.httpStatusCode} ${name}`;
  }
}

const later = (): Date => new Date(modified.getTime() + 1);
const earlier = (): Date => new Date(modified.getTime() - 60_000);
const get = (input: object) => () => running.s3.send(new GetObjectCommand({ Bucket, Key: 'ten', ...input }));
const head = (input: object) => () => running.s3.send(new HeadObjectCommand({ Bucket, Key: 'ten', ...input }));
const put = (input: object) => () =>
  running.s3.send(new PutObjectCommand({ Bucket, Key: 'written', Body: '0123456789', ...input }));
const remove = (input: object) => () => running.s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone', ...input }));
const copy = (input: object) => () =>
  running.s3.send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/ten`, ...input }));
const other = '"00000000000000000000000000000000"';

const cases: readonly (readonly [string, () => () => Promise<unknown>, string])[] = [
  // Existence
  ['GET of a missing key', () => get({ Key: 'missing' }), '404 NoSuchKey'],
  ['GET in a missing bucket', () => get({ Bucket: 'missing' }), '404 NoSuchBucket'],
  ['HEAD of a missing key', () => head({ Key: 'missing' }), '404 NotFound'],
  ['PUT in a missing bucket', () => put({ Bucket: 'missing' }), '404 NoSuchBucket'],
  ['DELETE of a missing key', () => remove({ Key: 'missing' }), '204'],
  ['DELETE in a missing bucket', () => remove({ Bucket: 'missing' }), '404 NoSuchBucket'],
  ['GET of an empty object', () => get({ Key: 'empty' }), '200 '],
  ['PUT of a key of 1025 bytes', () => put({ Key: 'k'.repeat(1025) }), '400 KeyTooLongError'],
  // Ranges
  ['the first bytes', () => get({ Range: 'bytes=0-3' }), '206 0123'],
  ['from the middle on', () => get({ Range: 'bytes=7-' }), '206 789'],
  ['the last bytes', () => get({ Range: 'bytes=-4' }), '206 6789'],
  ['more last bytes than there are', () => get({ Range: 'bytes=-40' }), '206 0123456789'],
  ['an end beyond the object', () => get({ Range: 'bytes=8-100' }), '206 89'],
  ['a start beyond the object', () => get({ Range: 'bytes=10-' }), '416 InvalidRange'],
  ['the last 0 bytes', () => get({ Range: 'bytes=-0' }), '416 InvalidRange'],
  ['any range of an empty object', () => get({ Key: 'empty', Range: 'bytes=0-' }), '416 InvalidRange'],
  ['a range turned around', () => get({ Range: 'bytes=5-2' }), '200 0123456789'],
  ['several ranges', () => get({ Range: 'bytes=0-1,3-4' }), '200 0123456789'],
  ['another unit', () => get({ Range: 'lines=0-1' }), '200 0123456789'],
  ['HEAD of a range', () => head({ Range: 'bytes=0-3' }), '206'],
  ['HEAD of a range beyond the object', () => head({ Range: 'bytes=10-' }), '416 Unknown'],
  // Conditional reads
  ['GET If-Match the ETag', () => get({ IfMatch: etag }), '200 0123456789'],
  ['GET If-Match any', () => get({ IfMatch: '*' }), '200 0123456789'],
  ['GET If-Match another', () => get({ IfMatch: other }), '412 PreconditionFailed'],
  ['GET If-None-Match the ETag', () => get({ IfNoneMatch: etag }), '304 Unknown'],
  ['GET If-None-Match another', () => get({ IfNoneMatch: other }), '200 0123456789'],
  ['GET If-Modified-Since earlier', () => get({ IfModifiedSince: earlier() }), '200 0123456789'],
  ['GET If-Modified-Since its time', () => get({ IfModifiedSince: modified }), '304 Unknown'],
  ['GET If-Unmodified-Since its time', () => get({ IfUnmodifiedSince: modified }), '200 0123456789'],
  ['GET If-Unmodified-Since earlier', () => get({ IfUnmodifiedSince: earlier() }), '412 PreconditionFailed'],
  [
    'GET If-Match wins over If-Unmodified-Since',
    () => get({ IfMatch: etag, IfUnmodifiedSince: earlier() }),
    '200 0123456789',
  ],
  [
    'GET If-None-Match wins over If-Modified-Since',
    () => get({ IfNoneMatch: etag, IfModifiedSince: earlier() }),
    '304 Unknown',
  ],
  [
    'GET If-None-Match another wins, too',
    () => get({ IfNoneMatch: other, IfModifiedSince: later() }),
    '200 0123456789',
  ],
  ['HEAD If-Match another', () => head({ IfMatch: other }), '412 Unknown'],
  ['HEAD If-None-Match the ETag', () => head({ IfNoneMatch: etag }), '304 Unknown'],
  ['GET of a missing key If-Match', () => get({ Key: 'missing', IfMatch: etag }), '404 NoSuchKey'],
  // Conditional writes
  ['PUT If-Match the ETag', () => put({ IfMatch: etag }), '200'],
  ['PUT If-Match another', () => put({ IfMatch: other }), '412 PreconditionFailed'],
  ['PUT If-Match on a missing key', () => put({ Key: 'missing', IfMatch: etag }), '404 NoSuchKey'],
  ['PUT If-None-Match any on a missing key', () => put({ Key: 'fresh', IfNoneMatch: '*' }), '200'],
  ['PUT If-None-Match any on an object', () => put({ IfNoneMatch: '*' }), '412 PreconditionFailed'],
  ['PUT If-None-Match an ETag', () => put({ IfNoneMatch: etag }), '501 NotImplemented'],
  ['DELETE If-Match another', () => remove({ Key: 'ten', IfMatch: other }), '412 PreconditionFailed'],
  ['DELETE If-Match on a missing key', () => remove({ Key: 'missing', IfMatch: etag }), '404 NoSuchKey'],
  ['DELETE If-Match the ETag', () => remove({ Key: 'fresh', IfMatch: etag }), '204'],
  // Copies
  ['COPY', () => copy({}), '200'],
  ['COPY of a missing key', () => copy({ CopySource: `${Bucket}/missing` }), '404 NoSuchKey'],
  ['COPY of a missing bucket', () => copy({ CopySource: 'missing/ten' }), '404 NoSuchBucket'],
  ['COPY without a key', () => copy({ CopySource: Bucket }), '400 InvalidArgument'],
  ['COPY of a version', () => copy({ CopySource: `${Bucket}/ten?versionId=abc` }), '501 NotImplemented'],
  ['COPY onto itself', () => copy({ Key: 'ten' }), '400 InvalidRequest'],
  ['COPY If-Match another', () => copy({ CopySourceIfMatch: other }), '412 PreconditionFailed'],
  ['COPY If-None-Match the ETag', () => copy({ CopySourceIfNoneMatch: etag }), '412 PreconditionFailed'],
  ['COPY If-Modified-Since its time', () => copy({ CopySourceIfModifiedSince: modified }), '412 PreconditionFailed'],
  [
    'COPY If-Unmodified-Since earlier',
    () => copy({ CopySourceIfUnmodifiedSince: earlier() }),
    '412 PreconditionFailed',
  ],
  ['COPY where nothing may be', () => copy({ IfNoneMatch: '*' }), '412 PreconditionFailed'],
  // Integrity
  ['PUT with a wrong MD5', () => put({ ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }), '400 BadDigest'],
  ['PUT with an MD5 that is none', () => put({ ContentMD5: 'abc' }), '400 InvalidDigest'],
  ['PUT with a wrong CRC32', () => put({ ChecksumCRC32: 'AAAAAA==' }), '400 BadDigest'],
  ['PUT with a wrong CRC32C', () => put({ ChecksumCRC32C: 'AAAAAA==' }), '400 BadDigest'],
  ['PUT with a wrong CRC64NVME', () => put({ ChecksumCRC64NVME: 'AAAAAAAAAAA=' }), '400 BadDigest'],
  ['PUT with a wrong SHA1', () => put({ ChecksumSHA1: `${'A'.repeat(27)}=` }), '400 BadDigest'],
  ['PUT with a wrong SHA256', () => put({ ChecksumSHA256: `${'A'.repeat(43)}=` }), '400 BadDigest'],
  ['PUT with a checksum that is none', () => put({ ChecksumCRC32: 'AAA=' }), '400 InvalidRequest'],
  // What isn't here says so
  [
    'access list of an object',
    () => () => running.s3.send(new GetObjectAclCommand({ Bucket, Key: 'ten' })),
    '501 NotImplemented',
  ],
  ['no tags', () => () => running.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'ten' })), '200'],
  [
    'tags',
    () => () => running.s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'ten', Tagging: { TagSet: [] } })),
    '501 NotImplemented',
  ],
  ['versioning', () => () => running.s3.send(new GetBucketVersioningCommand({ Bucket })), '501 NotImplemented'],
  [
    'versioning on',
    () => () =>
      running.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
    '501 NotImplemented',
  ],
  ['versions', () => () => running.s3.send(new ListObjectVersionsCommand({ Bucket })), '501 NotImplemented'],
  ['a version of an object', () => get({ VersionId: 'abc' }), '501 NotImplemented'],
  ['a policy', () => () => running.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' })), '501 NotImplemented'],
  ['PUT with tags', () => put({ Tagging: 'a=b' }), '501 NotImplemented'],
  ['PUT for all to read', () => put({ ACL: 'public-read' }), '400 AccessControlListNotSupported'],
  ['PUT encrypted by an unknown method', () => put({ ServerSideEncryption: 'rot13' }), '400 InvalidArgument'],
  ['PUT with 2 kB of metadata and more', () => put({ Metadata: { a: 'x'.repeat(2048) } }), '400 MetadataTooLarge'],
  // Buckets
  ['HEAD of a bucket', () => () => running.s3.send(new HeadBucketCommand({ Bucket })), '200'],
  [
    'HEAD of a missing bucket',
    () => () => running.s3.send(new HeadBucketCommand({ Bucket: 'missing' })),
    '404 NotFound',
  ],
  ['a bucket again', () => () => running.s3.send(new CreateBucketCommand({ Bucket })), '409 BucketAlreadyOwnedByYou'],
  ['a bad name', () => () => running.s3.send(new CreateBucketCommand({ Bucket: 'Bad_Name' })), '400 InvalidBucketName'],
  [
    'a bucket elsewhere',
    () => () =>
      running.s3.send(
        new CreateBucketCommand({ Bucket: 'other', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
      ),
    '400 IllegalLocationConstraintException',
  ],
  [
    'DELETE of a bucket with objects',
    () => () => running.s3.send(new DeleteBucketCommand({ Bucket })),
    '409 BucketNotEmpty',
  ],
  [
    'DELETE of a missing bucket',
    () => () => running.s3.send(new DeleteBucketCommand({ Bucket: 'missing' })),
    '404 NoSuchBucket',
  ],
  [
    'an upload that was never started',
    () => () => running.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'ten', UploadId: '../../../x' })),
    '404 NoSuchUpload',
  ],
];

test.each(cases)('%s', async (_name, call, expected) => {
  expect(await outcome(call())).toBe(expected);
});
