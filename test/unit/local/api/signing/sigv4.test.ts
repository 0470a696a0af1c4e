import { expect, test } from 'vitest';
import { AwsChunkedDecoder } from '../../../../../src/local/api/s3/awsChunked';
import { sha256Hex } from '../../../../../src/local/api/signing/canonical';
import { SignatureError, type Verified, verifySignature } from '../../../../../src/local/api/signing/verify';

// The published examples of "Authenticating Requests (AWS Signature Version 4)" in the Amazon S3 API reference.
const keyPair = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const now = Date.parse('2013-05-24T00:00:00Z');
const scope = '20130524/us-east-1/s3/aws4_request';
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Example {
  readonly method: string;
  readonly target: string;
  readonly host?: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly signedHeaders: string;
  readonly signature: string;
  readonly hash: string;
}

function verify(example: Example, at = now): Verified {
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyPair.accessKeyId}/${scope},SignedHeaders=${example.signedHeaders},Signature=${example.signature}`;
  const rawHeaders = [
    ['Host', example.host ?? 'examplebucket.s3.amazonaws.com'],
    ['x-amz-content-sha256', example.hash],
    ['x-amz-date', '20130524T000000Z'],
    ['Authorization', authorization],
    ...example.headers,
  ].flat();
  return verifySignature({ ...example, rawHeaders }, { keyPair, service: 's3', now: at });
}

const getWithRange: Example = {
  method: 'GET',
  target: '/test.txt',
  headers: [['Range', 'bytes=0-9']],
  signedHeaders: 'host;range;x-amz-content-sha256;x-amz-date',
  signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  hash: empty,
};

const examples: Record<string, Example> = {
  'GET Object': getWithRange,
  'PUT Object': {
    method: 'PUT',
    target: '/test$file.text',
    headers: [
      ['Date', 'Fri, 24 May 2013 00:00:00 GMT'],
      ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
    ],
    signedHeaders: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    hash: sha256Hex('Welcome to Amazon S3.'),
  },
  'GET Bucket Lifecycle': {
    method: 'GET',
    target: '/?lifecycle',
    headers: [],
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    hash: empty,
  },
  'Get Bucket (List Objects)': {
    method: 'GET',
    target: '/?prefix=J&max-keys=2',
    headers: [],
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    hash: empty,
  },
};

test.each(Object.entries(examples))('the published example %s verifies', (_name, example) => {
  expect(verify(example).payloadHash).toBe(example.hash);
});

const presigned =
  '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
  '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
  '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

function verifyPresigned(
  target: string,
  at: number,
  rawHeaders = ['Host', 'examplebucket.s3.amazonaws.com'],
): Verified {
  return verifySignature({ method: 'GET', target, rawHeaders }, { keyPair, service: 's3', now: at });
}

test('the published presigned URL verifies until it expires', () => {
  expect(verifyPresigned(presigned, now + 86_400_000).payloadHash).toBe('UNSIGNED-PAYLOAD');
  expect(fault(() => verifyPresigned(presigned, now + 86_401_000))).toBe('expired');
  expect(fault(() => verifyPresigned(presigned, now - 16 * 60_000))).toBe('skewed');
  expect(fault(() => verifyPresigned(presigned.replace('86400', '604801'), now))).toBe('malformedQuery');
  expect(fault(() => verifyPresigned(`${presigned}&x-id=GetObject`, now))).toBe('mismatch');
  const withHeader = ['Host', 'examplebucket.s3.amazonaws.com', 'x-amz-acl', 'public-read'];
  expect(fault(() => verifyPresigned(presigned, now, withHeader))).toBe('unsignedHeaders');
});

function fault(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof SignatureError ? error.fault : String(error);
  }
}

const refusals: readonly (readonly [string, Partial<Example>, number, string])[] = [
  ['another method', { method: 'DELETE' }, now, 'mismatch'],
  ['another path', { target: '/test2.txt' }, now, 'mismatch'],
  ['a query added', { target: '/test.txt?acl' }, now, 'mismatch'],
  ['another host', { host: 'other.s3.amazonaws.com' }, now, 'mismatch'],
  ['another value of a signed header', { headers: [['Range', 'bytes=0-10']] }, now, 'mismatch'],
  ['another body', { hash: sha256Hex('x') }, now, 'mismatch'],
  ['a clock 15 minutes and a second behind', {}, now + 901_000, 'skewed'],
  ['a clock 15 minutes and a second ahead', {}, now - 901_000, 'skewed'],
  [
    'an x-amz header not signed',
    { headers: [...getWithRange.headers, ['x-amz-acl', 'private']] },
    now,
    'unsignedHeaders',
  ],
  ['a signature cut short', { signature: getWithRange.signature.slice(2) }, now, 'malformedHeader'],
  ['no signed headers', { signedHeaders: '' }, now, 'malformedHeader'],
];

test.each(refusals)('%s is refused', (_name, change, at, expected) => {
  expect(fault(() => verify({ ...getWithRange, ...change }, at))).toBe(expected);
});

test('a clock 15 minutes off is accepted', () => {
  expect(fault(() => verify(getWithRange, now + 900_000))).toBeUndefined();
  expect(fault(() => verify(getWithRange, now - 900_000))).toBeUndefined();
});

test('requests unsigned, of another key, service, mechanism or date are told apart', () => {
  const refuse = (authorization: string | undefined): string | undefined => {
    const rawHeaders = ['Host', 'h', 'x-amz-date', '20130524T000000Z', 'x-amz-content-sha256', empty];
    if (authorization !== undefined) {
      rawHeaders.push('Authorization', authorization);
    }
    return fault(() => verifySignature({ method: 'GET', target: '/', rawHeaders }, { keyPair, service: 's3', now }));
  };
  const header = (credential: string): string =>
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
  expect(refuse(undefined)).toBe('missing');
  expect(refuse('AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=')).toBe('unsupported');
  expect(refuse(header(`AKIAOTHER/${scope}`))).toBe('unknownKey');
  expect(refuse(header(`${keyPair.accessKeyId}/20130524/us-east-1/glue/aws4_request`))).toBe('malformedHeader');
  expect(refuse(header(`${keyPair.accessKeyId}/20130523/us-east-1/s3/aws4_request`))).toBe('malformedHeader');
  expect(refuse(header(`${keyPair.accessKeyId}/us-east-1`))).toBe('malformedHeader');
  expect(refuse(header(`${keyPair.accessKeyId}/${scope}`))).toBe('mismatch');
});

function streamed(hash: string, signature: string, extra: Example['headers'], signedHeaders: string): Verified {
  return verify({
    method: 'PUT',
    target: '/examplebucket/chunkObject.txt',
    host: 's3.amazonaws.com',
    headers: [
      ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
      ['Content-Encoding', 'aws-chunked'],
      ['x-amz-decoded-content-length', '66560'],
      ...extra,
    ],
    signedHeaders,
    signature,
    hash,
  });
}

function framed(signatures: readonly [string, string, string], trailer = '\r\n'): Buffer {
  return Buffer.concat([
    Buffer.from(`10000;chunk-signature=${signatures[0]}\r\n`),
    Buffer.alloc(65536, 'a'),
    Buffer.from(`\r\n400;chunk-signature=${signatures[1]}\r\n`),
    Buffer.alloc(1024, 'a'),
    Buffer.from(`\r\n0;chunk-signature=${signatures[2]}\r\n${trailer}`),
  ]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

async function decode(
  bytes: Buffer,
  verified: Verified,
  hasTrailer: boolean,
  size = 1000,
): Promise<[Buffer, Map<string, string>]> {
  const decoder = new AwsChunkedDecoder(inPieces(bytes, size), { signer: verified.chunks, hasTrailer });
  const parts: Uint8Array[] = [];
  for await (const part of decoder.decode()) {
    parts.push(part);
  }
  return [Buffer.concat(parts), decoder.trailers];
}

const seed = (): Verified =>
  streamed(
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    [['Content-Length', '66824']],
    'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
  );
const chunks = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
] as const;

test.each([1, 7, 1000, 100_000])('the published streamed payload decodes in pieces of %i bytes', async (size) => {
  const [content] = await decode(framed(chunks), seed(), false, size);
  expect(content.equals(Buffer.alloc(66560, 'a'))).toBe(true);
});

test('a streamed payload that is not what was signed is refused', async () => {
  const flipped = framed(chunks);
  flipped[50_000] = 98;
  await expect(decode(flipped, seed(), false)).rejects.toMatchObject({ fault: 'mismatch' });
  const swapped = framed([chunks[1], chunks[0], chunks[2]]);
  await expect(decode(swapped, seed(), false)).rejects.toMatchObject({ fault: 'mismatch' });
  await expect(decode(framed(chunks).subarray(0, 66_000), seed(), false)).rejects.toMatchObject({
    fault: 'incomplete',
  });
  // Cut after a whole chunk: only the last, empty chunk proves the end.
  await expect(decode(framed(chunks).subarray(0, 65_622 + 2), seed(), false)).rejects.toMatchObject({
    fault: 'incomplete',
  });
  const unsigned = Buffer.from(
    framed(chunks)
      .toString('latin1')
      .replaceAll(/;chunk-signature=\w+/g, ''),
    'latin1',
  );
  await expect(decode(unsigned, seed(), false)).rejects.toMatchObject({ fault: 'mismatch' });
  await expect(decode(Buffer.from('hello'), seed(), false)).rejects.toMatchObject({ fault: 'malformed' });
  await expect(decode(Buffer.alloc(10_000, '0'), seed(), false)).rejects.toMatchObject({ fault: 'malformed' });
  await expect(decode(framed(chunks, 'x-amz-checksum-crc32c:AAAAAA==\r\n\r\n'), seed(), false)).rejects.toMatchObject({
    fault: 'trailer',
  });
});

const trailerSeed = (): Verified =>
  streamed(
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    [['x-amz-trailer', 'x-amz-checksum-crc32c']],
    'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
  );
const trailerChunks = [
  'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
  '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
  '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
] as const;
const trailerSignature = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435';

test('the published streamed payload with a trailing checksum decodes', async () => {
  const trailer = `x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:${trailerSignature}\r\n\r\n`;
  const [content, trailers] = await decode(framed(trailerChunks, trailer), trailerSeed(), true);
  expect(content.length).toBe(66560);
  expect([...trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']]);
});

test('a trailing checksum that was changed or is unsigned is refused', async () => {
  const changed = `x-amz-checksum-crc32c:AAAAAA==\r\nx-amz-trailer-signature:${trailerSignature}\r\n\r\n`;
  await expect(decode(framed(trailerChunks, changed), trailerSeed(), true)).rejects.toMatchObject({
    fault: 'mismatch',
  });
  const unsigned = 'x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n';
  await expect(decode(framed(trailerChunks, unsigned), trailerSeed(), true)).rejects.toMatchObject({
    fault: 'mismatch',
  });
});
