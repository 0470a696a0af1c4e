import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MatchInputError } from '../../../../../src/local/match/errors';
import { readTable } from '../../../../../src/local/match/table/readTable';
import type { TableFormat } from '../../../../../src/local/match/table/source';
import { csvCell } from '../../../../../src/shared/file/csvQuoting';
import { eachRound, fuzz } from '../../../../harness/fuzz';
import type { Random } from '../../../../harness/random';

/** One table, however it is written: reading it ends with all its rows, or it names what is wrong and where. Never anything else. */

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faults-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const columns = ['id', 'name', 'town', 'note'] as const;
type Row = readonly [string, string, string, string];
const name = 's3://bucket/some folder/part 0+1';

const formats = {
  csv: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
  semicolon: { kind: 'csv', delimiter: ';', quote: "'", escape: '\\', headerLines: 0 },
  lazy: { kind: 'lazy', delimiter: '\t', nullText: '\\N', headerLines: 0 },
  json: { kind: 'json', foldCase: true },
  parquet: { kind: 'parquet' },
} satisfies Record<string, TableFormat>;
type FormatName = keyof typeof formats;

function rowsOf(random: Random, count: number): Row[] {
  const words = [
    'Ann',
    "O'Hara",
    'a,b',
    'x;y',
    '"q"',
    'Köln',
    '東京',
    '',
    '  ',
    '0070',
    '1e5',
    'NULL',
    'back\\slash',
    '😀',
  ];
  const rows: Row[] = [];
  for (let at = 0; at < count; at++) {
    rows.push([
      `k${at}`,
      random.pick(words),
      `${random.pick(words)} ${at}`,
      random.chance(0.001) ? 'n'.repeat(50_000) : 'n',
    ]);
  }
  if (random.chance(0.2)) {
    const [id = '', first = '', town = ''] = rows[random.int(0, count - 1)] ?? [];
    rows[Number(id.slice(1))] = [id, first, town, 'long '.repeat(600_000)];
  }
  return rows;
}

/** One line of text per row, without line ends; for Parquet the JSON of it. */
function lineOf(format: FormatName, row: Row): string {
  switch (format) {
    case 'csv':
      return row.map((cell) => csvCell(cell)).join(',');
    case 'semicolon':
      return row.map((cell) => `'${cell.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(';');
    case 'lazy':
      return row.join('\t');
    default:
      return JSON.stringify(Object.fromEntries(columns.map((column, at) => [column.toUpperCase(), row[at]])));
  }
}

interface Written {
  readonly bytes: Buffer;
  /** What the message must hold; undefined where all rows must be read. */
  readonly fault: RegExp | undefined;
}

const lineFaults = ['few', 'many', 'byte', 'quote', 'json'] as const;

/** Puts a fault into the line of a row. */
function spoil(
  format: FormatName,
  line: string,
  fault: (typeof lineFaults)[number],
): { line: string; says: RegExp } | undefined {
  const delimited = format === 'csv' || format === 'semicolon' || format === 'lazy';
  switch (fault) {
    case 'few':
      return delimited ? { line: 'lonely', says: /has 1 column where the table has 4/ } : undefined;
    case 'many':
      return delimited
        ? { line: `${line}${formats[format].delimiter}more`, says: /has 5 columns where the table has 4/ }
        : undefined;
    case 'byte':
      return { line: `${line.slice(0, 2)}\u0001BAD\u0001${line.slice(2)}`, says: /is not UTF-8/ };
    case 'quote':
      return format === 'csv'
        ? { line: `z,"open,1,n`, says: /opens a quoted cell|behind a closing quote|columns? where/ }
        : undefined;
    case 'json':
      return format === 'json' ? { line: line.slice(0, -3), says: /JSON object/ } : undefined;
  }
}

function writeText(random: Random, format: FormatName, rows: readonly Row[]): Written {
  const ends = random.pick([['\n'], ['\r\n'], ['\r'], ['\n', '\r\n', '\r']]);
  const lines = rows.map((row) => lineOf(format, row));
  const header = format === 'csv' ? 1 : 0;
  if (header === 1) {
    lines.unshift(columns.join(','));
  }
  let fault: RegExp | undefined;
  if (random.chance(0.75)) {
    const at = random.int(header, lines.length - 1);
    const spoiled = spoil(format, lines[at] ?? '', random.pick(lineFaults));
    if (spoiled) {
      lines[at] = spoiled.line;
      fault = new RegExp(`^Line ${at + 1} of ${name.replace('+', '\\+')} .*${spoiled.says.source}`, 's');
    }
  }
  const bom = random.chance(0.2) ? '\ufeff' : '';
  const text = bom + lines.map((line) => line + random.pick(ends)).join('');
  const bytes = Buffer.from(random.chance(0.3) ? text.replace(/[\r\n]+$/, '') : text);
  const mark = bytes.indexOf('\u0001BAD\u0001');
  if (mark >= 0) {
    bytes[mark] = 0xff;
  }
  return { bytes, fault };
}

async function writeParquet(random: Random, rows: readonly Row[]): Promise<Written> {
  const source = join(folder, 'rows.json');
  const file = join(folder, 'rows.parquet');
  await writeFile(source, '');
  for (let at = 0; at < rows.length; at += 50_000) {
    await appendFile(
      source,
      rows
        .slice(at, at + 50_000)
        .map((row) => `${lineOf('parquet', row)}\n`)
        .join(''),
    );
  }
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  const codec = random.pick(['zstd', 'gzip', 'snappy']);
  await duck.run(
    `COPY (SELECT * FROM read_json('${source}', format = 'newline_delimited', columns = {${columns.map((column) => `${column.toUpperCase()}: 'VARCHAR'`).join(', ')}})) TO '${file}' (FORMAT parquet, COMPRESSION ${codec}, ROW_GROUP_SIZE 4096)`,
  );
  duck.closeSync();
  instance.closeSync();
  const bytes = await readFile(file);
  if (random.chance(0.5)) {
    return { bytes, fault: undefined };
  }
  const says = /part 0\+1 is damaged|part 0\+1 is no Parquet|part 0\+1 holds a text that is not UTF-8/;
  return { bytes: bytes.subarray(0, random.int(4, bytes.length - 1)), fault: says };
}

/** Compresses, and now and then cuts off what comes of it. */
function pack(random: Random, { bytes, fault }: Written): Written {
  const codec = random.pick(['none', 'none', 'gzip', 'zstd', 'members']);
  if (codec === 'none') {
    return { bytes, fault };
  }
  const half = bytes.length >> 1;
  const compress = codec === 'zstd' ? zstdCompressSync : gzipSync;
  const packed =
    codec === 'members'
      ? Buffer.concat([compress(bytes.subarray(0, half)), compress(bytes.subarray(half))])
      : compress(bytes);
  return fault === undefined && random.chance(0.3)
    ? {
        bytes: packed.subarray(0, random.int(18, packed.length - 1)),
        fault: /part 0\+1 is compressed with \w+, and it/,
      }
    : { bytes: packed, fault };
}

async function round(random: Random): Promise<void> {
  const format = random.pick(Object.keys(formats) as FormatName[]);
  const rows = rowsOf(random, random.pick([1, 10, 2000, 13_000, 40_001, random.int(1, 300_000)]));
  const written =
    format === 'parquet' ? await writeParquet(random, rows) : pack(random, writeText(random, format, rows));
  const path = join(folder, 'table');
  await writeFile(path, written.bytes);
  const source = {
    files: [{ path, name }],
    format: formats[format],
    columns: columns.map((column) => ({ name: column, type: 'string' })),
  };
  const label = `${format}, ${rows.length} rows, ${(await stat(path)).size} bytes, fault ${written.fault}`;
  try {
    const { cells } = await readTable(source, 'id', folder);
    expect(written.fault, label).toBeUndefined();
    expect(cells[0]?.length, label).toBe(rows.length);
    const wrong = rows.findIndex((row, at) => row.some((cell, column) => cells[column]?.[at] !== cell));
    expect(wrong < 0 ? undefined : [rows[wrong], cells.map((column) => column[wrong])], label).toBeUndefined();
  } catch (error) {
    if (written.fault === undefined || !(error instanceof MatchInputError)) {
      throw error;
    }
    expect(error.message, label).toMatch(written.fault);
    expect(error.message, label).not.toMatch(/duckdb|read_csv|read_parquet|Invalid Input|Binder/i);
  }
}

const usualRounds = 16;

test(
  'a table with a fault anywhere is refused by its place, and any other is read whole',
  () => eachRound(usualRounds, round),
  fuzz(usualRounds).rounds * 10_000,
);
