import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clusters } from '../group/clusters';
import type { KeptAsText, MatchJob } from '../job';
import { compareText, csvLine, nameUuid } from '../setIds';
import type { Table } from '../table/readTable';
import { matchColumns } from './matchColumns';
import { type AddedColumn, writeParquet } from './parquetOutput';

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

/**
 * Writes the table with `match_id` (one of `ids`, by cluster) and, when asked, `match_confidence_score` after its own columns.
 * @returns the columns that are text in Parquet for the sake of a value
 */
export async function writeMatches(
  job: Pick<
    Extract<MatchJob, { kind: 'findMatches' }>,
    'outputFile' | 'outputFormat' | 'confidenceScores' | 'scratch' | 'table'
  >,
  table: Table,
  clusters: Clusters,
  ids: BigInt64Array,
): Promise<KeptAsText[]> {
  const { id, score } = matchColumns(table.columns);
  const clusterOf = (row: number): number => clusters.clusterOf[row] ?? 0;
  const scoreOf = (row: number): number => Math.floor((clusters.confidence[clusterOf(row)] ?? 0) * 1e6 + 0.5) / 1e6;
  const added: AddedColumn[] = [{ name: id, type: 'BIGINT', value: (row) => ids[clusterOf(row)] ?? 0n }];
  if (job.confidenceScores) {
    added.push({ name: score, type: 'DOUBLE', value: scoreOf });
  }
  if (job.outputFormat === 'parquet') {
    const columns = table.columns.map((name, at) => ({
      name,
      type: job.table.columns[at]?.type ?? 'string',
      cells: table.cells[at] ?? [],
    }));
    return await writeParquet(job.outputFile, columns, added, table.rows, job.scratch);
  }
  const names = added.map(({ name }) => name);
  await writeLines(
    job.outputFile,
    tableLines(table, names, (row) => added.map(({ value }) => String(value(row)))),
  );
  return [];
}
