import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultProxy, faults } from '../../../../harness/faultProxy';
import { boto3, isThere } from '../../../../harness/independentClients';
import { cleanEnvironment, run } from '../../../../harness/processes';
import { type Running, startTestServer } from './s3Harness';

const [python] = boto3.probe;
const script = path.join(import.meta.dirname, 'boto3Cases.py');

describe.runIf(isThere(boto3))('boto3', () => {
  let running: Running;

  beforeEach(async () => {
    running = await startTestServer();
  });

  afterEach(() => running.stop());

  async function boto3Case(name: string, endpoint: string, ...args: readonly string[]): Promise<unknown> {
    const { code, stdout, output } = await run(python, [script, name, endpoint, ...args], {
      env: cleanEnvironment({
        AWS_ACCESS_KEY_ID: running.keyPair.accessKeyId,
        AWS_SECRET_ACCESS_KEY: running.keyPair.secretAccessKey,
        AWS_CONFIG_FILE: path.join(running.root, 'no-config'),
        AWS_SHARED_CREDENTIALS_FILE: path.join(running.root, 'no-credentials'),
        PYTHONUTF8: '1',
      }),
    });
    expect([code, output]).toEqual([0, expect.anything()]);
    return JSON.parse(stdout);
  }

  const ask = (name: string, ...args: readonly string[]): Promise<unknown> =>
    boto3Case(name, running.server.endpoint, ...args);

  test('completes an upload whose answer is lost on its way, and once more', async () => {
    const { UploadId, parts } = (await ask('upload', 'retried')) as {
      UploadId: string;
      parts: { encryption: string }[];
    };
    expect(parts.map(({ encryption }) => encryption)).toEqual(['AES256', 'AES256']);
    const proxy = await FaultProxy.listen(running.server.endpoint, running.keyPair);
    proxy.inject(faults.cutAnswer, { method: 'POST', path: 'retried', times: 2 });
    const found = await boto3Case('complete', proxy.endpoint, 'retried', UploadId, JSON.stringify(parts));
    await proxy.close();
    const { answers, size } = found as { answers: { answer: { Location: string }; retries: number }[]; size: number };
    expect(answers.map(({ retries }) => retries)).toEqual([2, 0]);
    expect(answers[1]?.answer).toEqual(answers[0]?.answer);
    expect(answers[0]?.answer).toMatchObject({ Key: 'retried', ServerSideEncryption: 'AES256' });
    expect(size).toBe((5 << 20) + 7);
  });

  test('gets encodings back byte for byte', async () => {
    const values = ['gzip', 'gzip, br', 'gzip,br', 'GZip', 'utf-8', 'aws-chunked', 'aws-chunked,gzip'];
    const kept = values.map((value) => [value, [value, value, value]]);
    expect(await ask('encodings', ...values)).toEqual(Object.fromEntries(kept));
  });

  test('lists keys of all kinds in pages, encoded or not', async () => {
    const keys = [
      'a',
      'a/1',
      'a/2',
      'b&<>"\'',
      'b+c d',
      'c\u0001',
      'd//e',
      'd/x/y',
      'f%2F',
      'é',
      '\uffee',
      '\ufffe',
      '😀',
    ];
    const rolled = ['a', 'a/', 'b&<>"\'', 'b+c d', 'c\u0001', 'd/', 'f%2F', 'é', '\uffee', '\ufffe', '😀'];
    const found = (await ask('listings', ...keys)) as Record<string, string[]>;
    const sorted = Object.entries(found).map(([name, names]) => [name, [...names].sort()]);
    const expected = ['list_objects', 'list_objects_v2'].flatMap((name) => [
      [`${name} `, [...keys].sort()],
      [`${name} /`, [...rolled].sort()],
      [`${name} url`, [...keys].sort()],
    ]);
    expect(Object.fromEntries(sorted)).toEqual(Object.fromEntries([...expected, ['not asked for', [...keys].sort()]]));
  });

  test('puts, reads, copies and deletes keys of all kinds', async () => {
    const keys = [
      'a b',
      'a+b',
      'a%2Fb',
      'a//b',
      '/a',
      'a/',
      'é東京',
      '\u0001',
      'x\u001f',
      'x\u007f',
      '\ufffe',
      'q?x=1&y#z',
    ];
    const found = (await ask('keys', ...keys)) as { left: string[] };
    expect(found).toMatchObject({ wrong: [], errors: [], deleted: keys.length });
    expect(found.left.sort()).toEqual(keys.map((key) => `${key}.copy`).sort());
  });

  test('reads what a refusal says', async () => {
    expect(await ask('refusals')).toEqual({
      condition: [412, 'PreconditionFailed', 'If-Match', 'local'],
      class: [400, 'InvalidStorageClass', null, 'local'],
    });
  });

  test('has its presigned URLs served, or is told which version to sign with', async () => {
    expect(await ask('presigned')).toEqual({
      s3: [400, expect.stringContaining('AWS4-HMAC-SHA256')],
      s3v4: [200, 'by URL'],
    });
  });
});
