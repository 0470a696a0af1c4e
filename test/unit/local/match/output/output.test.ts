import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchSettings } from '../../../../../src/local/match/job';
import type { LabeledRow } from '../../../../../src/local/match/learn/labels';
import { checkOutput, matchColumns } from '../../../../../src/local/match/output/matchColumns';
import { runMatchJob } from '../../../../../src/local/match/pipeline';
import { literal, withDuck } from '../../../../../src/local/match/table/duck';
import { readTable } from '../../../../../src/local/match/table/readTable';
import type { TableSource } from '../../../../../src/local/match/table/source';
import { csvCell } from '../../../../../src/shared/file/csvQuoting';
import { tableFile } from '../../../../harness/tableFile';
import { jobInput } from '../persons';

let folder: string;
let table: TableSource;
const settings: MatchSettings = {
  primaryKey: 'id',
  precisionRecallTradeoff: 0.5,
  accuracyCostTradeoff: 0.5,
  enforceProvidedLabels: false,
  seed: 'output',
};
const rows = [
  ['007', ' Ann "A" Lee', '12', '2020-01-01'],
  ['2', 'Ann Lee', '12', '2020-01-01'],
  ['3', 'Bob\nGray', '', '2021-05-06'],
  ['4', 'Bob Gray, jr', '7', '2021-05-06'],
  ['5', 'Zoe Park', 'x', ''],
];
const names = ['id', 'name', 'age', 'day'];
const types = ['string', 'string', 'int', 'date'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-'));
  const file = join(folder, 'rows.csv');
  await writeFile(file, [names, ...rows].map((cells) => `${cells.map((text) => csvCell(text)).join(',')}\n`).join(''));
  table = {
    files: [tableFile(file)],
    format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
    columns: names.map((name, i) => ({ name, type: types[i] ?? 'string' })),
  };
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function label(setId: string, ...labels: string[]): LabeledRow[] {
  return labels.map((value, i) => ({ setId, label: value, cells: rows[i] ?? [] }));
}

async function match(
  labels: readonly LabeledRow[],
  outputFormat: 'csv' | 'parquet',
  more: Partial<MatchSettings> = {},
): Promise<string> {
  const outputFile = join(folder, `matches.${outputFormat}`);
  const workspace = { folder, table, settings: { ...settings, ...more }, truth: new Map() };
  const input = await jobInput(workspace, labels);
  await runMatchJob(
    { ...input, kind: 'findMatches', outputFile, outputFormat, confidenceScores: true },
    () => undefined,
  );
  return outputFile;
}

async function readMatches(file: string, kind: 'csv' | 'parquet'): Promise<string[][]> {
  const columns = [...names, 'match_id', 'match_confidence_score'].map((name) => ({ name, type: 'string' }));
  const format = kind === 'csv' ? table.format : ({ kind: 'parquet' } as const);
  const read = await readTable({ files: [tableFile(file)], format, columns }, 'id', folder);
  return Array.from({ length: read.rows }, (_, row) => read.cells.map((cells) => cells[row] ?? ''));
}

test('the table comes back in order of its key and as it was, with match_id and confidence, as CSV and as Parquet', async () => {
  const labels = label('s', 'A', 'A', 'B', 'B', 'C');
  const csv = await readMatches(await match(labels, 'csv'), 'csv');
  expect(csv.map((cells) => cells.slice(0, 4))).toEqual(rows);
  expect(csv[0]?.[4]).toMatch(/^[0-9]{1,19}$/);
  for (const cells of csv) {
    expect(Number(cells[5])).toBeGreaterThanOrEqual(0);
    expect(Number(cells[5])).toBeLessThanOrEqual(1);
  }
  const parquet = await readMatches(await match(labels, 'parquet'), 'parquet');
  expect(parquet.map((cells) => cells.slice(0, 5))).toEqual(csv.map((cells) => cells.slice(0, 5)));
});

test('Parquet has the catalog types where every cell is of its type, else text', async () => {
  const file = await match(label('s', 'A', 'A', 'B', 'B', 'C'), 'parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  const described = await duck.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${file}')`);
  expect(described.getRows().map((row) => [row[0], row[1]])).toEqual([
    ['id', 'VARCHAR'],
    ['name', 'VARCHAR'],
    ['age', 'VARCHAR'],
    ['day', 'DATE'],
    ['match_id', 'BIGINT'],
    ['match_confidence_score', 'DOUBLE'],
  ]);
  duck.closeSync();
  instance.closeSync();
});

test('provided labels are obeyed when they are to be enforced', async () => {
  // Against all likeness: Ann Lee is not Ann Lee, and Bob is Zoe.
  const labels = [...label('s', 'A', 'B', 'C', 'D', 'C'), ...label('t', 'A', 'B')];
  const ids = (await readMatches(await match(labels, 'csv', { enforceProvidedLabels: true }), 'csv')).map(
    (cells) => cells[4],
  );
  expect(ids[0]).not.toBe(ids[1]);
  expect(ids[2]).toBe(ids[4]);
  expect(ids[3]).not.toBe(ids[2]);
});

test('the same job gives the same bytes', async () => {
  const labels = label('s', 'A', 'A', 'B', 'B', 'C');
  const first = await readFile(await match(labels, 'csv'), 'utf8');
  expect(await readFile(await match(labels, 'csv'), 'utf8')).toBe(first);
});

test.each([
  [['id', 'name'], 'match_id', 'match_confidence_score'],
  [['id', 'match_id'], 'match_id_2', 'match_confidence_score'],
  [['id', 'Match_ID', 'match_id_2', 'MATCH_CONFIDENCE_SCORE'], 'match_id_3', 'match_confidence_score_2'],
])('beside the columns %j ours are %s and %s', (columns, id, score) => {
  expect(matchColumns(columns)).toEqual({ id, score });
});

test.each(['csv', 'parquet'] as const)(
  'a column match_id of the table keeps its name and values in %s',
  async (format) => {
    const file = join(folder, 'own.csv');
    await writeFile(file, 'id,match_id,label\n1,x,A\n2,y,B\n3,x,A\n');
    const own = {
      ...table,
      files: [tableFile(file)],
      columns: ['id', 'match_id', 'label'].map((name) => ({ name, type: 'string' })),
    };
    const input = await jobInput({ folder, table: own, settings, truth: new Map() }, [
      { setId: 's', label: 'A', cells: ['1', 'x', 'A'] },
      { setId: 's', label: 'A', cells: ['3', 'x', 'A'] },
      { setId: 's', label: 'B', cells: ['2', 'y', 'B'] },
    ]);
    const outputFile = join(folder, `own.${format}`);
    await runMatchJob(
      { ...input, kind: 'findMatches', outputFile, outputFormat: format, confidenceScores: false },
      () => undefined,
    );
    const read = await withDuck(folder, (duck) => duck.runAndReadAll(`SELECT * FROM ${literal(outputFile)}`));
    expect(read.columnNames()).toEqual(['id', 'match_id', 'label', 'match_id_2']);
    expect(read.getRowsJson().map((cells) => cells.slice(0, 3).map(String))).toEqual([
      ['1', 'x', 'A'],
      ['2', 'y', 'B'],
      ['3', 'x', 'A'],
    ]);
  },
);

test('Parquet is refused, before any work, for columns that differ in case only', () => {
  expect(() => checkOutput('csv', ['id', 'name', 'Name'])).not.toThrow();
  expect(() => checkOutput('parquet', ['id', 'name', 'Name'])).toThrow(
    'A Parquet file can\'t hold the columns "name" and "Name", which differ in case only.',
  );
});
