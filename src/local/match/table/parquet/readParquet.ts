import type { DuckDBConnection } from '@duckdb/node-api';
import { MatchInputError } from '../../errors';
import { foreignFormat } from '../codecs';
import { fileCodec, headOf } from '../content';
import { literal } from '../duck';
import type { TableFile } from '../source';
import { int96Text, withBytesForInt96 } from './int96';

/** Parquet's name for nanoseconds of a Julian day. */
const int96 = 'INT96';

/** A column of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  /** DuckDB's type, or INT96. */
  readonly type: string;
  /** What its values are, where the engine would round them. */
  readonly lossy?: string | undefined;
}

/** What a Parquet file says of itself. */
export interface ParquetFile {
  readonly columns: readonly ParquetColumn[];
  /** As its footer tells, without a look at the data. */
  readonly rows: number;
}

/** @throws MatchInputError for a file that is no Parquet, or damaged */
export async function describeParquet(duck: DuckDBConnection, file: TableFile): Promise<ParquetFile> {
  const head = await headOf(file);
  const foreign = foreignFormat(head);
  if (foreign !== 'Parquet') {
    const codec = await fileCodec(file);
    const is = codec === 'none' ? (foreign ?? 'no Parquet') : `compressed with ${codec.replace(/-.*/, '')} as a whole`;
    throw new MatchInputError(
      `${file.name} is ${is}, but its table is declared as Parquet. Correct the table's SerDe, or store the object as Parquet.`,
    );
  }
  try {
    const described = await duck.runAndReadAll(`DESCRIBE ${reader(file.path)}`);
    const schema = await duck.runAndReadAll(
      `SELECT name, num_children, type FROM parquet_schema(${literal(file.path)})`,
    );
    const lossy = await lossyColumns(duck, file);
    const own = topColumns(
      schema.getRows().map(([name, children, type]) => ({ name: String(name), children: Number(children ?? 0), type })),
    );
    const footer = await duck.runAndReadAll(`SELECT num_rows FROM parquet_file_metadata(${literal(file.path)})`);
    const columns = described.getRows().map(([name, type], at) => {
      const column = own[at] ?? { name: String(name), type };
      return { name: column.name, type: column.type === int96 ? int96 : String(type), lossy: lossy.get(column.name) };
    });
    return { columns, rows: Number(footer.getRows()[0]?.[0]) };
  } catch (error) {
    throw explainParquetError(error, file);
  }
}

/** Columns of types that the engine reads as others, which hold less. */
async function lossyColumns(duck: DuckDBConnection, file: TableFile): Promise<ReadonlyMap<string, string>> {
  const found = await duck.runAndReadAll(
    `SELECT name, coalesce(precision, 0), coalesce(logical_type, '') FROM parquet_schema(${literal(file.path)})`,
  );
  return new Map(
    found.getRows().flatMap(([name, precision, type]) => {
      const digits = Number(precision);
      if (digits > 38) {
        return [[String(name), `decimals of ${digits} digits`]];
      }
      const fine = /^(?:Time|Timestamp)Type\(isAdjustedToUTC=1,.*NANOS=Nano|^TimeType\(.*NANOS=Nano/.test(String(type));
      return fine ? [[String(name), 'times in nanoseconds']] : [];
    }),
  );
}

/** The columns themselves, from a schema in depth-first order, its root first. */
function topColumns<Element extends { readonly children: number }>(schema: readonly Element[]): Element[] {
  const behind = (at: number): number => {
    let next = at + 1;
    for (let left = schema[at]?.children ?? 0; left > 0; left--) {
      next = behind(next);
    }
    return next;
  };
  const columns: Element[] = [];
  for (let at = 1; at < schema.length; at = behind(at)) {
    columns.push(...schema.slice(at, at + 1));
  }
  return columns;
}

function reader(path: string): string {
  return `FROM read_parquet(${literal(path)}, hive_partitioning = false, filename = false)`;
}

/** Gives `use` the file to read the wanted columns from: a copy of it where the engine would round one of them. */
function withReadable<T>(
  { path }: TableFile,
  { columns }: ParquetFile,
  places: readonly (number | undefined)[],
  scratch: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const rounded = places.some((place) => place !== undefined && columns[place]?.type === int96);
  return rounded ? withBytesForInt96(path, scratch, use) : use(path);
}

/**
 * Reads the columns of a Parquet file as text and gives each its cells; a null is an empty text.
 * @param places where in the file each wanted column is; undefined for one that the file lacks, which is all nulls
 * @returns the number of rows, which is what the file's footer says
 */
export async function readParquet(
  duck: DuckDBConnection,
  file: TableFile,
  found: ParquetFile,
  places: readonly (number | undefined)[],
  cells: readonly string[][],
  scratch: string,
): Promise<number> {
  const { rows } = found;
  let read = 0;
  try {
    read = await withReadable(file, found, places, scratch, (path) =>
      stream(duck, selectText(path, found, places), rows, cells),
    );
  } catch (error) {
    throw explainParquetError(error, file);
  }
  if (read !== rows) {
    throw new MatchInputError(
      `${file.name} says that it has ${rows} rows, but ${read} were read: the object is damaged. Write it again.`,
    );
  }
  return read;
}

/** @returns the number of rows that were read */
async function stream(
  duck: DuckDBConnection,
  query: string,
  rows: number,
  cells: readonly string[][],
): Promise<number> {
  let read = 0;
  const result = await duck.stream(query);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    read += chunk.rowCount;
    for (const [column, values] of chunk.getColumns().entries()) {
      const target = cells[column];
      for (const value of values) {
        target?.push(value === null ? '' : String(value));
      }
    }
  }
  if (read !== rows) {
    // A stream that fails midway just ends; the same query as a whole says why.
    await duck.run(query);
  }
  return read;
}

/** The first rows of a Parquet file, as `readParquet` reads them. */
export async function sampleParquet(
  duck: DuckDBConnection,
  file: TableFile,
  found: ParquetFile,
  places: readonly (number | undefined)[],
  rows: number,
  scratch: string,
): Promise<string[][]> {
  try {
    return await withReadable(file, found, places, scratch, async (path) => {
      const result = await duck.runAndReadAll(`${selectText(path, found, places)} LIMIT ${rows}`);
      return result.getRows().map((row) => row.map((value) => (value === null ? '' : String(value))));
    });
  } catch (error) {
    throw explainParquetError(error, file);
  }
}

function selectText(path: string, { columns }: ParquetFile, places: readonly (number | undefined)[]): string {
  const alias = columns.map((_, at) => `c${at}`).join(', ');
  const wanted = places.map((place) => (place === undefined ? "''" : asText(`c${place}`, columns[place]?.type ?? '')));
  return `SELECT ${wanted.join(', ')} ${reader(path)} AS t(${alias})`;
}

/** A byte order mark: the engine's binding takes one off each text that begins with it, so such a text is given two. */
const mark = 'chr(65279)';

/** A timestamp with a time zone is an instant, which Hive writes in UTC; DuckDB would add an offset to it. */
function asText(column: string, type: string): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    return `CAST(make_timestamp(epoch_us(${column})) AS VARCHAR)`;
  }
  if (type === int96) {
    return int96Text(column);
  }
  const text = type === 'BLOB' ? `decode(${column})` : `CAST(${column} AS VARCHAR)`;
  return /^(VARCHAR|BLOB|ENUM)/.test(type)
    ? `CASE WHEN starts_with(${text}, ${mark}) THEN ${mark} || ${text} ELSE ${text} END`
    : text;
}

function explainParquetError(error: unknown, { name }: TableFile): unknown {
  if (error instanceof Error && 'errno' in error) {
    // The system's own, of a full disk for instance, has words elsewhere.
    return error;
  }
  const text = error instanceof Error ? error.message : String(error);
  if (/Out of Memory/i.test(text)) {
    return new MatchInputError(
      `${name} needs more memory to be read than there is. Close other programs, or split the object.`,
    );
  }
  if (/valid UTF-?8|unicode/i.test(text)) {
    return new MatchInputError(
      `${name} holds a text that is not UTF-8. Write the object again with its texts in UTF-8.`,
    );
  }
  return new MatchInputError(
    `${name} is damaged: it begins as Parquet does, but not all of it can be decoded. Write or upload the object again.`,
  );
}
