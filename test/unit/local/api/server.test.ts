import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EntityNotFoundException, GetMLTransformCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GlueError } from '../../../../src/local/api/glue/error';
import { startServer } from '../../../../src/local/api/server';
import { loadKeyPair } from '../../../../src/local/root/keyPair';
import { codeOf, exchange, frameSigned, glueRequest, head, put, type RawRequest, send, sign, swap } from './rawClient';
import { type Running, startTestServer } from './s3/s3Harness';

let running: Running;
let glue: GlueClient;

beforeAll(async () => {
  running = await startTestServer({
    glue: async (operation, input, { requestId }) => {
      if (operation === 'GetMLTransform') {
        throw new GlueError('EntityNotFoundException', 400, 'Cannot find MLTransform');
      }
      if (operation === 'Fail') {
        throw new Error('secret detail');
      }
      return { operation, input, requestId };
    },
    limits: { glueBody: 10_000 },
  });
  const { endpoint } = running.server;
  glue = new GlueClient({ endpoint, region: 'us-east-1', credentials: { ...running.keyPair }, maxAttempts: 1 });
  await running.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await running.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'content' }));
});

afterAll(async () => {
  glue.destroy();
  await running.stop();
});

const get: RawRequest = { target: '/bucket/key' };

test('Glue requests reach their handler and its answer comes back, with a request id', async () => {
  const answer = await send(running, glueRequest('{"Name":"\u00fc"}', 'ListMLTransforms'));
  expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1');
  const requestId = answer.headers['x-amzn-requestid'];
  expect(JSON.parse(answer.text)).toEqual({ operation: 'ListMLTransforms', input: { Name: 'ü' }, requestId });
  expect(running.log.find((line) => line.requestId === requestId)).toMatchObject({ operation: 'ListMLTransforms' });
});

test("a handler's error is the SDK's typed exception", async () => {
  const call = glue.send(new GetMLTransformCommand({ TransformId: 'tfm-1' }));
  await expect(call).rejects.toBeInstanceOf(EntityNotFoundException);
  await expect(call).rejects.toMatchObject({ message: 'Cannot find MLTransform', $metadata: { httpStatusCode: 400 } });
});

test('an unexpected failure keeps its detail for the log', async () => {
  const answer = await send(running, glueRequest('{}', 'Fail'));
  expect(codeOf(answer)).toBe('500 InternalServiceException');
  expect(answer.text).not.toContain('secret detail');
  const lines = running.log.filter(({ requestId }) => requestId === answer.headers['x-amzn-requestid']);
  const error = lines.find(({ level }) => level === 'error');
  expect(error).toMatchObject({ error: 'Error', at: expect.stringContaining('server.test.ts') });
  // What an error says may be what a record says: it is for who asked for all.
  expect(JSON.stringify(lines.filter(({ level }) => level !== 'debug'))).not.toContain('secret detail');
  expect(JSON.stringify(lines)).toContain('secret detail');
});

test.each([
  ['no JSON', '{"a":', '400 SerializationException'],
  ['no UTF-8', Buffer.from([123, 34, 255, 34, 58, 49, 125]), '400 SerializationException'],
  ['more than the limit', `"${'x'.repeat(10_000)}"`, '413 RequestEntityTooLargeException'],
])('a Glue body that is %s is refused', async (_name, body, expected) => {
  expect(codeOf(await send(running, glueRequest(body)))).toBe(expected);
});

test('a body longer than the limit is refused though it does not say so', async () => {
  const raw = glueRequest('x'.repeat(50_000));
  const { headers } = sign(running, raw);
  expect(codeOf(await send(running, raw, { ...headers, 'transfer-encoding': 'chunked' }))).toBe(
    '413 RequestEntityTooLargeException',
  );
});

test('another target than Glue is an unknown operation', async () => {
  const raw = glueRequest('{}');
  const headers = { ...raw.headers, 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  expect(codeOf(await send(running, { ...raw, headers }))).toBe('400 UnknownOperationException');
});

test('a streamed, signed payload is stored without its framing; changed on the way it leaves nothing', async () => {
  const pieces = [Buffer.alloc(70_000, 'a'), Buffer.from('end')];
  const raw: RawRequest = {
    method: 'PUT',
    target: '/bucket/chunked',
    hash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    headers: { 'x-amz-decoded-content-length': '70003', 'content-encoding': 'aws-chunked' },
  };
  const { headers, signing } = sign(running, raw);
  const body = frameSigned(signing, pieces);
  expect((await send(running, { ...raw, body }, headers)).status).toBe(200);
  const got = await running.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'chunked' }));
  expect(await got.Body?.transformToString()).toBe(`${'a'.repeat(70_000)}end`);
  expect(got.ContentEncoding).toBeUndefined();

  const target = '/bucket/changed';
  const signed = sign(running, { ...raw, target });
  const reframed = frameSigned(signed.signing, pieces);
  reframed[35_000] = 98;
  expect(codeOf(await send(running, { ...raw, target, body: reframed }, signed.headers))).toBe(
    '403 SignatureDoesNotMatch',
  );
  const short = sign(running, { ...raw, target, headers: { ...raw.headers, 'x-amz-decoded-content-length': '70004' } });
  expect(codeOf(await send(running, { ...raw, target, body: frameSigned(short.signing, pieces) }, short.headers))).toBe(
    '400 IncompleteBody',
  );
  expect(codeOf(await send(running, { target }))).toBe('404 NoSuchKey');
});

test('a client that waits for 100 Continue is told to go on, or refused before it sends', async () => {
  const raw = put('0123456789', { headers: { expect: '100-continue' } });
  const sending = (headers: Record<string, string>): Promise<[boolean, number, string]> =>
    new Promise((resolve, reject) => {
      const agent = new Agent({ keepAlive: true });
      const sent = request({ agent, port: running.server.port, method: 'PUT', path: raw.target, headers });
      let continued = false;
      sent.on('continue', () => {
        continued = true;
        sent.end(raw.body);
      });
      sent.on('response', (response) => {
        response.resume();
        sent.destroy();
        agent.destroy();
        resolve([continued, response.statusCode ?? 0, response.headers.connection ?? '']);
      });
      sent.on('error', reject);
      sent.flushHeaders();
    });
  const { headers } = sign(running, raw);
  expect(await sending({ ...headers, 'content-length': '10' })).toEqual([true, 200, 'keep-alive']);
  const refused = { ...swap(headers, /\w{4}$/, '0000'), 'content-length': '10' };
  expect(await sending(refused)).toEqual([false, 403, 'close']);
});

/** For what the server does on its own time, however loaded the machine is. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000, interval: 20 });
const staged = ({ root }: Running): Promise<string[]> => readdir(path.join(root, 's3', 'staging'));

test('an upload cut short leaves nothing, and the server serves on', async () => {
  const raw = put('0123456789', { target: '/bucket/cut' });
  const { headers } = sign(running, raw);
  const bytes = `${head(raw, { ...headers, 'content-length': '1000' })}01234`;
  const socket = connect(running.server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  // The server is in the middle of the body when its file is there.
  await eventually(() => staged(running)).toHaveLength(1);
  socket.destroy();
  await eventually(() => staged(running)).toHaveLength(0);
  expect(codeOf(await send(running, { target: '/bucket/cut' }))).toBe('404 NoSuchKey');
});

test('what is no HTTP, or too much of it, is answered and closed', async () => {
  const { port } = running.server;
  expect(await exchange(port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*<Code>InvalidRequest/);
  const huge = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nx-amz-meta-a: ${'x'.repeat(100_000)}\r\n\r\n`;
  expect(await exchange(port, huge)).toMatch(/^HTTP\/1\.1 400 [\s\S]*<Code>RequestHeaderSectionTooLarge/);
  expect((await send(running, get)).text).toBe('content');
});

test('a client that stops in the middle is let go after a while', async () => {
  const slow = await startTestServer({ limits: { idle: 100, headers: 100 } });
  // Not over HTTP: a loaded machine may take longer than this server waits.
  await slow.objects.createBucket('bucket');
  const raw = put('0123456789');
  const { headers } = sign(slow, raw);
  const started = `${head(raw, { ...headers, 'content-length': '10' })}01`;
  await exchange(slow.server.port, started);
  await eventually(() => staged(slow)).toEqual([]);
  await exchange(slow.server.port, 'GET / HTTP/1.1\r\nHost:');
  await slow.stop();
});

test('a client that does not take its answer is let go after a while', async () => {
  const slow = await startTestServer({ limits: { idle: 100 } });
  await slow.objects.createBucket('bucket');
  await slow.objects.put('bucket', 'key', Buffer.alloc(50_000_000));
  const socket = connect(slow.server.port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.pause();
  socket.on('error', () => undefined);
  socket.write(head(get, sign(slow, get).headers));
  await eventually(() => slow.log.some(({ operation }) => operation === 'GetObject')).toBe(true);
  socket.resume();
  await closed;
  expect(socket.bytesRead).toBeLessThan(50_000_000);
  await slow.stop();
});

test('work that takes longer than a client may be idle is waited for', async () => {
  const busy = await startTestServer({ limits: { idle: 50 }, glue: () => delay(400, { done: true }) });
  expect((await send(busy, glueRequest('{}'))).text).toBe('{"done":true}');
  await busy.stop();
});

test.each([
  ['/%ff', '400 InvalidURI'],
  ['/bucket/key?versionId=1', '501 NotImplemented'],
  ['/bucket/key?unknown', '501 NotImplemented'],
  ['/bucket?acl', '501 NotImplemented'],
  ['/bucket?list-type=3', '400 InvalidArgument'],
  ['/bucket?max-keys=-1', '400 InvalidArgument'],
  ['/bucket?max-keys=abc', '400 InvalidArgument'],
  ['/bucket?encoding-type=utf', '400 InvalidArgument'],
  ['/bucket?continuation-token=abc&list-type=2', '400 InvalidArgument'],
])('GET %s is refused', async (target, expected) => {
  expect(codeOf(await send(running, { target }))).toBe(expected);
});

test('an upload of unknown length is refused', async () => {
  const raw = put('abc');
  const { headers } = sign(running, raw);
  expect(codeOf(await send(running, raw, { ...headers, 'transfer-encoding': 'chunked' }))).toBe(
    '411 MissingContentLength',
  );
});

test('an error names its resource and carries the request id of the answer', async () => {
  const answer = await send(running, { target: '/bucket/a%26b' });
  expect(answer.headers['content-type']).toBe('application/xml');
  expect(answer.text).toContain('<Resource>/bucket/a%26b</Resource>');
  expect(answer.text).toContain(`<RequestId>${answer.headers['x-amz-request-id']}</RequestId>`);
});

test('the key pair is made once and is its owner’s alone', async () => {
  const file = path.join(running.root, 'credentials.json');
  expect(await loadKeyPair(running.root)).toEqual(running.keyPair);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(running.keyPair);
  if (process.platform !== 'win32') {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
  const other = path.join(running.root, 'other');
  const made = await loadKeyPair(other);
  expect(made.secretAccessKey).not.toBe(running.keyPair.secretAccessKey);
  await writeFile(path.join(other, 'credentials.json'), '{}');
  // A damaged one is of no use to anyone; it is kept nevertheless.
  const remade = await loadKeyPair(other);
  expect(remade).not.toEqual(made);
  expect(await loadKeyPair(other)).toEqual(remade);
  expect(await readdir(path.join(other, 'set-aside'))).toHaveLength(1);
});

test('a lease is held by an open response, whoever ends it', async () => {
  const counts: number[] = [];
  const leased = await startTestServer({ onLease: (count) => counts.push(count) });
  const raw: RawRequest = { target: '/_glue-local/lease' };
  expect((await send(leased, raw, { host: `127.0.0.1:${leased.server.port}` })).status).toBe(403);
  const open = async () => {
    const { headers } = sign(leased, raw);
    const sent = request({ port: leased.server.port, path: raw.target, headers, agent: false }).end();
    sent.on('error', () => undefined);
    const [response] = await once(sent, 'response');
    await once(response, 'data');
    return { sent, response };
  };
  const first = await open();
  const second = await open();
  expect(counts).toEqual([1, 2]);
  first.sent.destroy();
  await eventually(() => counts).toEqual([1, 2, 1]);
  const ended = once(second.response, 'end');
  second.response.resume();
  await leased.stop();
  await ended;
  expect(counts).toEqual([1, 2, 1, 0]);
});

test('whether someone is in can be asked without a key', async () => {
  const { host = '' } = sign(running, get).headers;
  const answer = await send(running, { target: '/_glue-local/health' }, { host });
  expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
});

test('a taken port is an error of the start; binding beyond loopback warns', async () => {
  const options = { keyPair: running.keyPair, region: 'us-east-1', objects: running.objects, glue: async () => ({}) };
  const lines: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (line: string) => lines.push(line),
    error: () => undefined,
  };
  const taken = startServer({ ...options, log, host: '127.0.0.1', port: running.server.port });
  await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const wide = await startServer({ ...options, log, host: '0.0.0.0', port: 0 });
  expect(lines).toHaveLength(1);
  await wide.close(0);
});

test('nothing secret is in the log', () => {
  const text = JSON.stringify(running.log);
  expect(text).not.toContain(running.keyPair.secretAccessKey);
  expect(text).not.toMatch(/Signature=|X-Amz-|AWS4-HMAC/);
});
