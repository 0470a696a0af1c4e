import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, glueRequest, hmacHex, put, type RawRequest, send, sha256, sign, swap } from './rawClient';
import { type Running, startTestServer } from './s3/s3Harness';

// Who may call: signatures, clocks and hosts, at the door of both services.

let running: Running;

beforeAll(async () => {
  running = await startTestServer({ glue: async () => ({}) });
  await running.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await running.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'content' }));
});

afterAll(() => running.stop());

const get: RawRequest = { target: '/bucket/key' };

test.each<[string, RawRequest, (headers: Record<string, string>) => Record<string, string>, string]>([
  ['S3, unsigned', get, ({ host = '' }) => ({ host }), '403 AccessDenied'],
  ['S3, another key', get, (all) => swap(all, /Credential=\w+/, 'Credential=OTHER'), '403 InvalidAccessKeyId'],
  ['S3, another signature', get, (all) => swap(all, /\w{4}$/, '0000'), '403 SignatureDoesNotMatch'],
  ['S3, for Glue', { ...get, service: 'glue' }, (all) => all, '400 AuthorizationHeaderMalformed'],
  ['S3, a late clock', { ...get, at: Date.now() - 16 * 60_000 }, (all) => all, '403 RequestTimeTooSkewed'],
  ['S3, an early clock', { ...get, at: Date.now() + 16 * 60_000 }, (all) => all, '403 RequestTimeTooSkewed'],
  ['S3, a header added', get, (all) => ({ ...all, 'x-amz-acl': 'private' }), '403 AccessDenied'],
  ['S3, another body', put('x', { hash: sha256('y') }), (all) => all, '400 XAmzContentSHA256Mismatch'],
  [
    'Glue, unsigned',
    glueRequest('{}'),
    ({ authorization: _, ...all }) => all,
    '403 MissingAuthenticationTokenException',
  ],
  [
    'Glue, another key',
    glueRequest('{}'),
    (all) => swap(all, /Credential=\w+/, 'Credential=OTHER'),
    '403 UnrecognizedClientException',
  ],
  ['Glue, another signature', glueRequest('{}'), (all) => swap(all, /\w{4}$/, '0000'), '403 InvalidSignatureException'],
  [
    'Glue, a late clock',
    { ...glueRequest('{}'), at: Date.now() - 16 * 60_000 },
    (all) => all,
    '403 InvalidSignatureException',
  ],
  ['Glue, for S3', { ...glueRequest('{}'), service: 's3' }, (all) => all, '403 IncompleteSignatureException'],
  ['Glue, another body', { ...glueRequest('{}'), hash: sha256('[]') }, (all) => all, '403 InvalidSignatureException'],
])('%s: refused', async (_name, raw, change, expected) => {
  const { headers } = sign(running, raw);
  const answer = await send(running, raw, change(headers));
  expect(codeOf(answer)).toBe(expected);
  const requestId = answer.headers['x-amz-request-id'] ?? answer.headers['x-amzn-requestid'];
  const lines = running.log.filter((line) => line.requestId === requestId);
  expect(lines).toContainEqual(expect.objectContaining({ status: answer.status, code: expected.split(' ')[1] }));
});

test.each([
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  'localhost:1',
  '127.0.0.2:PORT',
  'localhost.evil.example:PORT',
  '169.254.169.254:PORT',
])('the foreign host %s is refused, signed or not', async (host) => {
  const raw: RawRequest = { ...get, headers: { host: host.replace('PORT', String(running.server.port)) } };
  expect(codeOf(await send(running, raw))).toBe('403 AccessDenied');
});

test.each(['localhost:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])('the own host %s is served', async (host) => {
  const raw: RawRequest = { ...get, headers: { host: host.replace('PORT', String(running.server.port)) } };
  expect((await send(running, raw)).text).toBe('content');
});

test('a bucket can be named by the host', async () => {
  const raw: RawRequest = { target: '/key', headers: { host: `bucket.localhost:${running.server.port}` } };
  expect((await send(running, raw)).text).toBe('content');
});

test('no CORS header is ever sent, and a preflight gets nowhere', async () => {
  const origin = { origin: 'https://evil.example', 'access-control-request-method': 'PUT' };
  const { host = '' } = sign(running, get).headers;
  const answers = [
    await send(running, { ...get, headers: origin }),
    await send(running, { ...get, method: 'OPTIONS' }, { host, ...origin }),
    await send(running, { ...glueRequest('{}'), headers: { ...glueRequest('{}').headers, ...origin } }),
  ];
  expect(answers[1]?.status).toBe(403);
  for (const { headers } of answers) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

test('a presigned URL reads and writes without further headers', async () => {
  const query = (method: string, expires: number): string => {
    const { keyPair, server } = running;
    return presign(method, '/bucket/presigned', server.port, keyPair, expires);
  };
  const host = { host: `127.0.0.1:${running.server.port}` };
  const written = await send(
    running,
    { method: 'PUT', target: query('PUT', 60), body: 'by URL' },
    { ...host, 'content-length': '6' },
  );
  expect(written.status).toBe(200);
  expect((await send(running, { target: query('GET', 60) }, host)).text).toBe('by URL');
  expect(codeOf(await send(running, { method: 'DELETE', target: query('GET', 60) }, host))).toBe(
    '403 SignatureDoesNotMatch',
  );
  expect(codeOf(await send(running, { target: query('GET', 60).replace('Expires=60', 'Expires=61') }, host))).toBe(
    '403 SignatureDoesNotMatch',
  );
});

test.each([
  ['/bucket/presigned?AWSAccessKeyId=key&Signature=c2lnbmF0dXJl&Expires=4102444800', {}],
  ['/bucket/presigned?Expires=1&Signature=x&AWSAccessKeyId=key', {}],
  ['/bucket/presigned', { authorization: 'AWS key:c2lnbmF0dXJl' }],
])(
  'a request signed with Signature Version 2 is told so, not taken for an unsigned one: %s',
  async (target, headers) => {
    const answer = await send(running, { target }, { host: `127.0.0.1:${running.server.port}`, ...headers });
    expect(codeOf(answer)).toBe('400 InvalidRequest');
    expect(answer.text).toContain('AWS4-HMAC-SHA256');
    expect(answer.text).toContain('Signature Version 4');
  },
);

/** A presigned target, by way of the header form: the same canonical request but for where the parts stand. */
function presign(method: string, target: string, port: number, keyPair: Running['keyPair'], expires: number): string {
  const at = Date.now();
  const timestamp = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = `${timestamp.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encodeURIComponent(`${keyPair.accessKeyId}/${scope}`)}`,
    `X-Amz-Date=${timestamp}`,
    `X-Amz-Expires=${expires}`,
    'X-Amz-SignedHeaders=host',
  ].join('&');
  const { signing } = sign(running, { target: '/', at });
  const canonical = [method, target, query, `host:127.0.0.1:${port}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  return `${target}?${query}&X-Amz-Signature=${hmacHex(signing.key, toSign)}`;
}
