import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { previewTable, readRows } from '../../../src/transforms/tableFile';

const bytes = (text: string) => new TextEncoder().encode(text);

test('CSV: columns, types, sample and count', () => {
  const preview = previewTable(bytes('id,code,score,name\n1,007,1.5,"a, ""b"""\n2,008,2,ü\n'), 'x.csv');
  expect(preview.format).toEqual({ kind: 'csv', delimiter: ',' });
  expect(preview.columns).toEqual([
    { name: 'id', type: 'bigint' },
    { name: 'code', type: 'string' },
    { name: 'score', type: 'double' },
    { name: 'name', type: 'string' },
  ]);
  expect(preview.sample[0]).toEqual(['1', '007', '1.5', 'a, "b"']);
  expect(preview.rowCount).toBe(2);
});

test('CSV with semicolons and a byte order mark', () => {
  const preview = previewTable(bytes('\uFEFFid;name\r\n1;a\r\n'), 'x.csv');
  expect(preview.format).toEqual({ kind: 'csv', delimiter: ';' });
  expect(preview.columns.map(({ name }) => name)).toEqual(['id', 'name']);
});

test('JSON lines: the union of keys in order of coming', () => {
  const preview = previewTable(bytes('{"id":1,"name":"a"}\n\n{"id":2,"tags":["x"],"name":null}\n'), 'x.jsonl');
  expect(preview.format).toEqual({ kind: 'json' });
  expect(preview.columns.map(({ name }) => name)).toEqual(['id', 'name', 'tags']);
  expect(preview.sample).toEqual([
    ['1', 'a', ''],
    ['2', '', '["x"]'],
  ]);
});

test('what is no table is refused with the reason', () => {
  expect(() => previewTable(new Uint8Array(), 'x.csv')).toThrow(/empty/);
  expect(() => previewTable(bytes('{"a":1}\n[1]\n'), 'x.jsonl')).toThrow('Line 2 of x.jsonl');
  expect(() => previewTable(bytes('PAR1 is how it begins'), 'x.parquet')).toThrow(/damaged/);
  expect(() => previewTable(bytes('PAR1'), 'x.parquet')).toThrow(/damaged/);
});

test('Parquet as DuckDB writes it: names and types from the footer, nested columns as one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  try {
    const file = join(folder, 'x.parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(
      `COPY (SELECT 1::BIGINT AS id, 2::INTEGER AS small, 'ä' AS name, 1.5::DOUBLE AS score, 1.5::FLOAT AS f,
         true AS ok, DATE '2020-01-01' AS day, TIMESTAMP '2020-01-01 10:00:00' AS at, [1, 2] AS list, {a: 1, b: 'x'} AS nested,
         3::BIGINT AS last) TO '${file}' (FORMAT parquet)`,
    );
    connection.closeSync();
    const content = readFileSync(file);
    expect(previewTable(content, 'x.parquet').columns).toEqual([
      { name: 'id', type: 'bigint' },
      { name: 'small', type: 'int' },
      { name: 'name', type: 'string' },
      { name: 'score', type: 'double' },
      { name: 'f', type: 'float' },
      { name: 'ok', type: 'boolean' },
      { name: 'day', type: 'date' },
      { name: 'at', type: 'timestamp' },
      { name: 'list', type: 'struct<>' },
      { name: 'nested', type: 'struct<>' },
      { name: 'last', type: 'bigint' },
    ]);
    expect(readRows(content, 'x.parquet')).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
