import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { glueRequest, head, put, type RawAnswer, type RawRequest, send, sign } from '../rawClient';
import { type Running, startTestServer } from './s3Harness';

let running: Running;

beforeAll(async () => {
  running = await startTestServer();
  await running.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await running.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'kept', Body: 'kept' }));
});

afterAll(() => running.stop());

const md5 = (text: string): string => createHash('md5').update(text).digest('base64');

function ask(raw: RawRequest): Promise<RawAnswer> {
  const length = { 'content-length': String(Buffer.byteLength(raw.body ?? '')) };
  return send(running, raw, { ...sign(running, raw).headers, ...length });
}

const element = ({ text }: RawAnswer, name: string): string | undefined =>
  new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1];

const encodings = ['gzip', 'gzip, br', 'gzip,br', 'gzip ,  br', 'GZip', 'x-aws-chunked', 'aws-chunkedly, gzip', ''];

test.each([...encodings, 'aws-chunked', 'aws-chunked,gzip'])(
  'the encoding %j comes back byte for byte',
  async (encoding) => {
    const headers = { 'content-encoding': encoding };
    expect((await ask(put('x', { headers }))).status).toBe(200);
    for (const method of ['GET', 'HEAD']) {
      expect((await ask({ method, target: '/bucket/raw' })).headers['content-encoding']).toBe(encoding);
    }
    const copied = { 'x-amz-copy-source': '/bucket/kept', 'x-amz-metadata-directive': 'REPLACE', ...headers };
    expect((await ask({ method: 'PUT', target: '/bucket/copy', headers: copied })).status).toBe(200);
    expect((await ask({ target: '/bucket/copy' })).headers['content-encoding']).toBe(encoding);
  },
);

const framed = (encoding: string): (readonly [string, string | undefined])[] =>
  [`aws-chunked,${encoding}`, `aws-chunked, ${encoding}`, `${encoding},aws-chunked`, `${encoding}, aws-chunked`].map(
    (sent) => [sent, encoding],
  );

test.each([['aws-chunked', undefined] as const, ...encodings.filter((encoding) => encoding !== '').flatMap(framed)])(
  'a body in chunks with the encoding %j keeps %j',
  async (sent, kept) => {
    const raw = put('5\r\nhello\r\n0\r\n\r\n', {
      hash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: { 'content-encoding': sent, 'x-amz-decoded-content-length': '5' },
    });
    expect((await ask(raw)).status).toBe(200);
    const got = await ask({ target: '/bucket/raw' });
    expect([got.text, got.headers['content-encoding']]).toEqual(['hello', kept]);
  },
);

test.each(['COLD', 'standard', 'EXPRESS_ONEZONE', 'OUTPOSTS', ''])(
  'no object gets the storage class %j',
  async (name) => {
    const headers = { 'x-amz-storage-class': name };
    const copied = { ...headers, 'x-amz-copy-source': '/bucket/kept' };
    for (const raw of [
      put('x', { target: '/bucket/classless', headers }),
      put('', { target: '/bucket/classless', headers: copied }),
      { method: 'POST', target: '/bucket/classless?uploads', headers },
    ]) {
      const answer = await ask(raw);
      expect([answer.status, element(answer, 'Code')]).toEqual([400, 'InvalidStorageClass']);
      expect(element(answer, 'StorageClassRequested')).toBe(name);
    }
    expect((await ask({ target: '/bucket/classless' })).status).toBe(404);
  },
);

test('a class that exists is kept and told, but for the standard one', async () => {
  const told = async (name: string): Promise<unknown> => {
    await ask(put('x', { headers: { 'x-amz-storage-class': name } }));
    return (await ask({ method: 'HEAD', target: '/bucket/raw' })).headers['x-amz-storage-class'];
  };
  expect([await told('GLACIER_IR'), await told('STANDARD_IA'), await told('STANDARD')]).toEqual([
    'GLACIER_IR',
    'STANDARD_IA',
    undefined,
  ]);
});

test.each([
  ['GET', '//key'],
  ['GET', '//'],
  ['GET', '//key?list-type=2'],
  ['HEAD', '//key'],
  ['PUT', '//key'],
  ['DELETE', '//key'],
  ['POST', '//?delete'],
  ['POST', '//key?uploads'],
])('%s %s names no bucket, and is not taken for a listing of them', async (method, target) => {
  const answer = await ask({ method, target });
  expect(answer.status).toBe(400);
  expect(element(answer, 'Code')).toBe(method === 'HEAD' ? undefined : 'InvalidBucketName');
});

test('a refused condition says which one, and who answered, as on S3', async () => {
  const conditions = [
    ['PUT', 'if-match', '"other"', 'If-Match'],
    ['PUT', 'if-none-match', '*', 'If-None-Match'],
    ['GET', 'if-match', '"other"', 'If-Match'],
    ['GET', 'if-unmodified-since', 'Thu, 01 Jan 2015 00:00:00 GMT', 'If-Unmodified-Since'],
    ['DELETE', 'if-match', '"other"', 'If-Match'],
  ] as const;
  for (const [method, name, value, condition] of conditions) {
    const answer = await ask({ method, target: '/bucket/kept', headers: { [name]: value } });
    expect([answer.status, element(answer, 'Code'), element(answer, 'Condition')]).toEqual([
      412,
      'PreconditionFailed',
      condition,
    ]);
    expect(answer.headers['x-amz-request-id']).toBe(element(answer, 'RequestId'));
    expect(answer.headers['x-amz-id-2']).toBe(element(answer, 'HostId'));
    expect(answer.headers['content-type']).toBe('application/xml');
  }
});

const longKey = `/bucket/${'k'.repeat(1025)}`;

test.each([
  ['GET', '/none/x', 'NoSuchBucket', 'BucketName', 'none'],
  ['GET', '/bucket/none', 'NoSuchKey', 'Key', 'none'],
  ['PUT', longKey, 'KeyTooLongError', 'MaxSizeAllowed', '1024'],
  ['DELETE', '/bucket', 'BucketNotEmpty', 'BucketName', 'bucket'],
  ['GET', '/bucket/kept?uploadId=none', 'NoSuchUpload', 'UploadId', 'none'],
])('%s %s is refused as %s with its %s', async (method, target, code, field, value) => {
  const answer = await ask({ method, target });
  expect([element(answer, 'Code'), element(answer, field)]).toEqual([code, value]);
});

/** Sends a whole request and only then reads, as many clients do; resolves when the answer or the connection has ended. */
function sendThenRead(bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(running.server.port, '127.0.0.1');
    let text = '';
    socket.pause();
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isWhole(text)) {
        socket.destroy();
      }
    });
    // A reset connection loses what was not read yet: that is what is looked for.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.write(bytes, () => socket.resume());
  });
}

const isWhole = (text: string): boolean => text.endsWith('</Error>') || text.endsWith('}');

test.each(['close', 'keep-alive'])(
  'of 20 refusals that come before a large body, with Connection: %s, all arrive',
  async (connection) => {
    const body = Buffer.alloc(3 << 20, 'x');
    const forged = { authorization: 'AWS4-HMAC-SHA256 nonsense' };
    const refusals: readonly (readonly [RawRequest, number, Readonly<Record<string, string>>])[] = [
      [put(body, { target: '/none/x' }), 404, {}],
      [put(body, { headers: { 'x-amz-storage-class': 'COLD' } }), 400, {}],
      [put(body), 400, forged],
      [glueRequest(body), 403, forged],
    ];
    const one = async ([raw, status, more]: (typeof refusals)[number]): Promise<string> => {
      const { headers } = sign(running, raw);
      const all = { ...headers, ...more, connection, 'content-length': String(body.length) };
      const text = await sendThenRead(Buffer.concat([Buffer.from(head(raw, all)), body]));
      return isWhole(text) && Number(text.slice(9, 12)) === status ? 'arrived' : `${status}: ${text.slice(0, 100)}`;
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => refusals.map(one)).flat());
    expect(answers).toEqual(Array.from({ length: 20 }, () => 'arrived'));
  },
);

const megabytes = 7 << 20;
const many = (text: string): string => text.repeat(megabytes / text.length);
const hostile: Readonly<Record<string, string>> = {
  'a million attributes': `<Delete ${many('a="" ')}><Object><Key>k</Key></Object></Delete>`,
  'attributes without an end': `<Delete ${many('a="" ')}`,
  'megabytes of &': `<Delete><Object><Key>${many('&')}</Key></Object></Delete>`,
  'megabytes of &amp;': `<Delete><Object><Key>${many('&amp;')}</Key></Object></Delete>`,
  'a reference without an end': `<Delete><Object><Key>&${many('a')}</Key></Object></Delete>`,
  'millions of elements': `<Delete>${many('<a/>')}</Delete>`,
  'elements in elements': many('<a>'),
  'comments without an end': `<Delete>${many('<!--')}`,
  'sections without an end': `<Delete>${many('<![CDATA[')}`,
  'a name without an end': `<${many('a')}`,
  'blanks without an end': `<Delete${many(' ')}`,
  'blanks in an end tag': `<Delete></Delete${many(' ')}`,
  'a document type': '<!DOCTYPE a [<!ENTITY b "c">]><Delete><Object><Key>&b;</Key></Object></Delete>',
};

test.each(Object.entries(hostile))('%s is malformed, and holds nobody up', async (_, body) => {
  let isOver = false;
  const answered = ask({
    method: 'POST',
    target: '/bucket?delete',
    body,
    headers: { 'content-md5': md5(body) },
  }).finally(() => {
    isOver = true;
  });
  let longest = 0;
  while (!isOver) {
    const began = performance.now();
    await ask({ method: 'HEAD', target: '/bucket/kept' });
    longest = Math.max(longest, performance.now() - began);
  }
  const answer = await answered;
  expect([answer.status, element(answer, 'Code')]).toEqual([400, 'MalformedXML']);
  expect(longest).toBeLessThan(2000);
});
