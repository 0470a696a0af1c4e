import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLabelingFile, writeMatches } from '../../../../../src/local/match/output/output';
import { identifier, literal, withDuck } from '../../../../../src/local/match/table/duck';
import type { Table } from '../../../../../src/local/match/table/readTable';
import { exportLabels, importLabels } from '../../../../../src/local/tasks/labelJobs';
import { readLabels } from '../../../../../src/local/tasks/readLabels';
import { FieldDecoder } from '../../../../../src/shared/file/encoding';
import { LabelingFile } from '../../../../../src/shared/file/labelingFile';
import { scanRecords } from '../../../../../src/shared/file/records';
import { eachRound } from '../../../../harness/fuzz';
import type { Random } from '../../../../harness/random';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-fuzz-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const types = [
  'string', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'boolean', 'date', 'timestamp', 'decimal(10,2)',
  'decimal(38,2)', 'decimal(38,0)', 'decimal(5,5)', 'varchar(9)',
] as const; // biome-ignore format: a list
const oddNames = [
  'label', 'Label', 'labeling_set_id', 'match_id', 'Match_ID', 'match_id_2', 'match_confidence_score', 'a.b', 'last "name"',
  'Straße, Nr', ' blank ', 'c0', 'rows', 'select', '\u202Ename', 'x\ny', "it's",
] as const; // biome-ignore format: a list
const odd = [
  '', '', ' ', '""', '"', ',', '\r', '\n', '\r\n', ' x ', '\\N', 'NULL', '\0', '\u{1F600}', '=1+1', "'", 'é', 'e\u0301', '\ufeff',
  'nan', '-inf', '0070', '+1', '-0', '1e3', '1E400', '0x1F', '1_000', 'true', 'TRUE', 'epoch', 'infinity', '2020-02-30',
  '2020-01-01 12:30:15+02', '2020-01-01T00:00:00Z', '24:00', '1.239', '.5', '5.', '١', '#', '-- x', '\\"', 'x'.repeat(70_000),
] as const; // biome-ignore format: a list

function digits(random: Random, most: number): string {
  return Array.from({ length: random.int(1, most) }, () => random.int(0, 9)).join('');
}

/** A cell that may well be of the type, or nearly. */
function cell(random: Random, type: string): string {
  if (random.chance(0.03)) {
    return random.pick(odd);
  }
  const sign = random.chance(0.2) ? '-' : '';
  const two = (from: number, to: number) => String(random.int(from, to)).padStart(2, '0');
  switch (type) {
    case 'boolean':
      return random.pick(['true', 'false']);
    case 'date':
      return `${random.pick(['2020', '1999', '0001', '9999', '1582'])}-${two(1, 12)}-${two(1, 31)}`;
    case 'timestamp': {
      const fraction = random.chance(0.3) ? `.${digits(random, 7)}` : '';
      return `20${two(0, 99)}-${two(1, 12)}-${two(1, 28)} ${two(0, 23)}:${two(0, 59)}:${two(0, 59)}${fraction}`;
    }
    case 'float':
      return random.chance(0.5) ? String(Math.fround(random.next() * 100)) : `${sign}${random.int(0, 99_999)}`;
    case 'double':
      return random.chance(0.5) ? String(random.next() * 10 ** random.int(-30, 30)) : `${sign}${digits(random, 18)}`;
    case 'string':
    case 'varchar(9)':
      return Array.from({ length: random.int(0, 4) }, () => random.pick(['a', 'b ', 'Ü', '"', ',', '\n', '1'])).join(
        '',
      );
    default: {
      const whole = String(BigInt(digits(random, random.pick([2, 4, 9, 18, 37]))));
      return `${sign}${whole}${type.startsWith('decimal') && random.chance(0.7) ? `.${digits(random, 3)}` : ''}`;
    }
  }
}

interface Made {
  readonly table: Table;
  readonly types: readonly string[];
}

function randomTable(random: Random): Made {
  const names = ['id', ...random.shuffle(oddNames).slice(0, random.int(1, 6))].filter(
    (name, at, all) => all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === at,
  );
  const rows = random.pick([1, 5, 300, 2048, 5000]);
  const columnTypes = ['string', ...names.slice(1).map(() => random.pick(types))];
  const cells = columnTypes.map((type, column) =>
    Array.from({ length: rows }, (_, row) => (column === 0 ? `k${row}` : cell(random, type))),
  );
  return { table: { columns: names, key: 0, rows, cells }, types: columnTypes };
}

/** The number as a fraction of 10^400, or the text where it is none. */
function numberOf(text: string): string {
  const [, sign, before = '', after = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const power = 400 + Number(exponent) - after.length;
  return sign === undefined || power < 0 ? text : `${sign}${BigInt(before + after) * 10n ** BigInt(power)}`;
}

function readCsv(bytes: Uint8Array): string[][] {
  const records = scanRecords(bytes, 0, 0x2c);
  const decoder = new FieldDecoder('utf-8');
  return Array.from({ length: records.count }, (_, record) => {
    const [from = 0, to = 0] = [records.first[record], records.first[record + 1]];
    return Array.from({ length: to - from }, (_, at) => {
      const end = at + 1 < to - from ? (records.starts[from + at + 1] ?? 0) - 1 : (records.ends[record] ?? 0);
      return decoder.decode(bytes, records.starts[from + at] ?? 0, end);
    });
  });
}

function textOf(value: DuckDBValue): string {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString('utf8') : '';
}

async function readParquet(file: string): Promise<{ names: string[]; columns: string[][] }> {
  return await withDuck(folder, async (duck) => {
    const described = await duck.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
    const names = described.getRows().map(([name]) => String(name));
    // As bytes: the engine's own way to a string takes a byte order mark off.
    const select = names.map((name) => `encode(CAST(${identifier(name)} AS VARCHAR))`);
    const read = await duck.runAndReadAll(`SELECT ${select.join(', ')} FROM read_parquet(${literal(file)})`);
    const columns = read.getColumns().map((values) => values.map(textOf));
    return { names, columns };
  });
}

/** The first cell that came back as another value. */
function firstChange(made: Made, columns: readonly (readonly string[])[]): unknown {
  for (const [column, cells] of made.table.cells.entries()) {
    for (const [row, cell] of cells.entries()) {
      const back = columns[column]?.[row];
      const typed = made.types[column] !== 'string' && made.types[column] !== 'varchar(9)';
      if (
        back !== cell &&
        !(typed && back !== undefined && !/^-?0\d/.test(cell) && numberOf(back) === numberOf(cell))
      ) {
        return { row, column: made.table.columns[column], type: made.types[column], cell, back };
      }
    }
  }
  return undefined;
}

test('every cell comes back from CSV and Parquet', async () => {
  await eachRound(12, async (random) => {
    const roundSeed = random.seed;
    const made = randomTable(random);
    const { table } = made;
    const clusters = {
      clusterOf: Int32Array.from({ length: table.rows }, (_, row) => row >> 1),
      confidence: new Float32Array(table.rows).fill(0.5),
      count: (table.rows + 1) >> 1,
    };
    const ids = BigInt64Array.from({ length: clusters.count }, (_, cluster) => 2n ** 63n - 1n - BigInt(cluster));
    const columns = table.columns.map((name, at) => ({ name, type: made.types[at] ?? '' }));
    const source = { files: [], format: { kind: 'parquet' }, columns } as const;
    const job = { scratch: folder, table: source, confidenceScores: random.chance(0.5) } as const;

    const csv = join(folder, `${roundSeed}.csv`);
    await writeMatches({ ...job, outputFile: csv, outputFormat: 'csv' }, table, clusters, ids);
    const [header, ...rows] = readCsv(await readFile(csv));
    expect(header?.slice(0, table.columns.length)).toEqual(table.columns);
    expect(rows).toHaveLength(table.rows);
    const text = { table, types: made.types.map(() => 'string') };
    expect(
      firstChange(
        text,
        table.columns.map((_, column) => rows.map((row) => row[column] ?? '')),
      ),
    ).toBe(undefined);

    const file = join(folder, `${roundSeed}.parquet`);
    await writeMatches({ ...job, outputFile: file, outputFormat: 'parquet' }, table, clusters, ids);
    const read = await readParquet(file);
    expect(read.names).toEqual(header);
    expect(new Set(read.names.map((name) => name.toLowerCase())).size).toBe(read.names.length);
    expect(read.columns[0]).toHaveLength(table.rows);
    expect(firstChange(made, read.columns)).toBe(undefined);
    expect(read.columns[table.columns.length]?.slice(0, 3)).toEqual(
      ['9223372036854775807', '9223372036854775807', '9223372036854775806'].slice(0, table.rows),
    );
  });
});

test('every cell comes back from a labeling file, its import and the export', async () => {
  await eachRound(12, async (random) => {
    const roundSeed = random.seed;
    const { table } = randomTable(random);
    const shuffled = random.shuffle(Array.from({ length: table.rows }, (_, row) => row));
    const sets = [shuffled.slice(0, 10), shuffled.slice(10, 20)].filter((set) => set.length > 0);
    const file = join(folder, `${roundSeed}.labels.csv`);
    await writeLabelingFile(file, table, sets, 'fuzz');
    const parsed = LabelingFile.parse(await readFile(file));
    expect(parsed.rowCount).toBe(sets.flat().length);
    await writeFile(
      file,
      parsed.serialize((row) => `g${row}`),
    );
    const labels = readLabels(await readFile(file), table.columns, 'id');
    expect(labels).toHaveLength(parsed.rowCount);
    const compare = (cells: readonly string[]) => {
      const row = table.cells[0]?.indexOf(cells[0] ?? '') ?? -1;
      expect(cells).toEqual(table.cells.map((column) => column[row]));
    };
    labels.forEach(({ cells }) => {
      compare(cells);
    });
    const labelsFile = join(folder, `${roundSeed}.json`);
    const exported = join(folder, `${roundSeed}.export.csv`);
    const job = { columns: table.columns, primaryKey: 'id', table: undefined, scratch: folder };
    await importLabels({ kind: 'import', ...job, file, previousFile: undefined, outputFile: labelsFile });
    await exportLabels({ kind: 'export', ...job, labelsFile, outputFile: exported });
    const again = readLabels(await readFile(exported), table.columns, 'id');
    expect(again).toEqual(labels);
  });
});
