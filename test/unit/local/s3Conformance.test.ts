import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type _Error,
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from './rawClient';
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

test('a range says which bytes of how many it is', async () => {
  const answer = await running.s3.send(new GetObjectCommand({ Bucket, Key: 'ten', Range: 'bytes=-4' }));
  expect(answer).toMatchObject({ ContentRange: 'bytes 6-9/10', ContentLength: 4, AcceptRanges: 'bytes' });
});

test('headers, metadata and encryption settings are given back; a copy keeps or replaces them', async () => {
  const { s3 } = running;
  const Key = 'described';
  const described = {
    ContentType: 'text/csv; charset=utf-8',
    CacheControl: 'no-cache',
    ContentDisposition: 'attachment; filename="a b.csv"',
    ContentEncoding: 'gzip',
    ContentLanguage: 'de',
    Metadata: { round: '3', 'with-dash': 'two words', latin: 'na\u00efve' },
  };
  const encryption = {
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'arn:aws:kms:us-east-1:111122223333:key/k',
    BucketKeyEnabled: true,
  } as const;
  const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...described, ...encryption }));
  expect(put).toMatchObject(encryption);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ...described, ...encryption });
  expect(await s3.send(new GetObjectCommand({ Bucket, Key }))).toMatchObject({ ...described, ...encryption });

  await s3.send(new CopyObjectCommand({ Bucket, Key: 'kept', CopySource: `${Bucket}/${Key}` }));
  const kept = await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }));
  expect(kept).toMatchObject(described);
  expect(kept.ServerSideEncryption).toBeUndefined();

  const replacing = { MetadataDirective: 'REPLACE', ContentType: 'text/plain', Metadata: { new: '1' } } as const;
  await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${Key}`, ...replacing }));
  const replaced = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect(replaced).toMatchObject({ ContentType: 'text/plain', Metadata: { new: '1' } });
  expect(replaced.CacheControl).toBeUndefined();
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  'a %s of the client is checked, kept and given back when asked for',
  async (ChecksumAlgorithm) => {
    const { s3 } = running;
    const Key = `sum-${ChecksumAlgorithm}`;
    const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'The quick brown fox', ChecksumAlgorithm }));
    const name = `Checksum${ChecksumAlgorithm}` as const;
    expect(put[name]).toBeDefined();
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ [name]: put[name], ChecksumType: 'FULL_OBJECT' });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('The quick brown fox');
    expect(got[name]).toBe(put[name]);
    const range = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED', Range: 'bytes=4-8' }));
    expect(await range.Body?.transformToString()).toBe('quick');
    expect(range[name]).toBeUndefined();
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(listed.Contents).toMatchObject([{ ChecksumAlgorithm: [ChecksumAlgorithm] }]);
  },
);

test('an object that came without a checksum has a CRC64NVME, as on S3', async () => {
  const plain = new S3Client({ ...running.clientConfig, requestChecksumCalculation: 'WHEN_REQUIRED' });
  await plain.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: '123456789' }));
  const head = await plain.send(new HeadObjectCommand({ Bucket, Key: 'plain', ChecksumMode: 'ENABLED' }));
  // The check value of CRC-64/NVME: ae8b14860a799888.
  expect(head.ChecksumCRC64NVME).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'));
  plain.destroy();
});

test('a streamed body of unknown checksum comes in chunks with a trailer, and is stored without them', async () => {
  const pieces = Array.from({ length: 40 }, (_, index) => Buffer.alloc(9000 + index, index));
  const whole = Buffer.concat(pieces);
  const put = new PutObjectCommand({
    Bucket,
    Key: 'streamed',
    Body: Readable.from(pieces),
    ContentLength: whole.length,
  });
  await running.s3.send(put);
  const got = await running.s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
  expect(got.ContentEncoding).toBeUndefined();
});

test('pages of a listing join to the whole, with and without a delimiter, in both versions', async () => {
  const { s3 } = running;
  const pages = 'pages';
  await s3.send(new CreateBucketCommand({ Bucket: pages }));
  const keys = ['a', 'a/1', 'a/2', 'b&<>"\'', 'b+c d', 'c\u0001', 'd/x/y', 'e', 'é', '\uffee', '😀'];
  for (const Key of keys) {
    await s3.send(new PutObjectCommand({ Bucket: pages, Key, Body: Key }));
  }
  const v2 = async (Delimiter?: string): Promise<string[]> => {
    const names: string[] = [];
    for (let ContinuationToken: string | undefined, more = true; more; ) {
      const input = { Bucket: pages, MaxKeys: 2, Delimiter, ContinuationToken };
      const page = await s3.send(new ListObjectsV2Command(input));
      names.push(...namesOf(page.Contents, page.CommonPrefixes));
      ContinuationToken = page.NextContinuationToken;
      more = page.IsTruncated === true;
    }
    return names;
  };
  const v1 = async (Delimiter?: string): Promise<string[]> => {
    const names: string[] = [];
    for (let Marker: string | undefined, more = true; more; ) {
      const page = await s3.send(new ListObjectsCommand({ Bucket: pages, MaxKeys: 2, Delimiter, Marker }));
      const found = namesOf(page.Contents, page.CommonPrefixes);
      names.push(...found);
      Marker = page.NextMarker ?? found.at(-1);
      more = page.IsTruncated === true;
    }
    return names;
  };
  const rolled = ['a', 'a/', 'b&<>"\'', 'b+c d', 'c\u0001', 'd/', 'e', 'é', '\uffee', '😀'];
  // A page gives keys and common prefixes apart, so only the sets can be compared.
  expect((await v2()).sort()).toEqual([...keys].sort());
  expect((await v2('/')).sort()).toEqual([...rolled].sort());
  expect((await v1('/')).sort()).toEqual([...rolled].sort());
  expect((await v1()).sort()).toEqual([...keys].sort());
  const encoded = await s3.send(new ListObjectsV2Command({ Bucket: pages, EncodingType: 'url', StartAfter: 'a/2' }));
  expect(encoded.Contents?.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')))).toEqual(keys.slice(3));
});

function namesOf(
  contents: readonly { Key?: string }[] | undefined,
  prefixes: readonly { Prefix?: string }[] | undefined,
): string[] {
  return [...(contents ?? []).map(({ Key = '' }) => Key), ...(prefixes ?? []).map(({ Prefix = '' }) => Prefix)];
}

test('DeleteObjects tells of each key, and honours an ETag', async () => {
  const { s3 } = running;
  for (const Key of ['x&<1', 'x2', 'x3']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  const Objects = [{ Key: 'x&<1' }, { Key: 'x2', ETag: other }, { Key: 'never there' }];
  const answer = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(answer.Deleted).toMatchObject([{ Key: 'x&<1' }, { Key: 'never there' }]);
  expect(answer.Errors).toMatchObject([{ Key: 'x2', Code: 'PreconditionFailed' }] satisfies _Error[]);
  const quiet = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'x2' }, { Key: 'x3' }], Quiet: true } }),
  );
  expect(quiet.Deleted).toBeUndefined();
  expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'x' }))).Contents).toBeUndefined();
});

test.each([
  ['no XML', 'hello'],
  ['another element', '<Other/>'],
  ['no object', '<Delete></Delete>'],
  ['an object without key', '<Delete><Object/></Delete>'],
  ['an element left open', '<Delete><Object><Key>a</Key></Delete>'],
  ['a document type', '<!DOCTYPE x [<!ENTITY e "x">]><Delete><Object><Key>&e;</Key></Object></Delete>'],
  ['an unknown entity', '<Delete><Object><Key>&e;</Key></Object></Delete>'],
  ['1001 objects', `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`],
])('DeleteObjects with %s is MalformedXML', async (_name, body) => {
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const answer = await send(running, { method: 'POST', target: `/${Bucket}?delete=`, headers, body });
  expect([answer.status, /<Code>(\w+)/.exec(answer.text)?.[1]]).toEqual([400, 'MalformedXML']);
});

test('of 20 racing creations over HTTP exactly one wins', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => outcome(put({ Key: 'race', Body: `writer ${index}`, IfNoneMatch: '*' }))),
  );
  expect(outcomes.filter((status) => status === '200')).toHaveLength(1);
  expect(outcomes.filter((status) => status === '412 PreconditionFailed')).toHaveLength(19);
});

test('buckets are listed in pages and know their region', async () => {
  const { s3 } = running;
  const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  expect(page.Buckets).toMatchObject([{ Name: Bucket, BucketRegion: 'us-east-1' }]);
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
});
