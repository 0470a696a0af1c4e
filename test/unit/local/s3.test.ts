import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startTestServer } from './s3Harness';

let running: Running;

beforeAll(async () => {
  running = await startTestServer();
  await running.s3.send(new CreateBucketCommand({ Bucket: 'records' }));
});

afterAll(() => running.stop());

test('an object written is read back, listed and deleted', async () => {
  const { s3 } = running;
  const Bucket = 'records';
  const Key = 'sets/über 1+1=2.csv';
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: 'a,b\n1,2\n', ContentType: 'text/csv', Metadata: { round: '1' } }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('a,b\n1,2\n');
  expect(got).toMatchObject({ ContentType: 'text/csv', Metadata: { round: '1' }, ETag: put.ETag, ContentLength: 8 });
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 8, ETag: put.ETag });
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'sets/' }));
  expect(listed.Contents).toMatchObject([{ Key, Size: 8, ETag: put.ETag }]);
  expect((await s3.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: 'records' }]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
});
