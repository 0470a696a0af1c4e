import type { DuckDBConnection } from '@duckdb/node-api';
import { columnNamed } from '../../../shared/columns';
import { MatchInputError } from '../errors';
import { raggedRow } from './describeDelimited';
import { withDuck } from './duck';
import { checkKeys, type Part } from './keys';
import { placeColumns } from './parquet/parquetColumns';
import { describeParquet, readParquet } from './parquet/readParquet';
import { readText, type TextFindings } from './readText';
import type { TableFile, TableFormat, TableSource } from './source';

/** A table in memory. All cells are text exactly as in the source; a null is an empty text. */
export interface Table {
  readonly columns: readonly string[];
  /** Index of the primary key in `columns`. */
  readonly key: number;
  readonly rows: number;
  /** One array per column, each `rows` long, in file order. */
  readonly cells: readonly (readonly string[])[];
}

/**
 * Reads all files of a table as text: every row, or it rejects.
 * @throws MatchInputError for a file that can't be read as its format says (ragged row, wrong encoding, malformed JSON),
 *   for a table without rows, and for a missing or repeated primary key; it names object, line and column.
 */
export async function readTable(source: TableSource, primaryKey: string, scratch: string): Promise<Table> {
  const columns = source.columns.map(({ name }) => name);
  const key = columnNamed(columns, primaryKey);
  if (key < 0) {
    throw new MatchInputError(
      `The table has no column "${primaryKey}", which the transform names as its primary key. Its columns are ${columns.join(', ')}.`,
    );
  }
  const { cells, parts } = await readCells(source, scratch);
  const rows = cells[0]?.length ?? 0;
  if (rows === 0) {
    const files = source.files.map(({ name }) => name).join(', ');
    throw new MatchInputError(
      files === ''
        ? "The table's location holds no objects. Upload the data there, or correct the table's location."
        : `The table has 0 rows: nothing but headers was found in ${files}. Upload the data, or correct the table's location.`,
    );
  }
  checkKeys(cells[key] ?? [], primaryKey, parts);
  return { columns, key, rows, cells };
}

interface Cells {
  readonly cells: string[][];
  readonly parts: readonly Part[];
}

/** The cells of all files, column by column, and which rows came from where. */
export async function readCells(source: TableSource, scratch: string): Promise<Cells> {
  const { format } = source;
  const cells: string[][] = source.columns.map(() => []);
  const parts: Part[] =
    format.kind === 'parquet'
      ? await withDuck(scratch, (duck) => readParquetFiles(duck, source, cells, scratch))
      : await readTextFiles(source, format, cells);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  for (const [column, values] of cells.entries()) {
    if (values.length !== rows) {
      throw new MatchInputError(
        `The table's objects have ${rows} rows, but ${values.length} cells of column "${source.columns[column]?.name}" were read. This is a fault of Local Glue: please report it.`,
      );
    }
  }
  return { cells, parts };
}

/** The columns that files hold themselves, without those that their paths tell. */
function ownColumns({ columns, partitionColumns = 0 }: TableSource): readonly string[] {
  return columns.slice(0, columns.length - partitionColumns).map(({ name }) => name);
}

async function readTextFiles(
  source: TableSource,
  format: Exclude<TableFormat, { readonly kind: 'parquet' }>,
  cells: readonly string[][],
): Promise<Part[]> {
  const columns = ownColumns(source);
  const parts: Part[] = [];
  const findings: TextFindings[] = [];
  for (const file of source.files) {
    const firstRow = cells[0]?.length ?? 0;
    const lines: number[] = [];
    const found = await readText(file, format, columns, (values, line) => {
      if (values.length !== columns.length) {
        throw raggedRow(file, line, values.length, columns);
      }
      lines.push(line);
      for (const [column, value] of values.entries()) {
        cells[column]?.push(value);
      }
    });
    fillPartition(file, columns.length, lines.length, cells);
    parts.push({ file, firstRow, rows: lines.length, lines });
    if (lines.length > 0) {
      findings.push(found);
    }
  }
  refuseAbsent(source, columns, findings);
  return parts;
}

/** Where not one object of a whole table has a column, its name is wrong rather than all its cells empty. */
function refuseAbsent(source: TableSource, columns: readonly string[], findings: readonly TextFindings[]): void {
  const absent = findings[0]?.missing.find((column) => findings.every(({ missing }) => missing.includes(column)));
  if (absent !== undefined) {
    const keys = [...new Set(findings.flatMap(({ strangers }) => strangers))].slice(0, 10);
    const others = keys.length === 0 ? '' : ` Keys that are no columns: ${keys.map((key) => `"${key}"`).join(', ')}.`;
    const where = source.files.length === 1 ? source.files[0]?.name : `the ${source.files.length} objects of the table`;
    throw new MatchInputError(
      `No record of ${where} has a value for the column "${columns[absent]}".${others} Correct the column's name, or take it out of the table.`,
    );
  }
}

async function readParquetFiles(
  duck: DuckDBConnection,
  source: TableSource,
  cells: readonly string[][],
  scratch: string,
): Promise<Part[]> {
  const columns = ownColumns(source);
  const described: { file: TableFile; found: Awaited<ReturnType<typeof describeParquet>> }[] = [];
  for (const file of source.files) {
    described.push({ file, found: await describeParquet(duck, file) });
  }
  const places = placeColumns(columns, described);
  const parts: Part[] = [];
  for (const [at, { file, found }] of described.entries()) {
    const firstRow = cells[0]?.length ?? 0;
    const rows = await readParquet(duck, file, found, places[at] ?? [], cells, scratch);
    fillPartition(file, columns.length, rows, cells);
    parts.push({ file, firstRow, rows });
  }
  return parts;
}

function fillPartition(file: TableFile, first: number, rows: number, cells: readonly string[][]): void {
  for (const [at, value] of (file.partition ?? []).entries()) {
    for (let row = 0; row < rows; row++) {
      cells[first + at]?.push(value);
    }
  }
}
