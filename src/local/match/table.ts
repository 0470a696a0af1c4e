import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, withDuck } from './duck';
import { MatchInputError } from './errors';
import type { TableSource } from './job';
import { explainReadError } from './tableErrors';

/** A table in memory. All cells are text exactly as in the source; a null is an empty text. */
export interface Table {
  readonly columns: readonly string[];
  /** Index of the primary key in `columns`. */
  readonly key: number;
  readonly rows: number;
  /** One array per column, each `rows` long, in file order. */
  readonly cells: readonly (readonly string[])[];
  /** Row number by primary key. */
  readonly rowByKey: ReadonlyMap<string, number>;
}

/**
 * Reads all files of a table as text.
 * @throws MatchInputError for a file that can't be read as its format says (ragged row, wrong encoding, malformed JSON),
 *   for a table without rows, and for a missing or repeated primary key; it names file, row and column.
 */
export async function readTable(source: TableSource, primaryKey: string, scratch: string): Promise<Table> {
  const columns = source.columns.map(({ name }) => name);
  const key = columns.findIndex((name) => name.toLowerCase() === primaryKey.toLowerCase());
  if (key < 0) {
    throw new MatchInputError(
      `The table has no column "${primaryKey}", which the transform names as its primary key. Its columns are ${columns.join(', ')}.`,
    );
  }
  const cells: string[][] = columns.map(() => []);
  const origin: { file: string; firstRow: number }[] = [];
  await withDuck(scratch, async (duck) => {
    for (const file of source.files) {
      origin.push({ file: basename(file), firstRow: cells[0]?.length ?? 0 });
      await readFile(duck, source, file, cells);
    }
  });
  const rows = cells[0]?.length ?? 0;
  if (rows === 0) {
    const files = source.files.map((file) => basename(file)).join(', ');
    throw new MatchInputError(
      files === ''
        ? "The table's location holds no objects. Upload the data there, or correct the table's location."
        : `The table has 0 rows: nothing but headers was found in ${files}. Upload the data, or correct the table's location.`,
    );
  }
  return { columns, key, rows, cells, rowByKey: indexKeys(cells[key] ?? [], primaryKey, origin) };
}

/** The SELECT that reads one file of a table with every column as text, in file order. */
function readerSql(source: TableSource, file: string): string {
  const { format, columns } = source;
  const types = `{${columns.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(', ')}}`;
  if (format.kind === 'parquet') {
    return `SELECT ${columns.map(({ name }) => `CAST("${name.replaceAll('"', '""')}" AS VARCHAR)`).join(', ')} FROM read_parquet(${literal(file)})`;
  }
  if (format.kind === 'json') {
    return `SELECT * FROM read_json(${literal(file)}, format = 'newline_delimited', columns = ${types})`;
  }
  return (
    `SELECT * FROM read_csv(${literal(file)}, auto_detect = false, header = false, skip = ${format.headerLines}, comment = '', ` +
    `delim = ${literal(format.delimiter)}, quote = ${literal(format.quote)}, escape = ${literal(format.quote)}, columns = ${types})`
  );
}

async function readFile(
  duck: DuckDBConnection,
  source: TableSource,
  file: string,
  cells: readonly string[][],
): Promise<void> {
  try {
    const result = await duck.stream(readerSql(source, file));
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const [column, values] of chunk.getColumns().entries()) {
        const target = cells[column];
        for (const value of values) {
          target?.push(value === null ? '' : String(value));
        }
      }
    }
  } catch (error) {
    throw explainReadError(error, file, source);
  }
}

/** Maps primary keys to rows and refuses missing or repeated ones. Rows are counted from 1 within their file. */
function indexKeys(
  keys: readonly string[],
  primaryKey: string,
  origin: readonly { file: string; firstRow: number }[],
): Map<string, number> {
  const place = (row: number): string => {
    const { file, firstRow } = origin.findLast((part) => part.firstRow <= row) ?? { file: 'the table', firstRow: 0 };
    return `row ${row - firstRow + 1} of ${file}`;
  };
  const rowByKey = new Map<string, number>();
  for (const [row, key] of keys.entries()) {
    if (key === '') {
      throw new MatchInputError(
        `Column "${primaryKey}" is empty in ${place(row)}. A primary key needs a value in every row: fill it in, or choose another primary key for the transform.`,
      );
    }
    const first = rowByKey.get(key);
    if (first !== undefined) {
      throw new MatchInputError(
        `Column "${primaryKey}" has the value "${key}" twice: in ${place(first)} and in ${place(row)}. A primary key must be unique: remove one row, or choose another primary key for the transform.`,
      );
    }
    rowByKey.set(key, row);
  }
  return rowByKey;
}
