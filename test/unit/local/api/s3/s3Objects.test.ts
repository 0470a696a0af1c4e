import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type _Error,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  type ListObjectsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from '../rawClient';
import { type Running, startTestServer } from './s3Harness';

const Bucket = 'objects';
let running: Running;

beforeAll(async () => {
  running = await startTestServer();
  await running.s3.send(new CreateBucketCommand({ Bucket }));
  await running.s3.send(new PutObjectCommand({ Bucket, Key: 'ten', Body: '0123456789' }));
});

afterAll(() => running.stop());

test('an object written is read back, listed and deleted', async () => {
  const { s3 } = running;
  const Key = 'sets/über 1+1=2.csv';
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: 'a,b\n1,2\n', ContentType: 'text/csv', Metadata: { round: '1' } }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('a,b\n1,2\n');
  expect(got).toMatchObject({ ContentType: 'text/csv', Metadata: { round: '1' }, ETag: put.ETag, ContentLength: 8 });
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'sets/' }));
  expect(listed.Contents).toMatchObject([{ Key, Size: 8, ETag: put.ETag }]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
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
      names.push(...namesOf(page));
      ContinuationToken = page.NextContinuationToken;
      more = page.IsTruncated === true;
    }
    return names;
  };
  const v1 = async (Delimiter?: string): Promise<string[]> => {
    const names: string[] = [];
    for (let Marker: string | undefined, more = true; more; ) {
      const page = await s3.send(new ListObjectsCommand({ Bucket: pages, MaxKeys: 2, Delimiter, Marker }));
      const found = namesOf(page);
      names.push(...found);
      Marker = page.NextMarker === undefined ? found.at(-1) : decoded(page, page.NextMarker);
      more = page.IsTruncated === true;
    }
    return names;
  };
  const rolled = ['a', 'a/', 'b&<>"\'', 'b+c d', 'c\u0001', 'd/', 'e', 'é', '\uffee', '😀'];
  // A page gives keys and common prefixes apart, so only the sets can be compared.
  expect(await s3.send(new ListObjectsV2Command({ Bucket: pages, MaxKeys: 5000 }))).toMatchObject({ MaxKeys: 1000 });
  expect((await v2()).sort()).toEqual([...keys].sort());
  expect((await v2('/')).sort()).toEqual([...rolled].sort());
  expect((await v1('/')).sort()).toEqual([...rolled].sort());
  expect((await v1()).sort()).toEqual([...keys].sort());
  const encoded = await s3.send(new ListObjectsV2Command({ Bucket: pages, EncodingType: 'url', StartAfter: 'a/2' }));
  expect(namesOf(encoded)).toEqual(keys.slice(3));
});

function namesOf(page: ListObjectsCommandOutput | ListObjectsV2CommandOutput): string[] {
  const names = [
    ...(page.Contents ?? []).map(({ Key = '' }) => Key),
    ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
  ];
  return names.map((name) => decoded(page, name));
}

function decoded(page: { readonly EncodingType?: string }, name: string): string {
  return page.EncodingType === 'url' ? decodeURIComponent(name.replaceAll('+', ' ')) : name;
}

test('DeleteObjects tells of each key, and honours an ETag', async () => {
  const { s3 } = running;
  for (const Key of ['x&<1', 'x2', 'x3']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  const Objects = [{ Key: 'x&<1' }, { Key: 'x2', ETag: '"0"' }, { Key: 'never there' }];
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
    Array.from({ length: 20 }, (_, index) =>
      running.s3.send(new PutObjectCommand({ Bucket, Key: 'race', Body: `writer ${index}`, IfNoneMatch: '*' })).then(
        ({ ETag = '' }) => ETag,
        ({ name }: Error) => name,
      ),
    ),
  );
  const head = await running.s3.send(new HeadObjectCommand({ Bucket, Key: 'race' }));
  expect(outcomes.sort()).toEqual([head.ETag, ...Array.from({ length: 19 }, () => 'PreconditionFailed')]);
});

test('buckets are listed in pages and know their region', async () => {
  const { s3 } = running;
  const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  expect(page.Buckets).toMatchObject([{ Name: Bucket, BucketRegion: 'us-east-1' }]);
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
});
