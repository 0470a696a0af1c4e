import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clusters } from './clusters';
import { identifier, literal, withDuck } from './duck';
import type { TableSource } from './job';
import { compareText, csvLine, nameUuid } from './labelingFile';
import type { Table } from './table';

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(batches(lines)), createWriteStream(file));
}

/** Joins lines to pieces worth a write each. */
function* batches(lines: Iterable<string>): Generator<string> {
  let batch = '';
  for (const line of lines) {
    batch += line;
    if (batch.length > 65_536) {
      yield batch;
      batch = '';
    }
  }
  yield batch;
}

function* tableLines(
  table: Table,
  extraHeader: readonly string[],
  extra: (row: number) => readonly string[],
): Generator<string> {
  yield csvLine([...table.columns, ...extraHeader]);
  for (let row = 0; row < table.rows; row++) {
    yield csvLine([...table.cells.map((cells) => cells[row] ?? ''), ...extra(row)]);
  }
}

/**
 * Writes a labeling file as Glue does: rows in order of labeling set id, then primary key; labels empty; cells as in the
 * source. Set ids are UUIDs of version 3 over `name` and the set's keys.
 * @returns the primary keys of each set, in file order
 */
export async function writeLabelingFile(
  file: string,
  table: Table,
  sets: readonly (readonly number[])[],
  name: string,
): Promise<string[][]> {
  const keyOf = (row: number): string => table.cells[table.key]?.[row] ?? '';
  const ordered = sets
    .map((rows) => [...rows].sort((a, b) => compareText(keyOf(a), keyOf(b))))
    .map((rows) => ({ id: nameUuid(JSON.stringify([name, ...rows.map(keyOf)])), rows }))
    .sort((a, b) => compareText(a.id, b.id));
  const lines = ordered.flatMap(({ id, rows }) =>
    rows.map((row) => csvLine([id, '', ...table.cells.map((cells) => cells[row] ?? '')])),
  );
  await writeLines(file, [csvLine(['labeling_set_id', 'label', ...table.columns]), ...lines]);
  return ordered.map(({ rows }) => rows.map(keyOf));
}

/** Writes the table with `match_id` and, when asked, `match_confidence_score` after its own columns. */
export async function writeMatches(
  job: {
    readonly outputFile: string;
    readonly outputFormat: 'csv' | 'parquet';
    readonly confidenceScores: boolean;
    readonly scratch: string;
    readonly table: TableSource;
  },
  table: Table,
  clusters: Clusters,
): Promise<void> {
  const added = ['match_id', ...(job.confidenceScores ? ['match_confidence_score'] : [])];
  const lines = tableLines(table, added, (row) => {
    const cluster = clusters.clusterOf[row] ?? 0;
    return job.confidenceScores
      ? [String(cluster), String(Math.round((clusters.confidence[cluster] ?? 0) * 1e6) / 1e6)]
      : [String(cluster)];
  });
  if (job.outputFormat === 'csv') {
    await writeLines(job.outputFile, lines);
    return;
  }
  const plain = join(job.scratch, 'matches.csv');
  await writeLines(plain, lines);
  await withDuck(job.scratch, async (duck) => {
    const columns = [...table.columns, ...added];
    const types = `{${columns.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ')}}`;
    await duck.run(
      `CREATE TABLE matches AS SELECT * FROM read_csv(${literal(plain)}, auto_detect = false, header = false, skip = 1, comment = '', delim = ',', quote = '"', escape = '"', columns = ${types})`,
    );
    const select: string[] = [];
    for (const { name, type } of job.table.columns) {
      const duckType = duckTypeOf(type);
      const column = identifier(name);
      const lossless =
        duckType !== 'VARCHAR' &&
        (await duck.runAndReadAll(
          `SELECT count(*) FROM matches WHERE ${column} IS NOT NULL AND TRY_CAST(${column} AS ${duckType}) IS NULL`,
        ));
      // A column whose cells aren't all of the catalog's type stays text rather than losing cells.
      const fits = lossless !== false && Number(lossless.getRows()[0]?.[0] ?? 1) === 0;
      select.push(fits ? `CAST(${column} AS ${duckType}) AS ${column}` : column);
    }
    select.push('CAST(match_id AS BIGINT) AS match_id');
    if (job.confidenceScores) {
      select.push('CAST(match_confidence_score AS DOUBLE) AS match_confidence_score');
    }
    await duck.run(`COPY (SELECT ${select.join(', ')} FROM matches) TO ${literal(job.outputFile)} (FORMAT parquet)`);
  });
}

/** DuckDB's name for a Hive type; what has no counterpart is text. */
function duckTypeOf(hive: string): string {
  const type = hive.toLowerCase().trim();
  const plain: Record<string, string> = {
    tinyint: 'TINYINT',
    smallint: 'SMALLINT',
    int: 'INTEGER',
    integer: 'INTEGER',
    bigint: 'BIGINT',
    long: 'BIGINT',
    float: 'FLOAT',
    double: 'DOUBLE',
    boolean: 'BOOLEAN',
    date: 'DATE',
    timestamp: 'TIMESTAMP',
  };
  return plain[type] ?? (/^decimal\(\d+,\s*\d+\)$/.test(type) ? type.toUpperCase() : 'VARCHAR');
}
