import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange, glueRequest, head, sign, swap } from './rawClient';
import { type Running, startTestServer } from './s3/s3Harness';

// What callers without the key cost: nothing is kept for them.

let running: Running;

beforeAll(async () => {
  running = await startTestServer({ limits: { glueBody: 4 << 20, headers: 200 } });
});

afterAll(() => running.stop());

test.each<[string, (headers: Record<string, string>) => Record<string, string>, number, string]>([
  ['without a signature', ({ authorization: _, ...rest }) => rest, 0, 'MissingAuthenticationTokenException'],
  [
    'with an unknown key',
    (headers) => swap(headers, /Credential=\w+/, 'Credential=AKIANOBODY'),
    0,
    'UnrecognizedClientException',
  ],
  ['for another service', (headers) => swap(headers, /\/glue\//, '/s3/'), 0, 'IncompleteSignatureException'],
  ['of an hour ago', (headers) => headers, -3_600_000, 'InvalidSignatureException'],
  [
    'with a header that is not signed',
    (headers) => ({ ...headers, 'x-amz-more': '1' }),
    0,
    'InvalidSignatureException',
  ],
])('a Glue request %s is refused before its body is there', async (_, change, shift, code) => {
  const raw = { ...glueRequest('{}'), at: Date.now() + shift };
  const headers = { ...change(sign(running, raw).headers), 'content-length': String(4 << 20), connection: 'close' };
  expect(await exchange(running.server.port, head(raw, headers))).toMatch(new RegExp(`^HTTP/1.1 403 [\\s\\S]*${code}`));
});

test.each([
  ['nothing', ''],
  ['half a header', 'POST / HTTP/1.1\r\nHost: 127'],
  ['no HTTP', 'hello there\r\n\r\n'],
])('a connection that sends %s and keeps its half open is closed', async (_, text) => {
  const socket = connect({ port: running.server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(text);
  socket.resume();
  await once(socket, 'end');
  // Only a connection that is closed both ways refuses what still comes.
  const more = setInterval(() => socket.write('more'), 50);
  const [error] = await once(socket, 'error');
  clearInterval(more);
  expect(error).toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) });
});
