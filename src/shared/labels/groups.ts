import type { LabelingSet } from '../file/labelingFile';
import type { LabelChange, Labels } from './edits';
import { asStored } from './unsure';

/** How many colors the editor tells groups apart by; the letter says the rest. */
export const groupColors = 12;

/** Rows of one set under one label. Rows that were set aside are in none. */
export interface Group {
  readonly label: string;
  /** Rows in file order. */
  readonly rows: readonly number[];
}

/** The name of the group at `index`: A to Z, then AA, AB and so on, as spreadsheets name columns. */
export function groupName(index: number): string {
  let name = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    name = String.fromCharCode(65 + (rest % 26)) + name;
  }
  return name;
}

/**
 * The colors, 0 to groupColors - 1, of the groups of a set that hold two rows or more; a row on its own has none. Up to
 * groupColors groups no two share one. `sizes` is how many rows each label has.
 */
export function colorsOfGroups(sizes: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const colors = new Map<string, number>();
  const taken = new Set<number>();
  // In the order of the names, so that a group keeps its color whatever order the rows come in.
  const names = [...sizes.keys()].filter((label) => (sizes.get(label) ?? 0) > 1);
  for (const label of names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    let color = groupColor(label);
    for (let tried = 0; taken.has(color) && tried < groupColors; tried++) {
      color = (color + 1) % groupColors;
    }
    taken.add(color);
    colors.set(label, color);
  }
  return colors;
}

/**
 * The color that a group has where no other has it, 0 to groupColors - 1. It hangs on the label alone, so that hardly a
 * group changes its color when another one comes or goes: A, B, C and 1, 2, 3 follow each other, other labels get any.
 */
export function groupColor(label: string): number {
  const isNumber = /^\d+$/.test(label);
  const place = Array.from(label).reduce((sum, character) => {
    const digit = isNumber ? Number(character) : (character.codePointAt(0) ?? 0) - 64 + 26 * groupColors;
    return (sum * (isNumber ? 10 : 26) + digit) % groupColors;
  }, 0);
  return (place + groupColors - 1) % groupColors;
}

/** The label that a single key stands for: A to Z (either case) or 1 to 9; undefined for any other key. */
export function labelOfKey(key: string): string | undefined {
  return /^[a-zA-Z1-9]$/.test(key) ? key.toUpperCase() : undefined;
}

/** The groups of a set in order of first appearance; rows without a label are in none. */
export function groupsOf(set: LabelingSet, labels: Pick<Labels, 'get'>): Group[] {
  const rows = new Map<string, number[]>();
  for (const row of set.rows) {
    const label = asStored(labels.get(row));
    if (label !== '') {
      const group = rows.get(label) ?? [];
      group.push(row);
      rows.set(label, group);
    }
  }
  return Array.from(rows, ([label, members]) => ({ label, rows: members }));
}

/** The first `count` group names that none of the rows has. A name that differs only by case counts as taken. */
export function freeGroupNames(set: Pick<LabelingSet, 'rows'>, labels: Pick<Labels, 'get'>, count: number): string[] {
  const taken = new Set(set.rows.map((row) => labels.get(row).trim().toUpperCase()));
  const names: string[] = [];
  for (let index = 0; names.length < count; index++) {
    const name = groupName(index);
    if (!taken.has(name)) {
      names.push(name);
    }
  }
  return names;
}

/** Puts rows into the group `label`; an empty label clears them. Rows that have it already are left out. */
export function assign(rows: readonly number[], label: string, labels: Pick<Labels, 'get'>): LabelChange[] {
  return rows
    .map((row) => ({ row, before: labels.get(row), after: label }))
    .filter(({ before, after }) => before !== after);
}

/** Gives every row a new group that no other row of the set has, in the order of `rows`. */
export function ownGroups(
  set: LabelingSet,
  rows: readonly number[],
  labels: Pick<Labels, 'get' | 'file'>,
): LabelChange[] {
  const able = rows.filter((row) => labels.file.canLabel(row));
  const names = freeGroupNames(set, labels, able.length);
  return able.map((row, at) => ({ row, before: labels.get(row), after: names[at] ?? '' }));
}

/** Finishes a set: every row still empty becomes a group of its own. `rows` may be some of the set's only. */
export function finishSet(
  set: LabelingSet,
  labels: Pick<Labels, 'get' | 'file'>,
  rows: readonly number[] = set.rows,
): LabelChange[] {
  return ownGroups(
    set,
    rows.filter((row) => labels.get(row) === ''),
    labels,
  );
}

/**
 * Puts `row` into the group of the row above it. `shown` is the set's rows in the order on the screen. Where the row
 * above has no group yet, both get a new one. Nothing for the first row.
 */
export function sameAsAbove(
  set: LabelingSet,
  shown: readonly number[],
  row: number,
  labels: Pick<Labels, 'get' | 'file'>,
): LabelChange[] {
  const above = shown[shown.indexOf(row) - 1];
  if (above === undefined || !labels.file.canLabel(row) || !labels.file.canLabel(above)) {
    return [];
  }
  const label = asStored(labels.get(above));
  const [name = ''] = label === '' ? freeGroupNames(set, labels, 1) : [label];
  return assign([above, row], name, labels);
}
