import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetMLTransformsCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { GetBucketLocationCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOptions } from '../../../src/local/cli';
import { type LocalGlue, localGlueProgram, projectNode, startLocalGlue } from '../../harness/localGlue';
import { run } from '../../harness/processes';
import { signedHeaders } from '../../harness/sign';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cli-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the command line', () => {
  test('reads tables with their primary keys in order', () => {
    const options = readOptions([
      ...['--root', 'r', '--add-table', 'Db.One=a=b.csv', '--primary-key', 'id', '--add-table', 'db.two.x=c.csv'],
      ...['--port', '4567', '--max-runs', '7', '--log-level', 'warn'],
    ]);
    expect(options).toMatchObject({
      root: 'r',
      port: 4567,
      host: '127.0.0.1',
      region: 'us-east-1',
      logLevel: 'warn',
      limits: { transforms: 100, runsPerTransform: 3, runs: 7, labelFileMegabytes: 10 },
      tables: [
        { database: 'db', table: 'one', file: 'a=b.csv', primaryKey: 'id' },
        { database: 'db', table: 'two.x', file: 'c.csv', primaryKey: undefined },
      ],
    });
  });

  test.each([
    [[], '--root DIR is missing'],
    [['--root', 'r', '--port', '70000'], '--port must be a whole number from 0 to 65535, not 70000'],
    [['--root', 'r', '--port', '-1'], '--port'],
    [['--root', 'r', '--max-runs', '0'], '--max-runs must be a whole number from 1'],
    [['--root', 'r', '--log-level', 'loud'], '--log-level must be one of debug, info, warn, error'],
    [['--root', 'r', '--region', 'nowhere'], '--region must be a region'],
    [['--root', 'r', '--add-table', 'x'], '--add-table must be DATABASE.TABLE=FILE, not x'],
    [['--root', 'r', '--primary-key', 'id'], '--primary-key must come after'],
    [['--root', 'r', '--what'], "Unknown option '--what'"],
    [['--root', 'r', 'more'], 'more'],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  test('errors are one line, with exit code 2 for usage and 1 for what can not be done', async () => {
    const usage = await glueLocal('--port', 'x');
    expect(usage).toMatchObject({ code: 2, output: expect.stringMatching(/^glue-local: [^\n]+\n$/) });
    const noFile = await glueLocal('--root', root, '--add-table', `db.t=${join(root, 'none.csv')}`);
    expect(noFile).toMatchObject({ code: 1, output: expect.stringMatching(/^glue-local: The file .*none\.csv .*\n$/) });
    const empty = join(root, 'empty.csv');
    await writeFile(empty, '');
    const noTable = await glueLocal('--root', root, '--add-table', `db.t=${empty}`);
    expect(noTable).toMatchObject({ code: 1, output: expect.stringContaining('empty.csv is empty') });
    expect((await glueLocal('--help')).output).toContain('--exit-when-unleased');
  });

  test('a port, folder or address that can not be used is one clear line', async () => {
    const local = await startLocalGlue({ root });
    try {
      const other = await glueLocal('--root', join(root, 'other'), '--port', new URL(local.endpoint).port);
      expect(other).toMatchObject({ code: 1, output: expect.stringMatching(/^glue-local: The port is taken .*\n$/) });
      const noFolder = await glueLocal('--root', join(root, 'credentials.json', 'sub'));
      expect(noFolder).toMatchObject({ code: 1, output: expect.stringContaining("The root folder can't be used") });
      const noHost = await glueLocal('--root', join(root, 'other'), '--host', '203.0.113.1');
      expect(noHost).toMatchObject({ code: 1, output: expect.stringContaining("The address can't be used") });
    } finally {
      await local.stop();
    }
  });
});

describe('a root folder', () => {
  test('has an endpoint.json that tells where, and goes at the end', async () => {
    const local = await startLocalGlue({ root });
    const file = join(root, 'endpoint.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      pid: local.pid,
      endpoint: local.endpoint,
      region: local.region,
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, 'credentials.json'))).mode & 0o777).toBe(0o600);
    await local.stop();
    expect(existsSync(file)).toBe(false);
  });

  test('keeps tables and transforms of --add-table, which adds them once', async () => {
    const file = join(root, 'in.csv');
    await mkdir(root, { recursive: true });
    await writeFile(file, 'key,name\n1,Ann\n2,Bob\n');
    const lines = join(root, 'in.jsonl');
    await writeFile(lines, '{"key":"01","age":3}\n{"key":"02","age":4}\n');
    const tables = [
      { database: 'Db', table: 'People_1', file, primaryKey: 'key' },
      { database: 'db', table: 'lines', file: lines },
    ];
    const first = await startLocalGlue({ root, tables });
    const { Transforms: before } = await first.glue.send(new GetMLTransformsCommand({}));
    expect(before).toMatchObject([
      { Name: 'people_1', Schema: [{ Name: 'key', DataType: 'bigint' }, { Name: 'name' }] },
    ]);
    const { Table } = await first.glue.send(new GetTableCommand({ DatabaseName: 'db', Name: 'lines' }));
    expect(Table?.StorageDescriptor?.Columns).toEqual([
      { Name: 'key', Type: 'string' },
      { Name: 'age', Type: 'bigint' },
    ]);
    await first.s3.send(new GetBucketLocationCommand({ Bucket: 'db-people-1' }));
    await first.stop();
    const second = await startLocalGlue({ root, tables });
    expect((await second.glue.send(new GetMLTransformsCommand({}))).Transforms).toEqual(before);
    await second.stop();
  });
});

describe('--exit-when-unleased', () => {
  test('ends the program after the last lease is given back, and not before', async () => {
    const local = await startLocalGlue({ root, args: ['--exit-when-unleased'] });
    const first = await lease(local);
    const second = await lease(local);
    first.destroy();
    await local.glue.send(new GetMLTransformsCommand({}));
    second.destroy();
    expect(await local.ended).toBe(0);
    expect(existsSync(join(root, 'endpoint.json'))).toBe(false);
    await local.stop();
  });
});

/** Takes a lease; it lasts until the request is destroyed. */
async function lease(local: LocalGlue) {
  const headers = signedHeaders({ method: 'GET', path: '/_glue-local/lease', service: 's3' }, local);
  const request = get(`${local.endpoint}/_glue-local/lease`, { headers, agent: false });
  request.on('error', () => undefined);
  const [response] = await once(request, 'response');
  expect(response.statusCode).toBe(200);
  await once(response, 'data');
  return request;
}

function glueLocal(...args: string[]) {
  return run(projectNode, [localGlueProgram, ...args]);
}
