import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { faults, type SeenRequest } from '../../../harness/faultProxy';
import { type S3Bench, startS3Bench } from '../s3Bench';

const key = 'sets/guarded.csv';
const uri = { authority: 'test', path: `/bucket/${key}` };

let bench: S3Bench;

beforeAll(async () => {
  bench = await startS3Bench();
});

afterAll(() => bench.stop());

beforeEach(async () => {
  bench.proxy.heal();
  await bench.direct.put('bucket', key, new TextEncoder().encode('labels'));
});

/** The requests that a probe makes. */
async function requestsOf(probe: () => Promise<unknown>): Promise<readonly SeenRequest[]> {
  const before = bench.proxy.seen.length;
  await probe();
  return bench.proxy.seen.slice(before);
}

test('an object that may be written is found so without writing it', async () => {
  const before = await bench.direct.head('bucket', key);
  const requests = await requestsOf(() => bench.objects.probe(uri));
  expect(requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  expect(bench.objects.isReadOnly(uri)).toBe(false);
  expect(await bench.direct.head('bucket', key)).toEqual(before);
});

test('a refusal makes the object read-only, until a later look', async () => {
  const changes: string[] = [];
  const subscription = bench.objects.onDidChange(({ kind }) => changes.push(kind));
  const message = 'User: x is not authorized to perform: s3:PutObject on resource: y';
  bench.proxy.inject({ ...faults.accessDenied, message }, { method: 'POST' });
  expect(await bench.objects.probe(uri)).toBeUndefined();
  expect(bench.objects.isReadOnly(uri)).toBe(true);
  expect(bench.objects.refusalOf(uri)?.message).toBe(message);
  bench.proxy.heal();
  await bench.objects.probe(uri);
  expect(bench.objects.isReadOnly(uri)).toBe(false);
  // VS Code looks again whether the file is read-only.
  expect(changes).toEqual(['changed', 'changed']);
  subscription.dispose();
});

test.each(['slowDown', 'expiredToken', 'cutRequest'] as const)(
  '%s tells nothing of permissions: the object counts as writable',
  async (fault) => {
    bench.proxy.inject(faults[fault], { method: 'POST' });
    expect(await bench.objects.probe(uri)).toBeDefined();
    expect(bench.objects.isReadOnly(uri)).toBe(false);
  },
);

test('an upload that may not be given up is told, and the object is writable', async () => {
  bench.proxy.inject(faults.accessDenied, { method: 'DELETE' });
  expect(await bench.objects.probe(uri)).toContain('could not be given up: Access Denied');
  expect(bench.objects.isReadOnly(uri)).toBe(false);
});

test('it is asked for as it would be written: with the encryption, class and metadata of the object', async () => {
  const kmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/1234';
  const encrypted = {
    serverSideEncryption: 'aws:kms',
    kmsKeyId,
    contentType: 'text/x-labels',
    metadata: { who: 'me' },
  };
  const keep = { etag: '', size: 0, modified: new Date(0), storageClass: 'STANDARD_IA', ...encrypted };
  await bench.direct.put('bucket', key, new Uint8Array(), { keep });
  await bench.objects.head(uri);
  const [asked] = await requestsOf(() => bench.objects.probe(uri));
  const [written] = await requestsOf(() => bench.objects.put(uri, new Uint8Array(), 'any'));
  expect(asked?.headers).toMatchObject({
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId,
    'x-amz-storage-class': 'STANDARD_IA',
    'content-type': 'text/x-labels',
    'x-amz-meta-who': 'me',
  });
  const kept = (request: SeenRequest | undefined) =>
    Object.entries(request?.headers ?? {}).filter(([name]) => /^(x-amz-(server|storage|meta)|content-type)/.test(name));
  expect(kept(asked)).toEqual(kept(written));
});
