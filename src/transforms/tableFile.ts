import { detectDialect } from '../shared/dialect';
import { scanRecords } from '../shared/records';
import { parquetColumns } from './parquet';
import { TableFileError } from './tableFileError';

/** A table's rows as text. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type TableFormat =
  | { readonly kind: 'csv'; readonly delimiter: string }
  | { readonly kind: 'json' }
  | { readonly kind: 'parquet' };

/** What a file holds, for a preview and for its entry in the catalog. */
export interface TablePreview {
  readonly format: TableFormat;
  /** With Hive types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The first rows; none for Parquet. */
  readonly sample: readonly (readonly string[])[];
  /** Undefined when it is not known without reading all of it. */
  readonly rowCount: number | undefined;
}

const sampled = 5;

/** Looks into a CSV, JSON lines or Parquet file. @throws TableFileError */
export function previewTable(bytes: Uint8Array, name: string): TablePreview {
  if (isParquet(bytes)) {
    const columns = parquetColumns(bytes);
    return { format: { kind: 'parquet' }, columns, sample: [], rowCount: undefined };
  }
  const rows = readRows(bytes, name);
  if (rows === undefined || rows.columns.length === 0) {
    throw new TableFileError(`${name} is empty.`);
  }
  const format: TableFormat = isJson(bytes) ? { kind: 'json' } : { kind: 'csv', delimiter: delimiterOf(bytes) };
  const columns = rows.columns.map((column, at) => ({
    name: column,
    type: typeOf(rows.rows.map((row) => row[at] ?? '')),
  }));
  return { format, columns, sample: rows.rows.slice(0, sampled), rowCount: rows.rows.length };
}

/** Reads CSV with a header line, or JSON lines. @returns undefined for other formats and empty files. */
export function readRows(bytes: Uint8Array, name: string): Rows | undefined {
  if (bytes.length === 0 || isParquet(bytes)) {
    return undefined;
  }
  return isJson(bytes) ? readJsonLines(bytes, name) : readCsv(bytes);
}

function isParquet(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 4)) === 'PAR1';
}

function isJson(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function readCsv(bytes: Uint8Array): Rows {
  const dialect = detectDialect(bytes);
  const records = scanRecords(bytes, dialect.bom ? 3 : 0, delimiterOf(bytes).charCodeAt(0));
  const decoder = new TextDecoder(dialect.encoding === 'windows-1252' ? 'windows-1252' : 'utf-8');
  const cells = (record: number): string[] => {
    const first = records.first[record] ?? 0;
    const last = records.first[record + 1] ?? first;
    const row: string[] = [];
    for (let field = first; field < last; field++) {
      const end = field + 1 < last ? (records.starts[field + 1] ?? 0) - 1 : (records.ends[record] ?? 0);
      row.push(unquote(decoder.decode(bytes.subarray(records.starts[field] ?? 0, end))));
    }
    return row;
  };
  const all = Array.from({ length: records.count }, (_, record) => cells(record));
  return { columns: all[0] ?? [], rows: all.slice(1) };
}

/** The one that the header line has most of; a comma where it has none. */
function delimiterOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0x0a);
  const header = new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end)).replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function readJsonLines(bytes: Uint8Array, name: string): Rows {
  const columns = new Map<string, number>();
  const objects = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .flatMap((line, index): ReadonlyMap<string, string>[] => {
      if (line.trim() === '') {
        return [];
      }
      const cells = jsonCells(line);
      if (cells === undefined) {
        throw new TableFileError(`Line ${index + 1} of ${name} is not a JSON object. Each line must be one.`);
      }
      for (const key of cells.keys()) {
        columns.set(key, columns.get(key) ?? columns.size);
      }
      return [cells];
    });
  const names = [...columns.keys()];
  return { columns: names, rows: objects.map((cells) => names.map((column) => cells.get(column) ?? '')) };
}

function jsonCells(line: string): ReadonlyMap<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const entries = Object.entries(value).map(([key, cell]): [string, string] => [
    key,
    cell === null || cell === undefined ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell),
  ]);
  return new Map(entries);
}

/** The narrowest Hive type that every value fits. Codes with leading zeros stay text. */
function typeOf(values: readonly string[]): string {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) {
    return 'string';
  }
  if (filled.every((value) => /^-?(0|[1-9]\d{0,17})$/.test(value))) {
    return 'bigint';
  }
  return filled.every((value) => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value)) ? 'double' : 'string';
}
