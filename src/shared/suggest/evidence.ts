import type { LabelingFile } from '../file/labelingFile';
import { similarity, type Words, wordsOf } from './similarity';

const sampledPairs = 1000;
/** Lowest similarity of each level of agreement; the first is equality. */
export const levels = [1, 0.9, 0.75, 0.5, 0] as const;

/** What a column of the file says by itself, whatever the set. */
export interface ColumnStatistics {
  readonly name: string;
  readonly column: number;
  /** How often two rows taken at random reach each level. */
  readonly chance: readonly number[];
  /** Share of rows with this value. */
  readonly share: ReadonlyMap<string, number>;
  readonly weight: (word: string) => number;
}

/** How two cells of a column agree. */
export interface Agreement {
  /** From 0 to 1. */
  readonly similarity: number;
  /** Index into `levels`. */
  readonly level: number;
  /** How common the value is, where both cells have the same: in the file, and more so if in the set too. */
  readonly share: number;
}

/** A column as it compares the rows of one set, by their places in it; undefined where a cell is empty. */
export interface ComparedColumn {
  readonly name: string;
  readonly agreement: (a: number, b: number) => Agreement | undefined;
}

/** Counts values, words and chance agreements of a column over a sample of rows. */
export function columnStatistics(file: LabelingFile, column: number, rows: readonly number[]): ColumnStatistics {
  const cells = rows.map((row) => wordsOf(file.cell(row, column)));
  const filled = Math.max(1, cells.filter(({ text }) => text !== '').length);
  const values = countsOf(cells.map(({ text }) => text));
  const weight = wordWeight(cells, filled);
  const share = new Map(Array.from(values, ([value, count]) => [value, count / filled]));
  return { name: file.columns[column] ?? '', column, chance: chanceLevels(file, rows, cells, weight), share, weight };
}

/** Compares every two of `rows` in one column. */
export function compareColumn(
  statistics: ColumnStatistics,
  file: LabelingFile,
  rows: readonly number[],
): ComparedColumn {
  const cells = rows.map((row) => wordsOf(file.cell(row, statistics.column)));
  const filled = cells.filter(({ text }) => text !== '').length;
  const inSet = wordWeight(cells, filled);
  // A word that many rows of the set have does not tell them apart, however rare it is in the file.
  const weight = (word: string): number => {
    const general = statistics.weight(word);
    return Math.sqrt(general * Math.min(general, inSet(word)));
  };
  const values = countsOf(cells.map(({ text }) => text));
  const shareOf = (value: string): number => {
    const general = statistics.share.get(value) ?? 0;
    const others = ((values.get(value) ?? 2) - 2) / Math.max(1, filled - 2);
    return Math.sqrt(general * Math.max(general, others));
  };
  const table = cells.map((a, at) =>
    cells.slice(0, at).map((b) => {
      const alike = likenessOf(a, b, weight);
      return alike === undefined
        ? undefined
        : { similarity: alike, level: levelOf(alike), share: alike === 1 ? shareOf(a.text) : 0 };
    }),
  );
  return { name: statistics.name, agreement: (a, b) => table[Math.max(a, b)]?.[Math.min(a, b)] };
}

function likenessOf(a: Words, b: Words, weight: (word: string) => number): number | undefined {
  return a.text === '' || b.text === '' ? undefined : similarity(a, b, weight);
}

function countsOf<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) {
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return counts;
}

/** Rare words weigh more: log(1 + cells / cells with the word). */
function wordWeight(cells: readonly Words[], filled: number): (word: string) => number {
  const counts = countsOf(cells.flatMap(({ words }) => Array.from(new Set(words))));
  return (word) => Math.log(1 + filled / (counts.get(word) ?? 1));
}

/** How often pairs of rows of different sets, which as a rule don't match, reach each level. */
function chanceLevels(
  file: LabelingFile,
  rows: readonly number[],
  cells: readonly Words[],
  weight: (word: string) => number,
): number[] {
  const counts = levels.map(() => 1);
  const strides = Math.ceil(sampledPairs / Math.max(1, rows.length));
  for (let stride = 1; stride <= strides; stride++) {
    // Far apart in the file, and each stride another distance.
    const distance = Math.floor((rows.length * stride) / (strides + 1)) + 1;
    for (const [at, a] of cells.entries()) {
      const other = (at + distance) % cells.length;
      const apart = file.setOf(rows[at] ?? 0) !== file.setOf(rows[other] ?? 0) || file.sets.length === 1;
      const b = cells[other];
      const alike = apart && at !== other && b ? likenessOf(a, b, weight) : undefined;
      if (alike !== undefined) {
        const level = levelOf(alike);
        counts[level] = (counts[level] ?? 0) + 1;
      }
    }
  }
  const seen = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / seen);
}

function levelOf(alike: number): number {
  return levels.findIndex((level) => alike >= level);
}
