import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeFile } from '../../../../../src/local/match/table/describe';
import { readTable } from '../../../../../src/local/match/table/readTable';
import type { TableSource } from '../../../../../src/local/match/table/source';
import { tableFile } from '../../../../harness/tableFile';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'table-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function put(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

function csv(files: readonly string[], names = ['id', 'name', 'city']): TableSource {
  return {
    files: files.map(tableFile),
    format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
    columns: names.map((name) => ({ name, type: 'string' })),
  };
}

async function parquet(name: string, select: string): Promise<string> {
  const file = join(folder, name);
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  await duck.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
  duck.closeSync();
  instance.closeSync();
  return file;
}

describe('cells are text as in the source', () => {
  test('in CSV: leading blanks, zeros, quotes, line breaks, a byte order mark, no newline at the end', async () => {
    const text = '\ufeffid,name,city\n007,  Ann,\n2,"say ""hi""\nthere",Bonn\n1e5,"a,b", Köln';
    const table = await readTable(csv([await put('fidelity.csv', text)]), 'id', folder);
    expect(table.cells).toEqual([
      ['007', '2', '1e5'],
      ['  Ann', 'say "hi"\nthere', 'a,b'],
      ['', 'Bonn', ' Köln'],
    ]);
  });

  test('in JSON lines: missing members and nulls are empty', async () => {
    const file = await put(
      'rows.json',
      '{"id":12345678901234567890,"name":" x"}\n{"name":null,"id":"b","city":true}\n',
    );
    const table = await readTable({ ...csv([file]), format: { kind: 'json', foldCase: true } }, 'id', folder);
    expect(table.cells).toEqual([
      ['12345678901234567890', 'b'],
      [' x', ''],
      ['', 'true'],
    ]);
  });

  test('in Parquet, and over several files in their order', async () => {
    const files = [
      await parquet('one.parquet', "SELECT 1 AS id, 'x' AS name, NULL::VARCHAR AS city"),
      await parquet('two.parquet', "SELECT 2 AS id, 'y' AS name, 'Ulm' AS city"),
    ];
    const table = await readTable({ ...csv(files), format: { kind: 'parquet' } }, 'ID', folder);
    expect(table.cells).toEqual([
      ['1', '2'],
      ['x', 'y'],
      ['', 'Ulm'],
    ]);
  });
});

describe('what is wrong with a table is said with file, row and column', () => {
  const cases: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['few.csv', 'id,name,city\n1,a,b\n2,c\n', /Line 3 of few\.csv has 2 columns where the table has 3.*"city"/],
    ['many.csv', 'id,name,city\n1,a,b\n2,c,d,e\n', /Line 3 of many\.csv has 4 columns where the table has 3/],
    ['latin.csv', Buffer.from('id,name,city\n1,M\xfcller,b\n', 'latin1'), /Line 2 of latin\.csv is not UTF-8/],
    ['open.csv', 'id,name,city\n1,"a,b\n', /Line 2 of open\.csv opens a quoted cell \(column 2\) that never ends/],
    ['header.csv', 'id,name,city\n', /0 rows.*header\.csv/],
    ['nothing.csv', '', /0 rows.*nothing\.csv/],
    ['nokey.csv', 'id,name,city\n1,a,b\n,c,d\n', /Column "id" is empty in line 3 of nokey\.csv/],
    [
      'twice.csv',
      'id,name,city\n1,a,b\n2,c,d\n1,e,f\n',
      /"id" has the value "1" twice: in line 2 of twice\.csv and in line 4 of/,
    ],
  ];
  test.each(cases)('%s', async (name, content, message) => {
    await expect(readTable(csv([await put(name, content)]), 'id', folder)).rejects.toThrow(message);
  });

  test('a primary key that is no column', async () => {
    await expect(readTable(csv([]), 'key', folder)).rejects.toThrow(/no column "key".*id, name, city/);
  });

  test('no file at all', async () => {
    await expect(readTable(csv([]), 'id', folder)).rejects.toThrow(/holds no objects/);
  });

  test('malformed JSON', async () => {
    const file = await put('bad.json', '{"id":1}\n{"id":\n');
    await expect(readTable({ ...csv([file]), format: { kind: 'json' } }, 'id', folder)).rejects.toThrow(
      /Line 2 of bad\.json holds only a part of a JSON object/,
    );
  });

  test('a file that is no Parquet, and one without a column', async () => {
    const bad = await put('bad.parquet', 'hello');
    const source = { ...csv([bad]), format: { kind: 'parquet' as const } };
    await expect(readTable(source, 'id', folder)).rejects.toThrow(/bad\.parquet is no Parquet/);
    const narrow = await parquet('narrow.parquet', "SELECT 1 AS id, 'x' AS name");
    await expect(readTable({ ...source, files: [tableFile(narrow)] }, 'id', folder)).rejects.toThrow(
      /narrow\.parquet has no column "city"/,
    );
  });
});

describe('describeFile', () => {
  const describeAt = (path: string) => describeFile(tableFile(path), folder);

  test('finds delimiter, names and types of CSV; codes with leading zeros stay text', async () => {
    const file = await put('semi.csv', 'id; name ;zip;price;n;empty\n1;a;01234;1.50;7;\n22;b;99999;2;;\n');
    expect(await describeAt(file)).toEqual({
      format: { kind: 'csv', delimiter: ';', quote: '"', headerLines: 1 },
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'name', type: 'string' },
        { name: 'zip', type: 'string' },
        { name: 'price', type: 'double' },
        { name: 'n', type: 'bigint' },
        { name: 'empty', type: 'string' },
      ],
      rows: 2,
      sample: [
        ['1', 'a', '01234', '1.50', '7', ''],
        ['22', 'b', '99999', '2', '', ''],
      ],
    });
  });

  test('knows JSON lines and Parquet by their content', async () => {
    const json = await put('typed', '{"id":1,"name":"x","ok":true,"day":"2020-01-01","w":1.5}\n');
    expect(await describeAt(json)).toEqual({
      format: { kind: 'json', foldCase: true },
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'name', type: 'string' },
        { name: 'ok', type: 'boolean' },
        { name: 'day', type: 'string' },
        { name: 'w', type: 'double' },
      ],
      rows: 1,
      sample: [['1', 'x', 'true', '2020-01-01', '1.5']],
    });
    const file = await parquet(
      'typed.parquet',
      "SELECT 1::INTEGER AS id, DATE '2020-01-01' AS day, 1.5::DECIMAL(5,2) AS w",
    );
    expect(await describeAt(file)).toEqual({
      format: { kind: 'parquet' },
      columns: [
        { name: 'id', type: 'int' },
        { name: 'day', type: 'date' },
        { name: 'w', type: 'decimal(5,2)' },
      ],
      rows: 1,
      sample: [['1', '2020-01-01', '1.50']],
    });
  });

  test('refuses what has no usable header', async () => {
    await expect(describeAt(await put('void.csv', ''))).rejects.toThrow(/void\.csv is empty/);
    await expect(describeAt(await put('gap.csv', 'id,,c\n1,2,3\n'))).rejects.toThrow(
      /Column 2 of gap\.csv has no name/,
    );
    await expect(describeAt(await put('same.csv', 'id,a,A\n1,2,3\n'))).rejects.toThrow(/names "a" and "A"/);
    await expect(describeAt(await put('ragged.csv', 'id,a\n1,2\n3\n'))).rejects.toThrow(/Line 3 of ragged\.csv/);
  });
});
