import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Failure } from '../failure.ts';
import { run } from '../processes.ts';
import { project } from '../project.ts';

/** A table for Local Glue, which makes a transform of its name on it. */
export interface LocalTable {
  readonly database: string;
  readonly table: string;
  readonly file: string;
  /** The column that is different in every row. */
  readonly primaryKey: string;
}

/**
 * The sample: about 2,000 person records of the project's own generator in persons.csv, the known truth beside it in
 * truth.csv. Made once. Build first: `node esbuild.mjs`.
 */
export async function sampleTable(folder: string): Promise<LocalTable> {
  const program = join(project, 'dist', 'local', 'sample.mjs');
  const file = join(folder, 'persons.csv');
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const { code, output } = await run(process.execPath, [program, '--out', folder]);
    if (code !== 0) {
      throw new Failure(`The sample table could not be made: ${output}`);
    }
  }
  return { database: 'sample', table: 'persons', file, primaryKey: 'id' };
}

/**
 * A CSV file of the user's own. Its key is the first column that has a different value in every row.
 * @throws Failure when there is no such file, no such column, or it can't be read as CSV
 */
export async function ownTable(path: string): Promise<LocalTable> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new Failure(`There is no file ${file}. Give the path of a CSV file: npm start -- --data FILE.csv`);
  }
  const table = basename(file, extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_');
  return { database: 'local', table, file, primaryKey: await firstUniqueColumn(file) };
}

async function firstUniqueColumn(file: string): Promise<string> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  try {
    await connection.run(
      "CREATE TABLE t AS SELECT * FROM read_csv($file, all_varchar = true, header = true, encoding = 'utf-8')",
      { file },
    );
    const names = (await connection.runAndReadAll('SELECT * FROM t LIMIT 0')).columnNames();
    for (const name of names) {
      const column = `"${name.replaceAll('"', '""')}"`;
      const counted = await connection.runAndReadAll(
        `SELECT count(*) > 0 AND count(DISTINCT ${column}) = count(*) FROM t`,
      );
      if (counted.getRows()[0]?.[0] === true) {
        return name;
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Failure(`${file} can't be read as CSV with a header line: ${reason}`);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
  throw new Failure(
    `${file} has no column with a different value in every row. FindMatches needs one as its primary key.`,
  );
}
