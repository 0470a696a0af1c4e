import type { LabelChange } from '../../../src/shared/edits';
import {
  assign,
  finishSet as emptyRowsAlone,
  freeGroupNames,
  sameAsAbove as joinAbove,
} from '../../../src/shared/groups';
import type { Proposal } from '../proposal';
import { labelsAsShown } from '../propose';
import type { Session } from '../session';
import type { Opened } from '../state';
import { placeOfRow } from '../view';
import { moveToNextUnfinished } from './move';

/** Puts the selected rows in the group `name` and goes on to the row below them. */
export function label(session: Session, name: string): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const rows = [...opened.selection.rows];
  if (session.edit(editName(opened, rows.length, name), assign(rows, name, opened.labels))) {
    goOn(session, opened, sayLabeled(opened, rows, name));
  }
}

/** Puts the selected rows in the group of the row above them; if that has none, together they begin a new group. */
export function sameAsAbove(session: Session): void {
  const { opened } = session;
  const shown = opened && shownSet(opened);
  const rows = shown?.rows.filter((row) => opened?.selection.rows.has(row)) ?? [];
  const [first, ...rest] = rows;
  if (!opened || !shown || first === undefined) {
    return;
  }
  if (first === shown.rows[0]) {
    session.tell(opened.say('saidNothingAbove'));
    return;
  }
  const above = shown.rows[shown.rows.indexOf(first) - 1] ?? first;
  const begun = joinAbove(shown.set, shown.rows, first, labelsAsShown(opened, [above, ...rows]));
  const name = begun[0]?.after ?? opened.labels.get(first);
  const changes = [...begun, ...assign(rest, name, opened.labels)];
  if (name !== '' && session.edit(editName(opened, changes.length, name), changes)) {
    goOn(session, opened, sayLabeled(opened, rows, name));
  }
}

/** Puts the selected rows together in a group that no other row of their set is in. */
export function newGroup(session: Session): void {
  const { opened } = session;
  if (opened) {
    label(session, newGroupName(opened));
  }
}

/** The name that a new group of the selected rows would have. Not that of a suggested group of other rows. */
export function newGroupName(opened: Opened): string {
  const { selection, file } = opened;
  const sets = new Set([...selection.rows].map((row) => file.setOf(row)));
  const rows = [...sets].flatMap((index) => file.sets[index]?.rows ?? []);
  return freeGroupNames({ rows }, labelsAsShown(opened, selection.rows), 1)[0] ?? '';
}

/** Takes the labels of the selected rows away. */
export function clearLabels(session: Session): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const changes = assign([...opened.selection.rows], '', opened.labels);
  const { say } = opened;
  const name = changes.length === 1 ? say('editClearRow') : say('editClearRows', changes.length);
  if (session.edit(name, changes)) {
    session.announce(changes.length === 1 ? say('saidClearRow') : say('saidClearRows', changes.length));
  }
}

/** Gives every row of the set that is still empty a group of its own, then goes to the next unfinished set. */
export function finishSet(session: Session, index = currentIndex(session)): void {
  const { opened } = session;
  const set = index === undefined ? undefined : opened?.file.sets[index];
  if (!opened || !set) {
    return;
  }
  const proposal = opened.proposals.get(set.index);
  if (proposal?.groups.some(({ reason }) => reason !== '') && !proposal.asked) {
    askFirst(session, opened, proposal);
    return;
  }
  const changes = emptyRowsAlone(set, opened.labels);
  if (changes.length > 0 && !session.edit(opened.say('editFinish', set.index + 1), changes)) {
    return;
  }
  moveToNextUnfinished(session, set);
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
  const given = opened.labels.get(target);
  const moved = [target, ...rows].filter((row) => opened.file.setOf(row) === set.index);
  const [name = ''] = given === '' ? freeGroupNames(set, labelsAsShown(opened, moved), 1) : [given];
  putIn(session, moved, name);
}

/** Puts rows in a group, wherever the cursor is; an empty name clears them. */
export function putIn(session: Session, rows: readonly number[], name: string): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const changes = assign(rows, name, opened.labels);
  const title = name === '' ? opened.say('editClearRows', changes.length) : editName(opened, changes.length, name);
  if (changes.length > 0 && session.edit(title, changes)) {
    session.announce(name === '' ? opened.say('saidClearRows', rows.length) : sayLabeled(opened, rows, name));
  }
}

/** Applies a change that puts a problem right. */
export function applyFix(session: Session, name: string, changes: readonly LabelChange[]): void {
  if (session.edit(name, changes)) {
    session.tell(session.opened?.say('saidFixed', name) ?? '');
  }
}

function editName({ say }: Opened, count: number, name: string): string {
  return count === 1 ? say('editLabelRow', name) : say('editLabelRows', count, name);
}

function sayLabeled(opened: Opened, rows: readonly number[], name: string): string {
  const [row] = rows;
  return rows.length === 1 && row !== undefined
    ? opened.say('saidLabel', (placeOfRow(opened.view, opened.file, row)?.at ?? 0) + 1, name)
    : opened.say('saidLabelMany', rows.length, name);
}

/** Goes to the row below the selection. At the end of a set the cursor stays: Enter goes to the next one. */
function goOn(session: Session, before: Opened, said: string): void {
  const shown = shownSet(before);
  const last = shown?.rows.findLast((row) => before.selection.rows.has(row)) ?? -1;
  const next = shown?.rows[shown.rows.indexOf(last) + 1];
  if (next !== undefined) {
    session.moveTo(next);
  }
  const set = shown?.set;
  const complete = set !== undefined && before.progress.labeledIn(set.index) === set.rows.length;
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
