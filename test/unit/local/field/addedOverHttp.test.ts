import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  GetDatabasesCommand,
  GetMLTransformsCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { GetObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { csvRows } from '../../../harness/outputs';
import { keysBelow, taskRunEnd } from '../../../harness/taskRuns';
import type { Right } from './declaredCases';
import { checkCells, engineWords } from './overHttp';
import { ownPeople } from './ownCases';
import { field, fieldFile, fileText, type Person, people } from './people';

/** Files given with --add-table: each cell of a labeling file is right, or the command line is refused and leaves nothing behind. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'added-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const same: Right = (person) => person;
const but =
  (changes: Readonly<Record<number, Person>>): Right =>
  (person) => ({ ...person, ...changes[Number(person.id)] });

async function checkAdded(file: string, right: Right, records: readonly Person[]): Promise<void> {
  const root = await mkdtemp(join(folder, 'root-'));
  const tables = [{ database: 'crm', table: 'people', file, primaryKey: 'id' }];
  const started = await startLocalGlue({ root, tables }).catch((error: Error) => error.message);
  if (typeof started === 'string') {
    expect(started).toMatch(right instanceof RegExp ? right : 'no refusal');
    expect(started).not.toMatch(engineWords);
    await checkNothingLeft(root);
    return;
  }
  try {
    expect(right).toBeTypeOf('function');
    const rows = await labelingFile(started);
    const columns = rows[0]?.slice(2) ?? [];
    const wanted = right instanceof RegExp ? [] : records.map(right);
    expect(rows.length).toBeGreaterThan(3);
    checkCells(
      {
        columns,
        types: [],
        rows: new Map(wanted.map((person) => [person.id ?? '', columns.map((column) => person[column] ?? '')])),
      },
      rows.slice(1).map((row) => row.slice(2)),
      columns.map(() => 'string'),
    );
    expect(columns.filter((column) => wanted[0]?.[column] === undefined)).toEqual([]);
  } finally {
    await started.stop();
  }
}

async function checkNothingLeft(root: string): Promise<void> {
  const local = await startLocalGlue({ root });
  try {
    const { Buckets = [] } = await local.s3.send(new ListBucketsCommand({}));
    const { DatabaseList } = await local.glue.send(new GetDatabasesCommand({}));
    expect([...Buckets, ...(DatabaseList ?? [])]).toEqual([]);
  } finally {
    await local.stop();
  }
}

async function labelingFile({ glue, s3 }: LocalGlue): Promise<string[][]> {
  const { Transforms = [] } = await glue.send(new GetMLTransformsCommand({}));
  const TransformId = Transforms[0]?.TransformId;
  const OutputS3Path = 's3://crm-people/sets/';
  const run = await glue.send(new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path }));
  expect(await taskRunEnd(glue, TransformId, run.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const [Key] = await keysBelow(s3, 'crm-people', 'sets/');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'crm-people', Key }));
  return csvRows((await Body?.transformToByteArray()) ?? new Uint8Array());
}

const lines = ownPeople.map(({ id, name, street }) => `${id};"${name}";${street}`);

test.each<readonly [what: string, content: string | Buffer, right: Right]>([
  ['CR alone and sep=', `sep=;\rid;name;street\r${lines.join('\r')}`, same],
  ['a byte order mark, gzip', gzipSync(`\ufeff"id";name;street\r\n${lines.join('\r\n')}`), same],
  ['UTF-16', Buffer.from(`\ufeffid;name\n${lines.join('\n')}`, 'utf16le'), /is UTF-16 text/],
  ['a JSON array', JSON.stringify(ownPeople), /begins a JSON array/],
])('our own: %s', async (what, content, right) => {
  const file = join(folder, `${what.replace(/\W/g, '')}.csv`);
  await writeFile(file, content);
  await checkAdded(file, right, ownPeople);
});

const big = 'x'.repeat(2_100_000);

describe.skipIf(field === undefined)('files from the field', () => {
  test.each<readonly [name: string, right: Right]>([
    ['people.csv', same],
    ['add-mixed-ends.csv', same],
    ['add-cr.csv', same],
    ['add-header-break.csv', ({ name = '', ...person }) => ({ ...person, 'full name': name })],
    ['add-utf16.csv', /is UTF-16 text/],
    ['add-tsv-quotes.tsv', but({ 1: { name: '"Anna" Schmidt' }, 7: { street: '5" pipe' } })],
    ['add-tsv-open-quote.tsv', but({ 1: { name: '"Anna Schmidt' }, 9: { name: 'Emil Richter"' } })],
    ['add-spark-escape.csv', but({ 1: { name: 'Anna "Anni" Schmidt, Dr' } })],
    [
      'json-big-ids.json',
      ({ id = '', name = '', street = '' }) => ({
        id: String(9007199254740992n + BigInt(id)),
        name,
        street,
        amount: '1e+22',
      }),
    ],
    ['add-bom.csv', same],
    ['add-cp1252.csv', /Line \d+ of add-cp1252\.csv is not UTF-8/],
    ['json-array.json', /begins a JSON array/],
    ['json-pretty.json', /Each line must hold a whole/],
    ['packed-gz.csv.gz', same],
    ['packed-bz2.csv.bz2', same],
    [
      'parquet-odd-names.parquet',
      ({ id = '', name = '', street = '', city = '' }) => ({ id, 'a.b': name, 'q"x': street, 'Ünïcode name': city }),
    ],
    [
      'parquet-decimal.parquet',
      (person) => ({ ...person, amount: `123456789012345678${(person.id ?? '').padStart(2, '0')}.12` }),
    ],
  ])('%s', (name, right) => checkAdded(fieldFile(name), right, people()));

  test('people.csv with a cell of 2.1 million characters', async () => {
    const file = join(folder, 'big.csv');
    await writeFile(file, fileText('people.csv').replace(/^(3,[^,]*),[^,]*/m, `$1,${big}`));
    await checkAdded(file, but({ 3: { street: big } }), people());
  });
});
