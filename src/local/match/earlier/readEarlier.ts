import { MatchInputError } from '../errors';
import { IdNumbers } from '../group/idNumbers';
import { inKeyOrder, type OrderedTable } from '../index/keyOrder';
import { matchColumns } from '../output/matchColumns';
import { foreignFormat } from '../table/codecs';
import { headOf } from '../table/content';
import { raggedRow } from '../table/describeDelimited';
import { withDuck } from '../table/duck';
import { checkKeys, type Part, placeOf } from '../table/keys';
import { describeParquet, readParquet } from '../table/parquet/readParquet';
import type { Table } from '../table/readTable';
import { readText } from '../table/readText';
import type { TableFile } from '../table/source';

/** An output of FindMatches, read again. */
export interface Earlier {
  /** The table as it was then. */
  readonly table: OrderedTable;
  /** Row to cluster; clusters are numbered by their first row. */
  readonly clusterOf: Int32Array;
  /** Cluster to match id. */
  readonly ids: BigInt64Array;
  /** Cluster to confidence, where the output has it. */
  readonly confidence: Float32Array | undefined;
}

/** Cells of the columns wanted, and where its rows came from. */
interface Found {
  readonly cells: string[][];
  readonly parts: Part[];
}

const csv = { kind: 'csv', delimiter: ',', quote: '"', headerLines: 0 } as const;

/**
 * Reads an earlier output of a table: CSV with a header line, or Parquet, in any number of files. Other columns in it are left alone.
 * @throws MatchInputError naming file and line for what it lacks: columns, match ids, keys that are there once
 */
export async function readEarlier(
  files: readonly TableFile[],
  { columns, key }: Pick<Table, 'columns' | 'key'>,
  scratch: string,
): Promise<Earlier> {
  const { id, score } = matchColumns(columns);
  const found: Found = { cells: [...columns, id, score].map(() => []), parts: [] };
  const names = { columns: [...columns, id], score };
  const withScores = [];
  for (const file of files) {
    const isParquet = foreignFormat(await headOf(file)) === 'Parquet';
    withScores.push(
      isParquet ? await readOneParquet(file, names, scratch, found) : await readOneCsv(file, names, found),
    );
  }
  const keys = found.cells[key] ?? [];
  checkKeys(keys, columns[key] ?? '', found.parts, {
    empty: 'Give an output of FindMatches as it was written.',
    repeated: 'Give one output of FindMatches, not several; each is one object that begins with run-.',
  });
  const idsFound = found.cells[columns.length] ?? [];
  checkIds(idsFound, id, found.parts);
  const scores = withScores.every((has) => has) ? found.cells[columns.length + 1] : undefined;
  if (scores) {
    checkScores(scores, score, found.parts);
  }
  return order({ columns, key, rows: keys.length, cells: found.cells }, scores !== undefined);
}

/** Columns that an output must have, and one that it may have. */
interface Names {
  readonly columns: readonly string[];
  readonly score: string;
}

/** @returns whether the file has scores */
async function readOneCsv(file: TableFile, { columns, score }: Names, { cells, parts }: Found): Promise<boolean> {
  const firstRow = cells[0]?.length ?? 0;
  const lines: number[] = [];
  let header: readonly string[] | undefined;
  let places: (number | undefined)[] = [];
  await readText(file, csv, [], (values, line) => {
    if (!header) {
      header = values;
      places = placesOf(file, columns, score, values);
      return;
    }
    if (values.length !== header.length) {
      throw raggedRow(file, line, values.length, header);
    }
    lines.push(line);
    for (const [column, place] of places.entries()) {
      cells[column]?.push(place === undefined ? '' : (values[place] ?? ''));
    }
  });
  if (!header) {
    throw new MatchInputError(`${file.name} is empty. Give an output of FindMatches as it was written.`);
  }
  parts.push({ file, firstRow, rows: lines.length, lines });
  return places.at(-1) !== undefined;
}

async function readOneParquet(
  file: TableFile,
  { columns, score }: Names,
  scratch: string,
  { cells, parts }: Found,
): Promise<boolean> {
  return withDuck(scratch, async (duck) => {
    const firstRow = cells[0]?.length ?? 0;
    const described = await describeParquet(duck, file);
    const header = described.columns.map(({ name }) => name);
    const places = placesOf(file, columns, score, header);
    const rows = await readParquet(duck, file, described, places, cells, scratch);
    parts.push({ file, firstRow, rows });
    return places.at(-1) !== undefined;
  });
}

/** Where in a file each wanted column is, the scores at last. */
function placesOf(
  file: TableFile,
  columns: readonly string[],
  score: string,
  header: readonly string[],
): (number | undefined)[] {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new MatchInputError(
      `${file.name} is no earlier output of this table: it has no column ${missing.map((column) => `"${column}"`).join(', ')}. Give an output that FindMatches wrote for the table, or leave --EXISTING_MATCHES_S3_PATH out.`,
    );
  }
  const twice = columns.find((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice !== undefined) {
    throw new MatchInputError(
      `${file.name} has two columns "${twice}". Give an output of FindMatches as it was written.`,
    );
  }
  return [...columns, score].map((column) => (header.includes(column) ? header.indexOf(column) : undefined));
}

function checkIds(ids: readonly string[], column: string, parts: readonly Part[]): void {
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] ?? '';
    if (!/^-?[0-9]{1,19}$/.test(id) || BigInt.asIntN(64, BigInt(id)) !== BigInt(id)) {
      const what = id === '' ? 'is empty' : `has the value "${id}", which is no match id,`;
      throw new MatchInputError(
        `Column "${column}" ${what} in ${placeOf(row, parts)}. Give an output of FindMatches as it was written.`,
      );
    }
  }
}

function checkScores(scores: readonly string[], column: string, parts: readonly Part[]): void {
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? '';
    if (score === '' || !(Number(score) >= 0 && Number(score) <= 1)) {
      throw new MatchInputError(
        `Column "${column}" has the value "${score}", which is not a score from 0 to 1, in ${placeOf(row, parts)}. Give an output of FindMatches as it was written.`,
      );
    }
  }
}

/** Puts rows in order of key, and numbers clusters by their first row. */
function order(found: Table, withScores: boolean): Earlier {
  const { cells, ...table } = inKeyOrder(found);
  const width = table.columns.length;
  const clusterOf = new Int32Array(table.rows);
  const numbers = new IdNumbers(table.rows);
  const ids = new BigInt64Array(table.rows);
  const confidence = new Float32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const before = numbers.count;
    const id = BigInt(cells[width]?.[row] ?? '');
    const cluster = numbers.numberOf(id);
    clusterOf[row] = cluster;
    if (cluster === before) {
      ids[cluster] = id;
      confidence[cluster] = withScores ? Number(cells[width + 1]?.[row]) : 0;
    }
  }
  return {
    table: { ...table, cells: cells.slice(0, width) },
    clusterOf,
    ids: ids.slice(0, numbers.count),
    confidence: withScores ? confidence.slice(0, numbers.count) : undefined,
  };
}
