import type { LabelingFile, LabelingSet } from '../file/labelingFile';
import type { ConflictRow } from '../protocol';
import { type Say, sayEnglish } from '../say';
import { named } from '../visible';
import { type LabelChange, type LabelEdit, Labels } from './edits';
import { freeGroupNames, groupsOf } from './groups';
import { matchRows, type RowMap } from './rowMatch';

/** A label of yours whose row the other version no longer has. */
export interface LostLabel {
  /** Row of the base. */
  readonly row: number;
  readonly setId: string;
  readonly base: string;
  readonly yours: string;
}

/**
 * A group name that both sides began to use in one set for different rows. Merging by row makes them one group, which
 * neither side said.
 */
export interface JoinedGroup {
  /** Set of the merged file. */
  readonly set: number;
  readonly label: string;
  /** Rows of the merged file that you, or they, put in it. */
  readonly yours: readonly number[];
  readonly theirs: readonly number[];
  /** Gives your rows a name of their own. Its name is English; `separationText` says it in other languages. */
  readonly separate: LabelEdit;
}

export interface Merge {
  /** Labels over `theirs`, your changes applied; rows in conflict have their label until someone chooses. */
  readonly labels: Labels;
  /** What your side adds to theirs: the changes that led from their labels to the merged ones. */
  readonly changes: readonly LabelChange[];
  /** Rows of `theirs` that both sides changed, to different labels. */
  readonly conflicts: readonly ConflictRow[];
  readonly lost: readonly LostLabel[];
  readonly joined: readonly JoinedGroup[];
  /** Where a row of the base is now. */
  readonly rowOf: RowMap;
}

/**
 * Three-way merge by row: a label that one side changed is taken from that side. `base` is the version that `yours`
 * was edited on, `theirs` the one stored meanwhile. Nothing of either side is dropped silently.
 */
export function mergeLabels(base: LabelingFile, theirs: LabelingFile, yours: Pick<Labels, 'changed'>): Merge {
  const rowOf = matchRows(base, theirs);
  const labels = new Labels(theirs);
  const wanted: LabelChange[] = [];
  const conflicts: ConflictRow[] = [];
  const lost: LostLabel[] = [];
  const agreed = new Set<number>();
  for (const [baseRow, after] of yours.changed()) {
    const row = rowOf(baseRow);
    const before = base.storedLabel(baseRow);
    if (row === undefined || !theirs.canLabel(row)) {
      lost.push({ row: baseRow, setId: base.cell(baseRow, base.setIdColumn), base: before, yours: after });
      continue;
    }
    const stored = theirs.storedLabel(row);
    if (stored === after) {
      agreed.add(row);
    } else if (stored === before) {
      wanted.push({ row, before: stored, after });
    } else {
      conflicts.push({ row, base: before, theirs: stored, yours: after });
    }
  }
  const changes = labels.apply(wanted);
  // A row that had the label before, or that both sides gave it, makes the group one that both mean.
  const beforeOf = changes.length > 0 ? labelsBefore(base, rowOf) : new Map<number, string>();
  const meant = (row: number, label: string): boolean => agreed.has(row) || beforeOf.get(row) === label;
  return { labels, changes, conflicts, lost, joined: joinedGroups(labels, changes, meant), rowOf };
}

/** Labels of the base by row of the other version. */
function labelsBefore(base: LabelingFile, rowOf: RowMap): Map<number, string> {
  const labels = new Map<number, string>();
  for (let row = 0; row < base.rowCount; row++) {
    const place = rowOf(row);
    const label = base.storedLabel(row);
    if (place !== undefined && label !== '') {
      labels.set(place, label);
    }
  }
  return labels;
}

function joinedGroups(
  labels: Labels,
  changes: readonly LabelChange[],
  meant: (row: number, label: string) => boolean,
): JoinedGroup[] {
  const bySet = new Map<number, LabelChange[]>();
  for (const change of changes.filter(({ after }) => after !== '')) {
    const set = labels.file.setOf(change.row);
    bySet.set(set, [...(bySet.get(set) ?? []), change]);
  }
  return Array.from(bySet, ([index, inSet]) => {
    const set = labels.file.sets[index];
    const mine = new Set(inSet.map(({ row }) => row));
    const groups = set ? groupsOf(set, labels) : [];
    return groups.flatMap(({ label, rows }) => {
      const yours = rows.filter((row) => mine.has(row));
      const others = rows.filter((row) => !mine.has(row));
      if (!set || yours.length === 0 || others.length === 0 || others.some((row) => meant(row, label))) {
        return [];
      }
      return [{ set: index, label, yours, theirs: others, separate: separated(set, yours, label, labels) }];
    });
  }).flat();
}

function separated(set: LabelingSet, rows: readonly number[], label: string, labels: Labels): LabelEdit {
  const [name = ''] = freeGroupNames(set, labels, 1);
  const changes = rows.map((row) => ({ row, before: label, after: name }));
  return { name: separationText(changes, sayEnglish), changes };
}

/** The name of the edit of a joined group that separates it. */
export function separationText(changes: readonly LabelChange[], say: Say): string {
  const group = named(changes[0]?.after ?? '');
  return changes.length === 1
    ? say('Put 1 row of yours in group “{0}”', group)
    : say('Put {0} rows of yours in group “{1}”', changes.length, group);
}
