import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literal, withDuck } from '../../../src/local/match/table/duck';
import { readTable } from '../../../src/local/match/table/readTable';
import { lossyParquet } from '../../harness/lossyParquet';
import { tableFile } from '../../harness/tableFile';
import { checkDeclared } from './catalog';

/** What Parquet files hold → the right rows, written `id|name`, or the refusal. */

test.each<readonly [what: string, select: string, right: readonly string[] | RegExp]>([
  ['columns in another order, in other case', "SELECT 'Ann' AS NAME, 1 AS Id", ['1|Ann']],
  ['decimals with their zeros', 'SELECT 1 AS id, CAST(1.10 AS DECIMAL(38, 3)) AS name', ['1|1.100']],
  [
    'nanoseconds',
    "SELECT 1 AS id, TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS name",
    ['1|2020-01-01 00:00:00.123456789'],
  ],
  ['instants in UTC', "SELECT 1 AS id, TIMESTAMPTZ '2020-01-01 02:00:00+02' AS name", ['1|2020-01-01 00:00:00']],
  ['binary text', "SELECT 1 AS id, encode('Mühl') AS name", ['1|Mühl']],
  ['binary that is no text', "SELECT 1 AS id, '\\xFF\\xFE'::BLOB AS name", /a text that is not UTF-8/],
  [
    'texts that begin with byte order marks',
    "SELECT 1 AS id, chr(65279) || 'Ann' AS name UNION ALL SELECT 2, chr(65279) || chr(65279)",
    ['1|\ufeffAnn', '2|\ufeff\ufeff'],
  ],
  ['binary text that does', "SELECT 1 AS id, encode(chr(65279) || 'Ann') AS name", ['1|\ufeffAnn']],
  ['unsigned numbers', 'SELECT 1 AS id, 18446744073709551615::UBIGINT AS name', ['1|18446744073709551615']],
  [
    'a few values again and again',
    "SELECT i AS id, 'v' || i % 2 AS name FROM range(1, 4) t(i)",
    ['1|v1', '2|v0', '3|v1'],
  ],
  [
    'nested columns that nobody wants',
    "SELECT 1 AS id, {'a': 1, 'name': 'no'} AS s, [1, 2] AS l, 'Ann' AS name",
    ['1|Ann'],
  ],
  ['a list', 'SELECT 1 AS id, [1, 2] AS name', /"name" of s3:.* lists or structures/],
  ['a column that is not there', "SELECT 1 AS id, 'x' AS nam", /has no column "name"/],
])('Parquet: %s', async (_, select, right) => {
  const file = join(tmpdir(), `variant-${process.pid}.parquet`);
  try {
    await withDuck(tmpdir(), (duck) => duck.run(`COPY (${select}) TO ${literal(file)} (FORMAT parquet)`));
    await checkDeclared(
      { serde: 'parquet', columns: ['id', 'name'], objects: { 't/part': await readFile(file) } },
      right,
    );
  } finally {
    await rm(file, { force: true });
  }
});

test.each([
  [lossyParquet.decimal50, /"name" of s3:.* decimals of 50 digits, which Local Glue could only read rounded/],
  [lossyParquet.instants, /"name" of s3:.* times in nanoseconds, which Local Glue could only read rounded/],
  [lossyParquet.times, /"name" of s3:.* times in nanoseconds/],
])('Parquet of a type that would be rounded is refused, and read without that column', async (bytes, words) => {
  const objects = { 't/part': bytes };
  await checkDeclared({ serde: 'parquet', columns: ['id', 'name'], objects }, words);
  await checkDeclared({ serde: 'parquet', columns: ['id'], objects }, ['1', '2']);
});

test('timestamps of INT96 keep their nanoseconds', async () => {
  const objects = { 't/1': lossyParquet.int96 };
  await checkDeclared({ serde: 'parquet', columns: ['id', 'ns'], objects }, [
    '1|2020-01-01 12:30:15.123456789',
    '2|1969-12-31 23:59:59.999999999',
  ]);
});

test('a disk that takes no copy of a file is no damage of the file', async () => {
  const path = join(tmpdir(), `int96-${process.pid}.parquet`);
  await writeFile(path, lossyParquet.int96);
  try {
    const columns = ['id', 'ns'].map((name) => ({ name, type: 'string' }));
    const source = { files: [tableFile(path)], format: { kind: 'parquet' }, columns } as const;
    await expect(readTable(source, 'id', join(tmpdir(), 'no-such-folder'))).rejects.toThrow(/ENOENT/);
  } finally {
    await rm(path);
  }
});
