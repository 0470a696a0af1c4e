import type { LabelChange } from '../../../src/shared/labels/edits';
import {
  assign,
  finishSet as emptyRowsAlone,
  freeGroupNames,
  sameAsAbove as joinAbove,
} from '../../../src/shared/labels/groups';
import { asStored, unsure } from '../../../src/shared/labels/unsure';
import type { Proposal } from '../state/proposal';
import { labelsAsShown } from '../state/propose';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { placeOfRow } from '../state/view';
import { moveToNextUnfinished } from './move';
import { clear, inGroup, type Place, put } from './placing';

/** Puts the selected rows in the group `name` and goes on to the row below them. */
export function label(session: Session, name: string): void {
  labelSelected(session, inGroup(name));
}

/**
 * Puts the selected rows of each set in the group of the row above them; if that has none, together they begin a new
 * group. Rows without a label field are passed over.
 */
export function sameAsAbove(session: Session): void {
  labelSelected(session, ({ set, rows }, opened) => {
    const { view, file, labels } = opened;
    const able = view.sets[view.placeOf[set.index] ?? -1]?.rows.filter((row) => file.canLabel(row)) ?? [];
    const [first = -1, ...rest] = rows;
    const above = able[able.indexOf(first) - 1];
    if (above === undefined) {
      return undefined;
    }
    const begun = joinAbove(set, able, first, labelsAsShown(opened, [above, ...rows]));
    const name = begun[0]?.after ?? labels.get(first);
    return { rows, name, changes: [...begun, ...assign(rest, name, labels)] };
  });
}

/**
 * Puts the selected rows in the group of the row below them and goes on below that. Where it has none, it joins that of
 * the row at hand; where neither has one, together they begin a new group.
 */
export function sameAsBelow(session: Session): void {
  const { opened } = session;
  const shown = opened && shownSet(opened);
  const last = shown?.rows.findLast((row) => opened?.selection.rows.has(row));
  const below = shown?.rows[shown.rows.indexOf(last ?? -1) + 1];
  if (!opened || !shown || below === undefined || last === undefined) {
    session.tell(opened?.say('saidNothingBelow') ?? '');
    return;
  }
  const rows = [...opened.selection.rows, below];
  const given = asStored(opened.labels.get(below)) || asStored(opened.labels.get(last));
  const name = given || (freeGroupNames(shown.set, labelsAsShown(opened, rows), 1)[0] ?? '');
  const said = put(session, rows, inGroup(name));
  if (said !== undefined) {
    goOn(session, opened, said, below);
  }
}

/** Puts the selected rows together in a group that no other row of their sets is in. */
export function newGroup(session: Session): void {
  const { opened } = session;
  if (opened) {
    label(session, newGroupName(opened));
  }
}

/** The name that a new group of the selected rows would have: new to the eye in every set that they are of. */
export function newGroupName(opened: Opened): string {
  const { selection, file } = opened;
  const sets = new Set(Array.from(selection.rows, (row) => file.setOf(row)));
  const rows = Array.from(sets).flatMap((index) => file.sets[index]?.rows ?? []);
  return freeGroupNames({ rows }, labelsAsShown(opened, selection.rows), 1)[0] ?? '';
}

/** Sets the selected rows aside: decided, but without a label. Rows that are all set aside are open again. */
export function markUnsure(session: Session): void {
  const { opened } = session;
  const rows = opened ? [...opened.selection.rows] : [];
  if (opened && rows.every((row) => opened.labels.get(row) === unsure)) {
    clear(session, rows);
  } else {
    label(session, unsure);
  }
}

/** Takes the labels of the selected rows away. */
export function clearLabels(session: Session): void {
  clear(session, session.opened?.selection.rows ?? []);
}

/** Gives every shown row of the set that is still empty a group of its own, then goes to the next unfinished set. */
export function finishSet(session: Session, index = currentIndex(session)): void {
  const { opened } = session;
  const shown = opened && index !== undefined ? opened.view.sets[opened.view.placeOf[index] ?? -1] : undefined;
  if (!opened || !shown) {
    session.tell(opened?.say('nothingFound') ?? '');
    return;
  }
  const proposal = opened.proposals.get(shown.set.index);
  if (proposal?.groups.some(({ reason }) => reason !== '') && !proposal.asked) {
    askFirst(session, opened, proposal);
    return;
  }
  const changes = emptyRowsAlone(shown.set, opened.labels, shown.rows);
  if (changes.length > 0 && !session.edit(opened.say('editFinish', shown.set.index + 1), changes)) {
    return;
  }
  moveToNextUnfinished(session, shown.set);
  if (changes.length > 0) {
    const { say } = opened;
    const done = changes.length === 1 ? say('saidFinishedRow') : say('saidFinishedRows', changes.length);
    // Together with where that led, which was announced just now, it is one announcement.
    session.tell(`${done} ${session.opened?.said.text ?? ''}`.trim());
  }
}

/** Finishing puts rows on their own that the suggestion on the screen puts together: it takes a second key press. */
function askFirst(session: Session, { proposals, say }: Opened, proposal: Proposal): void {
  const all = new Map(proposals).set(proposal.set, { ...proposal, asked: true });
  session.dispatch({ type: 'proposals', proposals: all });
  session.tell(say('saidSuggestionWaits'));
}

/** Moves rows to the group of another row of their set, as dragging does. Without a label there, a new group begins. */
export function joinRow(session: Session, rows: readonly number[], target: number): void {
  const { opened } = session;
  const set = opened?.file.sets[opened.file.setOf(target)];
  if (!opened || !set) {
    return;
  }
  const given = asStored(opened.labels.get(target));
  const moved = [target, ...rows].filter((row) => opened.file.setOf(row) === set.index);
  const [name = ''] = given === '' ? freeGroupNames(set, labelsAsShown(opened, moved), 1) : [given];
  putIn(session, moved, name);
}

/** Puts rows in a group, wherever the cursor is; an empty name clears them. */
export function putIn(session: Session, rows: readonly number[], name: string): void {
  if (name === '') {
    clear(session, rows);
  } else {
    put(session, rows, inGroup(name));
  }
}

/** Applies a change that puts a problem right. */
export function applyFix(session: Session, name: string, changes: readonly LabelChange[]): void {
  if (session.edit(name, changes)) {
    session.tell(session.opened?.say('saidFixed', name) ?? '');
  }
}

function labelSelected(session: Session, place: Place): void {
  const { opened } = session;
  const said = opened && put(session, opened.selection.rows, place);
  if (opened && said !== undefined) {
    goOn(session, opened, said);
  }
}

/** Goes to the row below the selection, or below `from`. At the end of a set the cursor stays: Enter goes to the next one. */
function goOn(session: Session, before: Opened, said: string, from?: number): void {
  const shown = shownSet(before);
  const last = from ?? shown?.rows.findLast((row) => before.selection.rows.has(row)) ?? -1;
  const next = shown?.rows[shown.rows.indexOf(last) + 1];
  if (next !== undefined) {
    session.moveTo(next);
  }
  const complete = shown !== undefined && before.progress.isDone(shown.set.index);
  const { rows, labeledRows } = before.progress.now;
  const extra =
    labeledRows === rows ? before.say('saidAllDone') : complete && next === undefined ? before.say('saidSetDone') : '';
  if (extra === '') {
    session.announce(said);
  } else {
    session.tell(`${said} ${extra}`);
  }
}

function shownSet(opened: Opened) {
  return opened.view.sets[placeOfRow(opened.view, opened.file, opened.selection.cursor)?.place ?? -1];
}

function currentIndex({ opened }: Session): number | undefined {
  return opened?.file.setOf(opened.selection.cursor);
}
