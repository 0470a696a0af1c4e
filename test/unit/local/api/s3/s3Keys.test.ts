import { createHash } from 'node:crypto';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createS3Service } from '../../../../../src/connection/aws/s3Client';
import { type RawAnswer, type RawRequest, send, sign } from '../rawClient';
import { type Running, startTestServer } from './s3Harness';

let running: Running;
let bucket: string;
let made = 0;

beforeAll(async () => {
  running = await startTestServer();
});

beforeEach(async () => {
  bucket = `odd-keys-${made++}`;
  await running.s3.send(new CreateBucketCommand({ Bucket: bucket }));
});

afterAll(() => running.stop());

const controls = ['\u0001', '\u0008', '\u000b', '\u001f', '\u007f', '\u0085', '\ufffe', '\uffff'];
/** Beside characters that XML can't hold, those that encoding for them might damage, and line ends. */
const odd = [...controls.map((control) => `c${control}/x`), 'a b', 'a+b', '50%', '%01', 'é&<', 'tab\t', 'cr\r\n'];

async function ask(raw: RawRequest): Promise<RawAnswer> {
  const answer = await send(running, raw, {
    ...sign(running, raw).headers,
    ...(raw.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(raw.body)) }),
  });
  expect(forbiddenInXml(answer.text)).toEqual([]);
  return answer;
}

/** What XML 1.0 has no way to write: bare or as a reference. */
function forbiddenInXml(text: string): string[] {
  const isAllowed = (code: number): boolean =>
    [0x9, 0xa, 0xd].includes(code) ||
    (code >= 0x20 && code <= 0xfffd && (code < 0xd800 || code > 0xdfff)) ||
    code > 0xffff;
  const references = [...text.matchAll(/&#(x?)([0-9a-f]+);/gi)].map(([, hex, digits = '']) =>
    Number.parseInt(digits, hex ? 16 : 10),
  );
  const bare = [...text].map((character) => character.codePointAt(0) ?? 0);
  return [...bare, ...references].filter((code) => !isAllowed(code)).map((code) => code.toString(16));
}

/** The texts of all elements of a name, as a client reads them that heeds the EncodingType. */
function texts({ text }: RawAnswer, name: string): string[] {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  const isEncoded = text.includes('<EncodingType>url</EncodingType>');
  return [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, content = '']) => {
    const plain = content.replace(/&(?:#x([0-9a-f]+)|(\w+));/g, (_, hex: string | undefined, entity: string) =>
      hex === undefined ? (entities[entity] ?? '') : String.fromCodePoint(Number.parseInt(hex, 16)),
    );
    return isEncoded ? decodeURIComponent(plain.replaceAll('+', ' ')) : plain;
  });
}

const checksum = (body: string): string => createHash('sha256').update(body).digest('base64');
const target = (key: string, query = ''): string => `/${bucket}/${encodeURIComponent(key)}${query}`;

async function putAll(): Promise<void> {
  for (const key of odd) {
    expect((await ask({ method: 'PUT', target: target(key), body: key })).status).toBe(200);
  }
}

test.each(['?list-type=2', '', '?encoding-type=url&list-type=2', '?encoding-type=url'])(
  'a listing with %o tells every key, in XML that every reader takes',
  async (query) => {
    await putAll();
    const answer = await ask({ target: `/${bucket}${query}` });
    expect(new Set(texts(answer, 'Key'))).toEqual(new Set(odd));
    const and = query === '' ? '?' : '&';
    const rolled = await ask({ target: `/${bucket}${query}${and}delimiter=%2F&prefix=c` });
    expect(new Set(texts(rolled, 'Prefix'))).toEqual(new Set(['c', ...controls.map((control) => `c${control}/`)]));
    const below = await ask({ target: `/${bucket}${query}${and}prefix=c%01` });
    expect(texts(below, 'Key')).toEqual(['c\u0001/x']);
    for (const key of odd) {
      expect((await send(running, { target: target(key) })).text).toBe(key);
    }
  },
);

test('a page without such keys is as it always was', async () => {
  await running.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a+b 50%', Body: 'x' }));
  const page = await running.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect([page.EncodingType, page.Contents?.[0]?.Key]).toEqual([undefined, 'a+b 50%']);
});

/** Such a character bare, as botocore sends it, or as a reference. */
const written = { bare: (key: string) => key, referenced: (key: string) => `&#${key.charCodeAt(1)};${key.slice(2)}` };

test.each(Object.entries(written))(
  'DeleteObjects with keys written %s deletes them and nothing else',
  async (_, write) => {
    await putAll();
    const doomed = odd.slice(0, controls.length);
    const objects = doomed.map((key) => `<Object><Key>c${write(key).replace(/^c/, '')}</Key></Object>`);
    const body = `<Delete>${objects.join('')}<Object><Key>50%</Key></Object></Delete>`;
    const answer = await ask({
      method: 'POST',
      target: `/${bucket}?delete`,
      body,
      headers: { 'x-amz-sdk-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': checksum(body) },
    });
    expect([answer.status, texts(answer, 'Code')]).toEqual([200, []]);
    expect(new Set(texts(answer, 'Key'))).toEqual(new Set([...doomed, '50%']));
    const left = texts(await ask({ target: `/${bucket}?list-type=2` }), 'Key');
    expect(new Set(left)).toEqual(new Set(odd.slice(controls.length).filter((key) => key !== '50%')));
  },
);

test('a reference to half a character is refused', async () => {
  const body = '<Delete><Object><Key>&#xd83d;</Key></Object></Delete>';
  const headers = { 'x-amz-checksum-sha256': checksum(body) };
  expect(texts(await ask({ method: 'POST', target: `/${bucket}?delete`, body, headers }), 'Code')).toEqual([
    'MalformedXML',
  ]);
});

test.each(controls)('an upload in parts, its listings and errors name %j', async (control) => {
  const key = `up${control}+50%`;
  const started = await ask({ method: 'POST', target: target(key, '?uploads') });
  expect(texts(started, 'Key')).toEqual([key]);
  const [id = ''] = texts(started, 'UploadId');
  const part = await ask({ method: 'PUT', target: target(key, `?partNumber=1&uploadId=${id}`), body: 'x' });
  for (const query of ['', '&encoding-type=url']) {
    expect(texts(await ask({ target: `/${bucket}?uploads${query}` }), 'Key')).toEqual([key]);
    expect(texts(await ask({ target: target(key, `?uploadId=${id}${query}`) }), 'Key')).toEqual([key]);
  }
  const list = `<Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part>`;
  const body = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
  const completed = await ask({ method: 'POST', target: target(key, `?uploadId=${id}`), body });
  expect([completed.status, texts(completed, 'Key')]).toEqual([200, [key]]);
  expect(texts(await ask({ target: target(`none${control}`) }), 'Code')).toEqual(['NoSuchKey']);
  expect(
    texts(await ask({ target: `/${bucket}?list-type=2&max-keys=${encodeURIComponent(control)}` }), 'Code'),
  ).toEqual(['InvalidArgument']);
});

test("the extension's own listing has them too", async () => {
  await putAll();
  const service = createS3Service({ ...running.clientConfig, region: 'us-east-1' }, (call) => call());
  const page = await service.list(bucket, '', { delimiter: '/' });
  expect(new Set(page.prefixes)).toEqual(new Set(controls.map((control) => `c${control}/`)));
  expect(new Set(page.objects.map(({ key }) => key))).toEqual(new Set(odd.slice(controls.length)));
});
