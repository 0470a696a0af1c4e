import type { LabelChange } from '../shared/edits';
import type { LabelingFile } from '../shared/labelingFile';

/** What two people made of one label. */
export interface Sides {
  /** The label both began with. */
  readonly base: string;
  readonly theirs: string;
}

/** Our unsaved labels over a version that someone else stored. */
export interface Taken {
  /** Our labels, on the rows where their records are there. */
  readonly ours: readonly (readonly [row: number, label: string])[];
  /** Rows that both changed differently. */
  readonly undecided: ReadonlyMap<number, Sides>;
  /** Our labels on rows that are not there. */
  readonly lost: readonly LabelChange[];
}

/** The side of ours: what is unsaved, and what it replaced. */
interface Ours {
  unsavedRows(): readonly number[];
  label(row: number): string;
  baseLabel(row: number): string;
}

/** Sorts our unsaved labels by what became of their rows in `theirs`. `place` finds a row there, below 0 if it is gone. */
export function takeSides(ours: Ours, theirs: LabelingFile, place: (row: number) => number): Taken {
  const kept: [number, string][] = [];
  const undecided = new Map<number, Sides>();
  const lost: LabelChange[] = [];
  for (const row of ours.unsavedRows()) {
    const base = ours.baseLabel(row);
    const yours = ours.label(row);
    const target = place(row);
    if (!theirs.canLabel(target)) {
      lost.push({ row, before: base, after: yours });
      continue;
    }
    kept.push([target, yours]);
    const stored = theirs.storedLabel(target);
    if (stored !== base && stored !== yours) {
      undecided.set(target, { base, theirs: stored });
    }
  }
  return { ours: kept, undecided, lost };
}
