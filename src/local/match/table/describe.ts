import { MatchInputError } from '../errors';
import type { TableFile, TableFormat, TableSource } from '../job';
import { isParquet } from './codecs';
import { fileCodec, headOf } from './content';
import { describeDelimited } from './describeDelimited';
import { describeJson } from './describeJson';
import { withDuck } from './duck';
import { placeColumns } from './parquetColumns';
import { describeParquet, type ParquetColumn, sampleParquet } from './readParquet';
import { TextPieces } from './textPieces';

/** How to read a file as a table, and what it then holds: the same for whoever asks. */
export interface FileDescription {
  readonly format: TableFormat;
  /** With Hive types. */
  readonly columns: TableSource['columns'];
  readonly rows: number;
  /** The first rows, cell by cell as the matcher reads them. */
  readonly sample: readonly (readonly string[])[];
  /** How the file is compressed; undefined when it isn't. */
  readonly compression?: string;
}

/** How many rows a description shows. */
export const sampleRows = 5;

/**
 * Finds out how to read a file by reading all of it: Parquet, JSON lines, or delimited text with a header line.
 * @throws MatchInputError for what can't be read so, naming line and reason
 */
export async function describeFile(file: TableFile, scratch: string): Promise<FileDescription> {
  const head = await headOf(file);
  if (head.length === 0) {
    throw new MatchInputError(`${file.name} is empty: there is no header to take column names from.`);
  }
  if (isParquet(head)) {
    return describeParquetFile(file, scratch);
  }
  const start = await textStart(file);
  const found = /^\s*(\{|\[\s*(\{|\[|\]|"|$))/.test(start)
    ? await describeJson(file)
    : await describeDelimited(file, start);
  const codec = await fileCodec(file);
  return codec === 'none' ? found : { ...found, compression: codec.replace(/-.*/, '') };
}

/** The first characters of a text file. */
async function textStart(file: TableFile): Promise<string> {
  for await (const piece of new TextPieces(file).read()) {
    if (piece.trim() !== '') {
      return piece;
    }
  }
  throw new MatchInputError(`${file.name} is empty: there is no header to take column names from.`);
}

function describeParquetFile(file: TableFile, scratch: string): Promise<FileDescription> {
  return withDuck(scratch, async (duck) => {
    const found = await describeParquet(duck, file);
    const columns = found.columns.map((column) => ({ name: column.name, type: hiveType(column) }));
    checkNames(
      columns.map(({ name }) => name),
      file,
    );
    const [places = []] = placeColumns(
      columns.map(({ name }) => name),
      [{ file, found }],
    );
    return {
      format: { kind: 'parquet' },
      columns,
      rows: found.rows,
      sample: await sampleParquet(duck, file, found, places, sampleRows),
    };
  });
}

/** Hive's name for a DuckDB type. */
function hiveType({ type }: ParquetColumn): string {
  const plain: Readonly<Record<string, string>> = {
    TINYINT: 'tinyint',
    SMALLINT: 'smallint',
    INTEGER: 'int',
    BIGINT: 'bigint',
    UTINYINT: 'smallint',
    USMALLINT: 'int',
    UINTEGER: 'bigint',
    FLOAT: 'float',
    DOUBLE: 'double',
    BOOLEAN: 'boolean',
    DATE: 'date',
    TIMESTAMP: 'timestamp',
    TIMESTAMP_NS: 'timestamp',
    'TIMESTAMP WITH TIME ZONE': 'timestamp',
  };
  return type.startsWith('DECIMAL') ? type.toLowerCase() : (plain[type] ?? 'string');
}

/** @throws MatchInputError for a column without a name, and for two whose names differ in case at most */
export function checkNames(names: readonly string[], { name: file }: TableFile): void {
  const seen = new Map<string, string>();
  for (const [at, name] of names.entries()) {
    if (name === '') {
      throw new MatchInputError(`Column ${at + 1} of ${file} has no name. Name it and try again.`);
    }
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      const differ = other === name ? `"${name}" twice` : `"${other}" and "${name}", which differ in case only`;
      throw new MatchInputError(
        `${file} names ${differ}. The catalog takes one name for one column: rename one of the two.`,
      );
    }
    seen.set(name.toLowerCase(), name);
  }
}
