import { BIGINT, DOUBLE, DuckDBDataChunk, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { KeptAsText } from '../job';
import { identifier, literal, withDuck } from '../table/duck';
import { writtenType } from './writtenType';

/** A column of text cells with its catalog (Hive) type. */
export interface TextColumn {
  readonly name: string;
  readonly type: string;
  readonly cells: readonly string[];
}

/** A column that is ours, of values with a type. */
export interface AddedColumn {
  readonly name: string;
  readonly type: 'BIGINT' | 'DOUBLE';
  readonly value: (row: number) => number | bigint;
}

/** As many rows as the engine takes at once. */
const chunkRows = 2048;

/**
 * Writes a Parquet file. A column has its catalog type where every cell comes back as it was, else it is text; an empty cell is null.
 * @returns the columns that are text for the sake of a value
 */
export async function writeParquet(
  file: string,
  columns: readonly TextColumn[],
  added: readonly AddedColumn[],
  rows: number,
  scratch: string,
): Promise<KeptAsText[]> {
  const types = columns.map(({ type, cells }) => writtenType(type, cells));
  await withDuck(scratch, async (duck) => {
    // Numbers for names: the table's own names may be anything.
    const places = [...columns, ...added].map((_, at) => `c${at}`);
    const declared = [...columns.map(() => 'VARCHAR'), ...added.map(({ type }) => type)];
    await duck.run(`CREATE TABLE matches (${places.map((place, at) => `${place} ${declared[at]}`).join(', ')})`);
    const appender = await duck.createAppender('matches');
    for (let from = 0; from < rows; from += chunkRows) {
      appender.appendDataChunk(chunk(columns, added, from, Math.min(from + chunkRows, rows)));
    }
    appender.closeSync();
    const select = [
      ...columns.map(({ name }, at) => `CAST(c${at} AS ${types[at]?.type}) AS ${identifier(name)}`),
      ...added.map(({ name }, at) => `c${columns.length + at} AS ${identifier(name)}`),
    ];
    await duck.run(`COPY (SELECT ${select.join(', ')} FROM matches) TO ${literal(file)} (FORMAT parquet)`);
  });
  return columns.flatMap(({ name, type, cells }, at) => {
    const written = types[at];
    return written && 'row' in written
      ? [{ column: name, type, row: written.row, value: cells[written.row] ?? '' }]
      : [];
  });
}

function chunk(
  columns: readonly TextColumn[],
  added: readonly AddedColumn[],
  from: number,
  to: number,
): DuckDBDataChunk {
  const types: DuckDBType[] = [
    ...columns.map(() => VARCHAR),
    ...added.map(({ type }) => (type === 'BIGINT' ? BIGINT : DOUBLE)),
  ];
  const made = DuckDBDataChunk.create(types, to - from);
  const values = (of: (row: number) => DuckDBValue): DuckDBValue[] =>
    Array.from({ length: to - from }, (_, at) => of(from + at));
  for (const [at, { cells }] of columns.entries()) {
    made.setColumnValues(
      at,
      values((row) => cells[row] || null),
    );
  }
  for (const [at, { type, value }] of added.entries()) {
    made.setColumnValues(
      columns.length + at,
      values((row) => (type === 'BIGINT' ? BigInt(value(row)) : value(row))),
    );
  }
  return made;
}
