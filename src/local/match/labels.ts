import type { LabeledRow } from './job';
import type { Table } from './table';

/** A labeling set with the records it is about; rows without a label are left out. */
export interface LabeledSet {
  readonly id: string;
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
  /** What it counts in training, where that is not to follow from how near the records are. */
  readonly weight?: number;
}

/** Finds the records that labels are about: by primary key, or, for a key the table does not hold, by their own cells. */
export function resolveLabels(rows: readonly LabeledRow[], table: Table): Labels {
  const sets = new Map<string, { records: number[]; labels: string[] }>();
  const extra: (readonly string[])[] = [];
  const extraByKey = new Map<string, number>();
  for (const { setId, label, cells } of rows) {
    if (label.trim() === '') {
      continue;
    }
    const key = cells[table.key] ?? '';
    let record = table.rowByKey.get(key) ?? extraByKey.get(key);
    if (record === undefined) {
      record = table.rows + extra.length;
      extra.push(cells);
      extraByKey.set(key, record);
    }
    let set = sets.get(setId);
    if (!set) {
      set = { records: [], labels: [] };
      sets.set(setId, set);
    }
    const again = set.records.indexOf(record);
    if (again >= 0) {
      // The same record labeled again in the same set replaces its label.
      set.labels[again] = label;
    } else {
      set.records.push(record);
      set.labels.push(label);
    }
  }
  return { sets: [...sets].map(([id, set]) => ({ id, ...set })), extra };
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
