import { MatchInputError } from '../errors';
import { documentOf, isParquet } from './codecs';
import { fileCodec, headOf } from './content';
import { describeDelimited } from './describeDelimited';
import { describeJson } from './describeJson';
import { checkNames, type FileDescription, sampleRows } from './description';
import { withDuck } from './duck';
import { placeColumns } from './parquet/parquetColumns';
import { describeParquet, type ParquetColumn, sampleParquet } from './parquet/readParquet';
import type { TableFile } from './source';
import { TextPieces } from './textPieces';

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
  const document = documentOf(start);
  if (document !== undefined) {
    throw new MatchInputError(
      `${file.name} is ${document}, not a table. Export the table as CSV, JSON lines or Parquet.`,
    );
  }
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
      sample: await sampleParquet(duck, file, found, places, sampleRows, scratch),
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
    INT96: 'timestamp',
    'TIMESTAMP WITH TIME ZONE': 'timestamp',
  };
  return type.startsWith('DECIMAL') ? type.toLowerCase() : (plain[type] ?? 'string');
}
