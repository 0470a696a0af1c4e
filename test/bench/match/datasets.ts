import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { TableSource } from '../../../src/local/match/table/source';
import { generatePersons } from '../../../src/local/sample/persons';
import { tableFile } from '../../harness/tableFile';

/** Where the data sets are, relative to the repository. */
export const dataFolder = join('..', 'shared', 'data');

/** A table with its truth: cluster by primary key. */
export interface Dataset {
  readonly table: TableSource;
  readonly primaryKey: string;
  readonly truth: ReadonlyMap<string, string>;
}

interface Source {
  readonly file: string;
  readonly key: string;
  /** Columns that give the answer away. */
  readonly leaveOut: readonly string[];
  /** The truth: a file of its own, or a column. */
  readonly truth: string;
}

function csvSource(name: string, leaveOut: readonly string[] = []): Source {
  const folder = join(dataFolder, name);
  return { file: join(folder, 'records.csv'), key: 'id', leaveOut, truth: join(folder, 'truth.csv') };
}

const sources: Readonly<Record<string, Source>> = {
  'fodors-zagat': csvSource('fodors-zagat'),
  'dblp-acm': csvSource('dblp-acm'),
  'febrl-3': csvSource('febrl-3', ['soc_sec_id']),
  'fake-1000': csvSource('fake-1000'),
  cora: csvSource('cora'),
  'abt-buy': csvSource('abt-buy'),
  'historical-50k': {
    file: join(dataFolder, 'historical-50k', 'historical_figures_with_errors_50k.parquet'),
    key: 'unique_id',
    leaveOut: ['cluster'],
    truth: 'cluster',
  },
};

/** The file a data set needs, or undefined for a generated one ("persons-2000" is 2,000 generated persons). */
export function fileOf(name: string): string | undefined {
  return sources[name]?.file;
}

/** Prepares a data set as a CSV file in `scratch`. */
export async function loadDataset(name: string, scratch: string): Promise<Dataset> {
  const rows = /^persons-(\d+)$/.exec(name)?.[1];
  if (rows !== undefined) {
    return loadPersons(Number(rows), scratch);
  }
  const source = sources[name];
  if (!source || !existsSync(source.file)) {
    throw new Error(`There is no data set ${name}.`);
  }
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  try {
    const isParquet = source.file.endsWith('.parquet');
    const reader = isParquet ? `read_parquet('${source.file}')` : csvReader(source.file);
    const described = await duck.runAndReadAll(`DESCRIBE SELECT * FROM ${reader}`);
    const columns = described
      .getRows()
      .map((row) => String(row[0]))
      .filter((column) => !source.leaveOut.includes(column));
    const file = join(scratch, 'records.csv');
    const select = columns.map((column) => `"${column}"`).join(', ');
    await duck.run(`COPY (SELECT ${select} FROM ${reader}) TO '${file}' (HEADER)`);
    const truth = await duck.runAndReadAll(
      isParquet
        ? `SELECT "${source.key}", "${source.truth}" FROM ${reader}`
        : `SELECT * FROM ${csvReader(source.truth)}`,
    );
    return {
      table: csvTable(file, columns),
      primaryKey: source.key,
      truth: new Map(truth.getRows().map(([id, cluster]) => [String(id), String(cluster)])),
    };
  } finally {
    duck.closeSync();
    instance.closeSync();
  }
}

function csvReader(file: string): string {
  return `read_csv('${file}', all_varchar = true, header = true, delim = ',', quote = '"', strict_mode = false)`;
}

function csvTable(file: string, columns: readonly string[]): TableSource {
  return {
    files: [tableFile(file)],
    format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
    columns: columns.map((name) => ({ name, type: 'string' })),
  };
}

async function loadPersons(rows: number, scratch: string): Promise<Dataset> {
  const persons = generatePersons({ rows, seed: 'bench' });
  const file = join(scratch, 'persons.csv');
  await writeFile(file, [persons.columns, ...persons.rows].map((row) => `${row.join(',')}\n`).join(''));
  return { table: csvTable(file, persons.columns), primaryKey: 'id', truth: new Map(persons.truth) };
}
