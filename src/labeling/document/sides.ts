import { LabelingFile } from '../../shared/file/labelingFile';
import { type LabelChange, Labels } from '../../shared/labels/edits';
import { type JoinedGroup, mergeLabels } from '../../shared/labels/merge';
import type { ConflictRow } from '../../shared/protocol';

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

/** A label of ours that is not stored, and the stored one that it replaced. */
export interface UnsavedLabel {
  readonly row: number;
  readonly base: string;
  readonly yours: string;
}

/** Sorts our unsaved labels by what became of their rows in `theirs`, as it is stored. `place` finds a row there, below 0 if it is gone. */
export function takeSides(ours: readonly UnsavedLabel[], theirs: Labels, place: (row: number) => number): Taken {
  const kept: [number, string][] = [];
  const undecided = new Map<number, Sides>();
  const lost: LabelChange[] = [];
  for (const { row, base, yours } of ours) {
    const target = place(row);
    if (!theirs.file.canLabel(target)) {
      lost.push({ row, before: base, after: yours });
      continue;
    }
    kept.push([target, yours]);
    const stored = theirs.get(target);
    if (stored !== base && stored !== yours) {
      undecided.set(target, { base, theirs: stored });
    }
  }
  return { ours: kept, undecided, lost };
}

/** The decided rows. Undoing these changes brings back what was not chosen: theirs if ours was kept, else ours. */
export function decisionChanges(
  conflicts: readonly ConflictRow[],
  choices: ReadonlyMap<number, string>,
): readonly LabelChange[] {
  return conflicts.flatMap(({ row, theirs, yours }) => {
    const after = choices.get(row);
    return after === undefined ? [] : [{ row, before: after === yours ? theirs : yours, after }];
  });
}

/**
 * Group names that both sides began to use in one set for different rows: merged by row, they become one group.
 * `stored` are the labels both began with, `unsaved` ours that differ from them.
 */
export function joinedGroups(
  stored: Labels,
  unsaved: readonly (readonly [row: number, label: string])[],
  theirs: LabelingFile,
): readonly JoinedGroup[] {
  const base = stored.isSame ? stored.file : LabelingFile.parse(stored.serialize());
  return mergeLabels(base, theirs, new Labels(base, unsaved)).joined;
}

/** What led from one state of the labels to another over the same rows. */
export function changesBetween(before: Labels, after: Labels): LabelChange[] {
  const changes: LabelChange[] = [];
  for (let row = 0; row < after.file.rowCount; row++) {
    const was = before.get(row);
    const now = after.get(row);
    if (was !== now) {
      changes.push({ row, before: was, after: now });
    }
  }
  return changes;
}

/** Whether a drawing of one file is true for the other, which has the same rows: only the dialect can differ. */
export function sameLayout(one: LabelingFile, other: LabelingFile): boolean {
  return one.dialect.encoding === other.dialect.encoding && one.dialect.delimiter === other.dialect.delimiter;
}
