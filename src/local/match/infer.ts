import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal, withDuck } from './duck';
import { MatchInputError } from './errors';
import type { TableSource } from './job';
import { explainReadError } from './tableErrors';

type Column = TableSource['columns'][number];
type Format = TableSource['format'];

/** How much of a file is looked at to tell its format and, for CSV, its delimiter and header. */
const headBytes = 64 * 1024;

/**
 * Finds out how to read a file: Parquet by its magic bytes, JSON lines by a leading brace, else CSV with a header line,
 * delimited by comma, tab, semicolon or bar. Column types are Hive's; whole numbers with leading zeros stay text.
 * @throws MatchInputError for an empty file, an unusable header, or content that can't be read as its format says
 */
export async function inferTable(file: string): Promise<{ format: Format; columns: readonly Column[] }> {
  const head = await readHead(file);
  const name = basename(file);
  if (head.length === 0) {
    throw new MatchInputError(`${name} is empty: there is no header to take column names from.`);
  }
  return withDuck(tmpdir(), async (duck) => {
    if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
      return { format: { kind: 'parquet' }, columns: await fileColumns(duck, file, { kind: 'parquet' }) };
    }
    const text = head.toString('utf8').replace(/^\ufeff/, '');
    if (text.trimStart().startsWith('{')) {
      return { format: { kind: 'json' }, columns: await fileColumns(duck, file, { kind: 'json' }) };
    }
    return inferCsv(duck, file, text);
  });
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function fileColumns(duck: DuckDBConnection, file: string, format: Format): Promise<Column[]> {
  const reader =
    format.kind === 'parquet'
      ? `read_parquet(${literal(file)})`
      : `read_json(${literal(file)}, format = 'newline_delimited', sample_size = -1)`;
  try {
    const described = await duck.runAndReadAll(`DESCRIBE SELECT * FROM ${reader}`);
    return described.getRows().map(([name, type]) => ({ name: String(name), type: hiveType(String(type), format) }));
  } catch (error) {
    throw explainReadError(error, file, { files: [file], format, columns: [] });
  }
}

/** Hive's name for a DuckDB type. DuckDB sees dates in JSON texts; there they are texts. */
function hiveType(type: string, format: Format): string {
  if (/^U?(TINYINT|SMALLINT|INTEGER)$/.test(type)) {
    return type.startsWith('U') ? 'bigint' : type.toLowerCase().replace('integer', 'int');
  }
  const plain: Record<string, string> = { BIGINT: 'bigint', FLOAT: 'float', DOUBLE: 'double', BOOLEAN: 'boolean' };
  if (format.kind === 'parquet') {
    Object.assign(plain, { DATE: 'date', TIMESTAMP: 'timestamp' });
    if (type.startsWith('DECIMAL')) {
      return type.toLowerCase();
    }
  }
  return plain[type] ?? 'string';
}

async function inferCsv(
  duck: DuckDBConnection,
  file: string,
  head: string,
): Promise<{ format: Format; columns: readonly Column[] }> {
  const delimiter = delimiterOf(head);
  const names = headerNames(head, delimiter, basename(file));
  const format: Format = { kind: 'csv', delimiter, quote: '"', headerLines: 1 };
  const types = `{${names.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ')}}`;
  const reader = `read_csv(${literal(file)}, auto_detect = false, header = false, skip = 1, comment = '', delim = ${literal(delimiter)}, quote = '"', escape = '"', columns = ${types})`;
  const unlike = (name: string, pattern: string): string =>
    `count(*) FILTER (WHERE ${identifier(name)} <> '' AND NOT regexp_full_match(${identifier(name)}, ${literal(pattern)}))`;
  const tests = names.flatMap((name) => [
    `count(*) FILTER (WHERE ${identifier(name)} <> '')`,
    unlike(name, '-?(0|[1-9][0-9]{0,17})'),
    unlike(name, '-?(0|[1-9][0-9]{0,17})(\\.[0-9]+)?([eE][-+]?[0-9]+)?'),
  ]);
  try {
    const counts =
      (await duck.runAndReadAll(`SELECT ${tests.join(', ')} FROM ${reader}`)).getRows()[0]?.map(Number) ?? [];
    const columns = names.map((name, i) => {
      const [present, notWhole, notNumber] = [counts[3 * i], counts[3 * i + 1], counts[3 * i + 2]];
      const type = present === 0 ? 'string' : notWhole === 0 ? 'bigint' : notNumber === 0 ? 'double' : 'string';
      return { name, type };
    });
    return { format, columns };
  } catch (error) {
    throw explainReadError(error, file, {
      files: [file],
      format,
      columns: names.map((name) => ({ name, type: 'string' })),
    });
  }
}

/** The delimiter that splits the header line into most cells; comma when none does. */
function delimiterOf(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? '';
  const counts = [',', '\t', ';', '|'].map((delimiter) => ({ delimiter, cells: splitLine(line, delimiter).length }));
  return counts.reduce((best, candidate) => (candidate.cells > best.cells ? candidate : best)).delimiter;
}

function headerNames(head: string, delimiter: string, file: string): string[] {
  const names = splitLine(head.split(/\r?\n/, 1)[0] ?? '', delimiter).map((name) => name.trim());
  const seen = new Set<string>();
  for (const [i, name] of names.entries()) {
    if (name === '') {
      throw new MatchInputError(`Column ${i + 1} of ${file} has no name in the header line. Name it and try again.`);
    }
    if (seen.has(name.toLowerCase())) {
      throw new MatchInputError(`The header line of ${file} names "${name}" twice. Rename one of the two columns.`);
    }
    seen.add(name.toLowerCase());
  }
  return names;
}

/** Splits one line of CSV whose cells may be quoted. */
function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') {
      quoted = !quoted;
    } else if (character === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell];
}
