import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { TableSource } from '../../../src/local/match/job';

/** Where the data sets are, relative to the repository. */
export const dataFolder = join('..', 'shared', 'data');

/** A table with its truth: cluster by primary key. */
export interface Dataset {
  readonly table: TableSource;
  readonly primaryKey: string;
  readonly truth: ReadonlyMap<string, string>;
}

/** Columns that give the answer away and are left out of the table. */
const leftOut: Record<string, readonly string[]> = { 'febrl-3': ['soc_sec_id'], 'historical-50k': ['cluster'] };

export const datasetNames = [
  'fodors-zagat',
  'dblp-acm',
  'febrl-3',
  'fake-1000',
  'cora',
  'abt-buy',
  'historical-50k',
] as const;

/** Prepares a data set; those with columns to leave out are copied without them to `scratch`. */
export async function loadDataset(name: string, scratch: string): Promise<Dataset> {
  const isParquet = name === 'historical-50k';
  const file = join(dataFolder, name, isParquet ? 'historical_figures_with_errors_50k.parquet' : 'records.csv');
  const primaryKey = isParquet ? 'unique_id' : 'id';
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  const source = isParquet
    ? `read_parquet('${file}')`
    : `read_csv('${file}', all_varchar = true, header = true, delim = ',', quote = '"')`;
  const described = await duck.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const all = described.getRows().map((row) => String(row[0]));
  const columns = all.filter((column) => !leftOut[name]?.includes(column));
  let used = file;
  if (columns.length < all.length) {
    used = join(scratch, `${name}.csv`);
    await duck.run(`COPY (SELECT ${columns.map((c) => `"${c}"`).join(', ')} FROM ${source}) TO '${used}' (HEADER)`);
  }
  const pairs = isParquet
    ? (await duck.runAndReadAll(`SELECT unique_id, cluster FROM ${source}`)).getRows()
    : (
        await duck.runAndReadAll(
          `SELECT * FROM read_csv('${join(dataFolder, name, 'truth.csv')}', all_varchar = true, header = true)`,
        )
      ).getRows();
  duck.closeSync();
  instance.closeSync();
  return {
    table: {
      files: [used],
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: columns.map((column) => ({ name: column, type: 'string' })),
    },
    primaryKey,
    truth: new Map(pairs.map(([id, cluster]) => [String(id), String(cluster)])),
  };
}

/** Reads a sample written by `dist/local/sample.mjs`: persons.csv and truth.csv. */
export function loadSample(folder: string): Dataset {
  const file = join(folder, 'persons.csv');
  const header = readFileSync(file, 'utf8').split('\n', 1)[0] ?? '';
  const truth = readFileSync(join(folder, 'truth.csv'), 'utf8').trim().split('\n').slice(1);
  return {
    table: {
      files: [file],
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: header.split(',').map((name) => ({ name, type: 'string' })),
    },
    primaryKey: 'id',
    truth: new Map(truth.map((line) => line.split(',') as [string, string])),
  };
}
