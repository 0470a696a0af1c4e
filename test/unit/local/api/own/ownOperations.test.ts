import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateDatabaseCommand, CreateTableCommand, GetDatabasesCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand, ListBucketsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signFor } from '../../../../../src/connection/aws/lease';
import { toAwsError } from '../../../../../src/connection/awsConnection';
import { askLocalGlue } from '../../../../../src/connection/localGlue/localGlueService';
import type { AskLocalGlue } from '../../../../../src/connection/services';
import { checkPrimaryKey, describeFile, readTable } from '../../../../../src/transforms/commands/localGlue';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';

let local: LocalGlue;
let own: AskLocalGlue;

beforeAll(async () => {
  local = await startLocalGlue();
  own = askLocalGlue({ ...local, ...local.credentials }, { signFor, toAwsError });
  await local.s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  await local.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
});

afterAll(async () => {
  await local?.stop();
});

async function put(key: string, content: string): Promise<void> {
  await local.s3.send(new PutObjectCommand({ Bucket: 'data', Key: key, Body: content }));
}

test('a file is described as its table is then read', async () => {
  await put('t/people.csv', 'sep=;\nid;full\nname\n1;C:\\d\n2;"a; ""b"""\n2;\n'.replace('full\nname', '"full\nname"'));
  const { format, columns, rows, sample, table } = await describeFile(
    own,
    { bucket: 'data', key: 't/people.csv' },
    'people.csv',
  );
  expect([format, rows]).toEqual(['CSV, separated by ;, quotes "', 3]);
  expect(columns).toEqual([
    { name: 'id', type: 'bigint' },
    { name: 'full name', type: 'string' },
  ]);
  expect(sample).toEqual([
    ['1', 'C:\\d'],
    ['2', 'a; "b"'],
    ['2', ''],
  ]);
  expect(table.Parameters).toEqual({ classification: 'csv', 'skip.header.line.count': '3' });
  const StorageDescriptor = { ...table.StorageDescriptor, Location: 's3://data/t/' };
  const TableInput = { ...table, Name: 'people', StorageDescriptor };
  await local.glue.send(new CreateTableCommand({ DatabaseName: 'db', TableInput }));
  expect(await readTable(own, 'db', 'people')).toEqual({ columns: ['id', 'full name'], rows: sample, total: 3 });
  expect(await checkPrimaryKey(own, { database: 'db', table: 'people' }, 'id')).toEqual({
    rows: 3,
    repeated: 1,
    empty: 0,
  });
  expect(await checkPrimaryKey(own, { database: 'db', table: 'people' }, 'full name')).toEqual({
    rows: 3,
    repeated: 0,
    empty: 1,
  });
});

test('what can not be read is refused in words, by the name that the file was given', async () => {
  await put('bad', '[{"id":1}]');
  await expect(describeFile(own, { bucket: 'data', key: 'bad' }, 'my people.json')).rejects.toMatchObject({
    code: 'InvalidInputException',
    message: expect.stringMatching(/^Line 1 of my people\.json begins a JSON array/),
  });
  await expect(describeFile(own, { bucket: 'data', key: 'gone' }, 'x')).rejects.toMatchObject({
    code: 'InvalidInputException',
  });
  await expect(checkPrimaryKey(own, { database: 'db', table: 'gone' }, 'id')).rejects.toMatchObject({
    code: 'EntityNotFoundException',
  });
});

test('a request that is not signed with the key pair is refused', async () => {
  const stranger = askLocalGlue(
    { ...local, accessKeyId: local.credentials.accessKeyId, secretAccessKey: 'wrong' },
    { signFor, toAwsError },
  );
  await expect(describeFile(stranger, { bucket: 'data', key: 'bad' }, 'x')).rejects.toMatchObject({ status: 403 });
});

test('an --add-table that fails leaves nothing, and its corrected command works', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'add-table-'));
  try {
    const root = join(folder, 'root');
    const file = join(folder, '_people.json');
    const tables = [{ database: 'crm', table: 'people', file, primaryKey: 'id' }];
    await writeFile(file, '[{"id":1,"name":"Ann"}]');
    await expect(startLocalGlue({ root, tables })).rejects.toThrow(
      /_people\.json can't be added as a table\. .*JSON array/,
    );
    await writeFile(file, '{"id":1,"name":"Ann"}\n{"id":2,"name":"Bob"}\n');
    const wrongKey = [{ database: 'crm', table: 'people', file, primaryKey: 'key' }];
    await expect(startLocalGlue({ root, tables: wrongKey })).rejects.toThrow(/primary key: key/);
    const empty = await startLocalGlue({ root });
    expect((await empty.glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([]);
    expect((await empty.s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    await empty.stop();
    const right = await startLocalGlue({ root, tables });
    const { TableList = [] } = await right.glue.send(new GetTablesCommand({ DatabaseName: 'crm' }));
    expect(TableList.map(({ Name }) => Name)).toEqual(['people']);
    const { Contents = [] } = await right.s3.send(new ListObjectsV2Command({ Bucket: 'crm-people' }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['people/people.json']);
    await right.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
