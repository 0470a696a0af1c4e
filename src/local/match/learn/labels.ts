import { compareUtf8 } from '../../objects/listing';
import type { OrderedTable } from '../index/keyOrder';

/** A labeling set with the records it is about; rows without a label are left out. */
export interface LabeledSet {
  readonly records: readonly number[];
  readonly labels: readonly string[];
}

export interface Labels {
  readonly sets: readonly LabeledSet[];
  /** Cells of labeled records that the table does not hold; they are numbered on from the table's last row. */
  readonly extra: readonly (readonly string[])[];
}

/** Two records that were labeled in one set. */
export interface LabeledPair {
  readonly a: number;
  readonly b: number;
  readonly match: boolean;
  /** Index of the set among Labels.sets; -1 for a pair that nobody labeled but that is taken for a non-match. */
  readonly set: number;
  /** What it counts in training, a whole number, where that is not to follow from how near the records are. */
  readonly weight?: number;
}

/**
 * Finds the records that labels are about: by primary key, or, for a key the table does not hold, by their own cells. Sets and their
 * records come out in the same order for any order of the rows, and for any names of sets and labels.
 */
export function resolveLabels(
  rows: readonly LabeledRow[],
  table: Pick<OrderedTable, 'key' | 'rows' | 'rowOf'>,
): Labels {
  const labeled = rows.filter(({ label }) => label.trim() !== '');
  const strangers = new Map<string, readonly string[]>();
  for (const { cells } of labeled) {
    const key = cells[table.key] ?? '';
    const held = strangers.get(key);
    if (table.rowOf(key) === undefined && (!held || compareCells(cells, held) < 0)) {
      strangers.set(key, cells);
    }
  }
  const keys = [...strangers.keys()].sort(compareUtf8);
  const places = new Map(keys.map((key, i) => [key, table.rows + i]));
  const sets = new Map<string, Map<number, string>>();
  for (const { setId, label, cells } of labeled) {
    const key = cells[table.key] ?? '';
    const record = table.rowOf(key) ?? places.get(key) ?? 0;
    const set = sets.get(setId) ?? new Map<number, string>();
    // The same record labeled again in the same set replaces its label.
    sets.set(setId, set.set(record, label));
  }
  return {
    sets: [...sets.values()].map(inOrder).sort(compareSets),
    extra: keys.map((key) => strangers.get(key) ?? []),
  };
}

function inOrder(labels: ReadonlyMap<number, string>): LabeledSet {
  const records = [...labels.keys()].sort((x, y) => x - y);
  return { records, labels: records.map((record) => labels.get(record) ?? '') };
}

/** By their records, then by which of these are alike. */
function compareSets(x: LabeledSet, y: LabeledSet): number {
  return compareNumbers(x.records, y.records) || compareNumbers(partition(x), partition(y));
}

/** For each row of a set, the first row with the same label. */
function partition({ labels }: LabeledSet): number[] {
  return labels.map((label) => labels.indexOf(label));
}

function compareNumbers(x: readonly number[], y: readonly number[]): number {
  const at = x.findIndex((number, i) => number !== y[i]);
  return at < 0 || at >= y.length ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? 0);
}

function compareCells(x: readonly string[], y: readonly string[]): number {
  for (const [i, cell] of x.entries()) {
    const difference = compareUtf8(cell, y[i] ?? '');
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** All pairs that labels speak about: same set and label is a match, same set and another label a non-match. */
export function labeledPairs({ sets }: Labels): LabeledPair[] {
  const pairs: LabeledPair[] = [];
  for (const [set, { records, labels }] of sets.entries()) {
    for (let i = 0; i < records.length; i++) {
      for (let j = i + 1; j < records.length; j++) {
        pairs.push({ a: records[i] ?? 0, b: records[j] ?? 0, match: labels[i] === labels[j], set });
      }
    }
  }
  return pairs;
}

/** One labeled row as imported. Cells are text in catalog column order. An empty label conveys nothing. */
export interface LabeledRow {
  readonly setId: string;
  readonly label: string;
  readonly cells: readonly string[];
}
