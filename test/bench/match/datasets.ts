import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { csvLine } from '../../../src/local/match/setIds';
import type { TableSource } from '../../../src/local/match/table/source';
import { tableFile } from '../../harness/tableFile';
import { makeUp } from './madeUp';

/** A table with its truth: cluster by primary key. */
export interface Dataset {
  readonly table: TableSource;
  readonly primaryKey: string;
  readonly truth: ReadonlyMap<string, string>;
}

interface Source {
  /** Relative to the folder of all data sets. */
  readonly file: string;
  readonly key: string;
  /** Columns that give the answer away. */
  readonly leaveOut: readonly string[];
  /** The truth: a file of its own, or a column. */
  readonly truth: string;
}

function csvSource(name: string, leaveOut: readonly string[] = []): Source {
  return { file: join(name, 'records.csv'), key: 'id', leaveOut, truth: join(name, 'truth.csv') };
}

const sources: Readonly<Record<string, Source>> = {
  'fodors-zagat': csvSource('fodors-zagat'),
  'dblp-acm': csvSource('dblp-acm'),
  'febrl-3': csvSource('febrl-3', ['soc_sec_id']),
  'fake-1000': csvSource('fake-1000'),
  cora: csvSource('cora'),
  'abt-buy': csvSource('abt-buy'),
  'historical-50k': {
    file: join('historical-50k', 'historical_figures_with_errors_50k.parquet'),
    key: 'unique_id',
    leaveOut: ['cluster'],
    truth: 'cluster',
  },
};

/** The file a data set needs, or undefined for one that is made up. */
export function fileOf(name: string, folder: string): string | undefined {
  const source = sources[name];
  return source && join(folder, source.file);
}

/** Prepares a data set as a CSV file in `scratch`. @param folder of all data sets */
export async function loadDataset(name: string, folder: string, scratch: string): Promise<Dataset> {
  const made = makeUp(name);
  if (made) {
    const file = join(scratch, 'made-up.csv');
    await writeFile(file, [made.columns, ...made.rows].map(csvLine).join(''));
    return { table: csvTable(file, made.columns), primaryKey: made.columns[0] ?? '', truth: new Map(made.truth) };
  }
  const known = sources[name];
  if (!known) {
    throw new Error(`There is no data set ${name}.`);
  }
  const source = { ...known, file: join(folder, known.file) };
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
        : `SELECT * FROM ${csvReader(join(folder, source.truth))}`,
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
