import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ObjectStore } from '../../../../../src/local/objects/objectStore';
import { Uploads } from '../../../../../src/local/objects/uploads';
import { type Running, startTestServer } from './s3Harness';

const Bucket = 'multipart';
const five = 5 * 2 ** 20;
let running: Running;

beforeAll(async () => {
  running = await startTestServer();
  await running.s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(() => running.stop());

async function start(
  Key: string,
  input: Partial<CreateMultipartUploadCommandInput> = {},
  s3 = running.s3,
): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }));
  return UploadId ?? '';
}

async function part(
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  s3 = running.s3,
): Promise<CompletedPart> {
  const { $metadata: _, ...answer } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ...answer };
}

function complete(Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) {
  return running.s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );
}

async function bytes(Key: string, input: object = {}): Promise<Buffer> {
  const got = await running.s3.send(new GetObjectCommand({ Bucket, Key, ...input }));
  return Buffer.from((await got.Body?.transformToByteArray()) ?? []);
}

const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();

test('parts in any order, one sent twice, join to one object with the ETag and headers of S3', async () => {
  const Key = 'joined';
  const id = await start(Key, {
    ChecksumAlgorithm: 'CRC32',
    ContentType: 'text/csv',
    Metadata: { a: '1' },
    ServerSideEncryption: 'AES256',
  });
  const [one, two] = [Buffer.alloc(five, 'a'), Buffer.from('the end')];
  const second = await part(Key, id, 7, two);
  await part(Key, id, 2, Buffer.alloc(five, 'x'));
  const first = await part(Key, id, 2, one);
  const made = await complete(Key, id, [first, second]);
  const etag = `"${createHash('md5').update(md5(one)).update(md5(two)).digest('hex')}-2"`;
  expect(made).toMatchObject({ ETag: etag, ServerSideEncryption: 'AES256', ChecksumType: 'COMPOSITE' });
  expect((await bytes(Key)).equals(Buffer.concat([one, two]))).toBe(true);
  const head = await running.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ETag: etag, ContentType: 'text/csv', Metadata: { a: '1' } });
  expect(head.ChecksumCRC32).toMatch(/-2$/);
  const byPart = await running.s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
  expect(byPart).toMatchObject({ PartsCount: 2, ContentRange: `bytes ${five}-${five + 6}/${five + 7}` });
  expect(await byPart.Body?.transformToString()).toBe('the end');
});

test('a completion repeated, because its answer was lost, is answered as the first was', async () => {
  const Key = 'repeated';
  const id = await start(Key, { ServerSideEncryption: 'AES256' });
  const parts = [await part(Key, id, 1, Buffer.from('the only one'))];
  const { $metadata: _, ...first } = await complete(Key, id, parts, { IfNoneMatch: '*' });
  expect(await complete(Key, id, parts, { IfNoneMatch: '*' })).toMatchObject(first);
  await expect(complete(Key, id, [{ ...parts[0], ETag: '"other"' }])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(complete('another', id, parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(complete(Key, id, parts, { MpuObjectSize: 13 })).rejects.toMatchObject({ name: 'InvalidRequest' });
  await expect(running.s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });

  // Whoever wrote since is not overwritten by asking again, nor is the answer another one then.
  await running.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'newer' }));
  const racing = await Promise.all([1, 2, 3].map(() => complete(Key, id, parts)));
  expect(racing.map(({ ETag }) => ETag)).toEqual([first.ETag, first.ETag, first.ETag]);
  expect((await bytes(Key)).toString()).toBe('newer');

  const uploads = new Uploads(await ObjectStore.open(`${running.root}/s3`));
  expect(await uploads.findToComplete(Bucket, Key, id)).toMatchObject({ id, key: Key });
});

test('racing completions of one upload make one object and are answered alike', async () => {
  const Key = 'raced';
  const id = await start(Key);
  const parts = [await part(Key, id, 1, Buffer.from('raced'))];
  const answers = await Promise.all(Array.from({ length: 8 }, () => complete(Key, id, parts, { IfNoneMatch: '*' })));
  expect(new Set(answers.map(({ ETag }) => ETag)).size).toBe(1);
});

test('the answer to a part carries the encryption asked for with its upload, and its checksum', async () => {
  const Key = 'encrypted';
  const id = await start(Key, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'a-key' });
  const made = await part(Key, id, 1, Buffer.from('part'));
  const settings = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'a-key' };
  expect(made).toMatchObject({ ...settings, ChecksumCRC32: expect.any(String), ETag: expect.any(String) });
  await running.s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'source' }));
  const copy = { Bucket, Key, UploadId: id, PartNumber: 2, CopySource: `${Bucket}/source` };
  expect(await running.s3.send(new UploadPartCopyCommand(copy))).toMatchObject(settings);
});

test.each([
  ['CRC64NVME', undefined, 'FULL_OBJECT'],
  ['CRC32', 'FULL_OBJECT', 'FULL_OBJECT'],
  ['CRC32C', 'FULL_OBJECT', 'FULL_OBJECT'],
  ['SHA256', undefined, 'COMPOSITE'],
] as const)('a %s of type %s is kept', async (ChecksumAlgorithm, ChecksumType, expected) => {
  const Key = `sum-${ChecksumAlgorithm}`;
  const { s3 } = running;
  const id = await start(Key, { ChecksumAlgorithm, ChecksumType });
  const Body = Buffer.from('only part');
  const input = { Bucket, Key, UploadId: id, PartNumber: 1, Body, ChecksumAlgorithm };
  const { ETag, $metadata: _, ...sums } = await s3.send(new UploadPartCommand(input));
  const made = await complete(Key, id, [{ PartNumber: 1, ETag, ...sums }]);
  const name = `Checksum${ChecksumAlgorithm}` as const;
  expect(made.ChecksumType).toBe(expected);
  expect(made[name]?.endsWith('-1')).toBe(expected === 'COMPOSITE');
  if (expected === 'FULL_OBJECT') {
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'whole', Body, ChecksumAlgorithm }));
    expect(made[name]).toBe(put[name]);
  }
});

test('an upload without checksums ends with a CRC64NVME of the whole', async () => {
  const plain = new S3Client({ ...running.clientConfig, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const id = await start('plain', {}, plain);
  const only = await part('plain', id, 1, Buffer.from('123456789'), plain);
  await complete('plain', id, [{ PartNumber: 1, ETag: only.ETag }]);
  const head = await running.s3.send(new HeadObjectCommand({ Bucket, Key: 'plain', ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' });
  plain.destroy();
});

test('what does not fit is refused, and the upload can still be completed', async () => {
  const Key = 'refused';
  const { s3 } = running;
  const id = await start(Key, { ChecksumAlgorithm: 'CRC32' });
  const one = await part(Key, id, 1, Buffer.from('small'));
  const two = await part(Key, id, 2, Buffer.from('also small'));
  const refusals: [() => Promise<unknown>, string][] = [
    [() => complete(Key, id, []), 'MalformedXML'],
    [() => complete(Key, id, [two, one]), 'InvalidPartOrder'],
    [() => complete(Key, id, [one, one]), 'InvalidPartOrder'],
    [() => complete(Key, id, [one, { ...two, PartNumber: 3 }]), 'InvalidPart'],
    [() => complete(Key, id, [{ ...one, ETag: two.ETag }]), 'InvalidPart'],
    [() => complete(Key, id, [{ ...one, ChecksumCRC32: two.ChecksumCRC32 }]), 'InvalidPart'],
    [() => complete(Key, id, [one, two]), 'EntityTooSmall'],
    [() => complete(Key, id, [one], { MpuObjectSize: 4 }), 'InvalidRequest'],
    [() => complete(Key, id, [one], { ChecksumCRC32: 'AAAAAA==' }), 'BadDigest'],
    [() => complete(Key, id, [one], { ChecksumType: 'FULL_OBJECT' }), 'InvalidRequest'],
    [() => complete(Key, id, [one], { IfMatch: '"abc"' }), 'NoSuchKey'],
    [() => complete('other', id, [one]), 'NoSuchUpload'],
    [() => part(Key, `${id.slice(1)}x`, 1, Buffer.from('x')), 'NoSuchUpload'],
    [() => part(Key, id, 10_001, Buffer.from('x')), 'InvalidArgument'],
    [
      () =>
        s3.send(
          new UploadPartCommand({
            ...{ Bucket, Key, UploadId: id, PartNumber: 3, Body: 'x' },
            ChecksumAlgorithm: 'SHA256',
          }),
        ),
      'InvalidRequest',
    ],
    [() => start(Key, { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' }), 'InvalidRequest'],
  ];
  for (const [call, name] of refusals) {
    await expect(call(), name).rejects.toMatchObject({ name });
  }
  await complete(Key, id, [one], { IfNoneMatch: '*' });
  expect((await bytes(Key)).toString()).toBe('small');
});

test('of racing completions that must be the first, exactly one wins', async () => {
  const Key = 'race';
  const uploads = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const id = await start(Key);
      return { id, only: await part(Key, id, 1, Buffer.from(`writer ${index}`)) };
    }),
  );
  const outcomes = await Promise.allSettled(
    uploads.map(({ id, only }) => complete(Key, id, [only], { IfNoneMatch: '*' })),
  );
  const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
  expect(winners).toHaveLength(1);
  expect((await bytes(Key)).toString()).toBe(`writer ${winners[0]}`);
});

test('parts are copied from objects, whole or a range', async () => {
  const { s3 } = running;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source ü', Body: '0123456789' }));
  const Key = 'copied';
  const id = await start(Key);
  const CopySource = `${Bucket}/${encodeURIComponent('source ü')}`;
  const copyPart = (input: object) =>
    s3.send(new UploadPartCopyCommand({ Bucket, Key, UploadId: id, PartNumber: 1, CopySource, ...input }));
  const { CopyPartResult } = await copyPart({ CopySourceRange: 'bytes=2-4' });
  await expect(copyPart({ CopySourceRange: 'bytes=2-10' })).rejects.toMatchObject({ name: 'InvalidRange' });
  await expect(copyPart({ CopySourceRange: 'bytes=-3' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(copyPart({ CopySourceIfMatch: '"abc"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await complete(Key, id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  expect((await bytes(Key)).toString()).toBe('234');
});

test('uploads and parts are listed in pages; an abort ends an upload and frees its space', async () => {
  const { s3 } = running;
  const listing = 'listing';
  await s3.send(new CreateBucketCommand({ Bucket: listing }));
  const begun: { Key: string; UploadId: string }[] = [];
  for (const Key of ['b/2', 'a', 'a', 'b/1', 'c&d']) {
    const { UploadId = '' } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket: listing, Key, ChecksumAlgorithm: 'CRC32' }),
    );
    begun.push({ Key, UploadId });
  }
  const seen: string[] = [];
  for (let more = true, KeyMarker: string | undefined, UploadIdMarker: string | undefined; more; ) {
    const page = await s3.send(
      new ListMultipartUploadsCommand({ Bucket: listing, MaxUploads: 2, KeyMarker, UploadIdMarker }),
    );
    seen.push(...(page.Uploads ?? []).map(({ Key = '', UploadId = '' }) => `${Key} ${UploadId}`));
    ({ NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page);
    more = page.IsTruncated === true;
  }
  expect(seen.map((one) => one.split(' ')[0])).toEqual(['a', 'a', 'b/1', 'b/2', 'c&d']);
  expect([...seen].sort()).toEqual(begun.map(({ Key, UploadId }) => `${Key} ${UploadId}`).sort());
  const rolled = await s3.send(new ListMultipartUploadsCommand({ Bucket: listing, Delimiter: '/' }));
  expect(rolled.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);

  const { Key, UploadId } = begun[0] ?? { Key: '', UploadId: '' };
  for (const PartNumber of [3, 1, 2]) {
    await s3.send(new UploadPartCommand({ Bucket: listing, Key, UploadId, PartNumber, Body: `part ${PartNumber}` }));
  }
  const first = await s3.send(new ListPartsCommand({ Bucket: listing, Key, UploadId, MaxParts: 2 }));
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', ChecksumAlgorithm: 'CRC32' });
  const rest = await s3.send(
    new ListPartsCommand({ Bucket: listing, Key, UploadId, PartNumberMarker: first.NextPartNumberMarker }),
  );
  expect([...(first.Parts ?? []), ...(rest.Parts ?? [])].map(({ PartNumber }) => PartNumber)).toEqual([1, 2, 3]);

  await s3.send(new AbortMultipartUploadCommand({ Bucket: listing, Key, UploadId }));
  await expect(s3.send(new ListPartsCommand({ Bucket: listing, Key, UploadId }))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
  // Unfinished uploads don't keep a bucket.
  await s3.send(new DeleteBucketCommand({ Bucket: listing }));
});

test('an upload outlives a restart', async () => {
  const id = await start('restarted');
  await part('restarted', id, 1, Buffer.from('before'));
  const again = await ObjectStore.open(`${running.root}/s3`);
  const uploads = new Uploads(again);
  const upload = await uploads.find(Bucket, 'restarted', id);
  const parts = await uploads.parts(Bucket, upload);
  await uploads.complete(Bucket, upload, parts, {});
  expect(again.head(Bucket, 'restarted').size).toBe(6);
});
