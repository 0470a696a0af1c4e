import type { LabelChange } from '../../../src/shared/labels/edits';
import { assign } from '../../../src/shared/labels/groups';
import { unsure } from '../../../src/shared/labels/unsure';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { type RowsOfSet, rowNumber, shownAmong } from '../state/view';

/** Rows of one set that get one label, and what changes by that. A label is local to its set. */
export interface Placement {
  readonly rows: readonly number[];
  readonly name: string;
  readonly changes: readonly LabelChange[];
}

/** Where rows of one set go; undefined if there is nothing above to join. */
export type Place = (chosen: RowsOfSet, opened: Opened) => Placement | undefined;

/** In the group of that name, in whatever set. */
export function inGroup(name: string): Place {
  return ({ rows }, { labels }) => ({ rows, name, changes: assign(rows, name, labels) });
}

/**
 * Labels those of the rows that are shown and have a label field, set by set and as one edit. Answers what it says of
 * that; undefined if nothing was done, which is said, too.
 */
export function put(session: Session, rows: Iterable<number>, place: Place): string | undefined {
  const { opened } = session;
  if (!opened) {
    return undefined;
  }
  const { view, file, say } = opened;
  const shown = shownAmong(view, file, new Set(rows));
  const able = shown
    .map((each) => ({ ...each, rows: each.rows.filter((row) => file.canLabel(row)) }))
    .filter((each) => each.rows.length > 0);
  const placements = able.flatMap((each) => place(each, opened) ?? []);
  if (placements.length === 0) {
    session.tell(able.length > 0 ? say('saidNothingAbove') : whyNot(opened, shown));
    return undefined;
  }
  const changes = placements.flatMap((placement) => placement.changes);
  if (!session.edit(editName(opened, placements, changes.length), changes)) {
    return undefined;
  }
  const leftOut = countRows(able) < countRows(shown) ? say('saidLeftOut') : '';
  const said = `${sayPlaced(opened, placements)} ${leftOut}`.trim();
  session.announce(said);
  return said;
}

/** Takes the labels of those of the rows away that are shown. */
export function clear(session: Session, rows: Iterable<number>): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const { view, file, labels, say } = opened;
  const shown = shownAmong(view, file, new Set(rows)).flatMap((each) => each.rows);
  const changes = assign(shown, '', labels);
  const name = changes.length === 1 ? say('editClearRow') : say('editClearRows', changes.length);
  if (session.edit(name, changes)) {
    session.announce(changes.length === 1 ? say('saidClearRow') : say('saidClearRows', changes.length));
  }
}

/** Why none of the rows can be labeled, as far as they are shown. */
function whyNot(opened: Opened, [first]: readonly RowsOfSet[]): string {
  const [row] = first?.rows ?? [];
  return row === undefined ? opened.say('nothingFound') : opened.say('saidCannotLabel', rowNumber(opened.file, row));
}

function editName({ say }: Opened, [only, ...others]: readonly Placement[], changed: number): string {
  if (!only || others.length > 0) {
    return say('editLabelSets', changed, others.length + 1);
  }
  if (only.name === unsure) {
    return changed === 1 ? say('editUnsureRow') : say('editUnsureRows', changed);
  }
  return changed === 1 ? say('editLabelRow', only.name) : say('editLabelRows', changed, only.name);
}

function sayPlaced(opened: Opened, placements: readonly Placement[]): string {
  const [only, ...others] = placements;
  const [row] = only?.rows ?? [];
  if (!only || row === undefined || others.length > 0) {
    return opened.say('saidLabelSets', countRows(placements), placements.length);
  }
  if (only.name === unsure) {
    return only.rows.length === 1
      ? opened.say('saidUnsure', rowNumber(opened.file, row))
      : opened.say('saidUnsureMany', only.rows.length);
  }
  return only.rows.length === 1
    ? opened.say('saidLabel', rowNumber(opened.file, row), only.name)
    : opened.say('saidLabelMany', only.rows.length, only.name);
}

function countRows(sets: readonly { readonly rows: readonly number[] }[]): number {
  return sets.reduce((sum, { rows }) => sum + rows.length, 0);
}
