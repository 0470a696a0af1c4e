import type { LabelingSet } from '../../../src/shared/file/labelingFile';
import { problemPlaces } from '../state/problems';
import type { Session } from '../state/session';
import { isFiltered, type Opened } from '../state/state';
import { isShown as isRowShown, placeOfRow, rowAtDistance, rowNumber } from '../state/view';
import { unhide } from './arrange';

/** Moves the cursor by rows as shown; with `extend`, selects the rows on the way. */
export function moveBy(session: Session, distance: number, extend: boolean): void {
  const { opened } = session;
  if (opened) {
    session.moveTo(rowAtDistance(opened.view, opened.file, opened.selection.cursor, distance), extend);
  }
}

/** To the first or last row of the set at hand, or of the whole file. */
export function moveToEdge(session: Session, edge: 'first' | 'last', whole: boolean, extend: boolean): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const { view, file, selection } = opened;
  const here = placeOfRow(view, file, selection.cursor)?.place ?? 0;
  const place = whole ? (edge === 'first' ? 0 : view.sets.length - 1) : here;
  const row = view.sets[place]?.rows.at(edge === 'first' ? 0 : -1);
  if (row !== undefined) {
    session.moveTo(row, extend);
  }
}

/** Goes some sets down (negative: up). */
export function moveBySet(session: Session, step: number): void {
  const { opened } = session;
  if (opened) {
    const here = placeOfRow(opened.view, opened.file, opened.selection.cursor)?.place ?? 0;
    moveToSet(session, Math.min(Math.max(here + step, 0), opened.view.sets.length - 1));
  }
}

/** Goes to the first unlabeled row of the set at a place of the view, or to its first row. */
export function moveToSet(session: Session, place: number): void {
  const { opened } = session;
  const row = opened && entryOf(opened, opened.view.sets[place]?.rows ?? []);
  if (row !== undefined) {
    goTo(session, row);
  }
}

/** Goes to a row of the file and says where that is. A filter that hides it is cleared, and that is said, too. */
export function goTo(session: Session, row: number): void {
  const cleared = unhide(session, row);
  const { opened } = session;
  const place = opened && placeOfRow(opened.view, opened.file, row);
  if (opened && place) {
    session.moveTo(row);
    const where = opened.say(
      'saidWhere',
      opened.file.setOf(row) + 1,
      opened.file.sets.length,
      rowNumber(opened.file, row),
    );
    session.announce(cleared ? `${opened.say('saidUnfiltered')} ${where}` : where);
  }
}

/** Goes to the first unlabeled row of a set with an index in the file, or to its first row. */
export function goToSet(session: Session, index: number): void {
  const { opened } = session;
  const shown = opened?.view.sets[opened.view.placeOf[index] ?? -1]?.rows;
  const row = opened && entryOf(opened, shown ?? opened.file.sets[index]?.rows ?? []);
  if (row !== undefined) {
    goTo(session, row);
  }
}

/** Where to begin with rows of a set: at the first one that has no label, or else at the top. */
function entryOf({ labels }: Opened, rows: readonly number[]): number | undefined {
  return rows.find((row) => labels.isMissing(row)) ?? rows[0];
}

/**
 * After `from`, goes to the next set of which an unlabeled row is shown, round the end; if all is labeled, shows the
 * finish screen.
 */
export function moveToNextUnfinished(session: Session, from: LabelingSet): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const { view, labels, progress, say } = opened;
  const count = view.sets.length;
  const start = view.placeOf[from.index] ?? 0;
  for (let step = 1; step <= count; step++) {
    const place = (start + step) % count;
    const shown = view.sets[place];
    if (shown && !progress.isDone(shown.set.index) && shown.members.some((row) => labels.isMissing(row))) {
      moveToSet(session, place);
      return;
    }
  }
  const { rows, labeledRows } = progress.now;
  if (labeledRows === rows) {
    session.dispatch({ type: 'panel', panel: 'finish' });
    session.announce(say('saidAllDone'));
  } else {
    session.tell(say('saidFilteredDone'));
  }
}

/** Goes to the next (`step` 1) or previous (-1) row without a label, round the end. */
export function moveToUnlabeled(session: Session, step: 1 | -1): void {
  const { opened } = session;
  if (opened) {
    moveToMatching(session, opened, step, (row) => opened.labels.isMissing(row), opened.say('saidNoUnlabeled'));
  }
}

/** Goes to the place of the next (`step` 1) or previous (-1) problem of which a row is shown, round the end. */
export function moveToProblem(session: Session, step: 1 | -1): void {
  const { opened } = session;
  if (opened) {
    const { view, file, filter } = opened;
    const isShown = (row: number) => !isFiltered(filter) || isRowShown(view, file, row);
    const rows = problemPlaces(opened, isShown);
    moveToMatching(session, opened, step, (row) => rows.has(row), opened.say('saidNoProblem'));
  }
}

function moveToMatching(
  session: Session,
  opened: Opened,
  step: 1 | -1,
  matches: (row: number) => boolean,
  none: string,
): void {
  const row = nextMatching(opened, step, matches);
  if (row === undefined) {
    session.tell(none);
  } else {
    goTo(session, row);
  }
}

/** The nearest row after the cursor (`step` 1) or before it (-1) that matches, set by set and round the end. */
function nextMatching(
  { view, file, selection }: Opened,
  step: 1 | -1,
  matches: (row: number) => boolean,
): number | undefined {
  const here = placeOfRow(view, file, selection.cursor);
  const count = view.sets.length;
  // The set at hand comes twice: what is left of it, and in the end the rest of it.
  for (let sets = 0; sets <= count; sets++) {
    const shown = view.sets[((here?.place ?? 0) + step * sets + count) % count];
    if (shown?.members.some(matches)) {
      const isRight = (at: number): boolean => sets !== 0 || (here !== undefined && (at - here.at) * step > 0);
      const rows = step === 1 ? shown.rows : shown.rows.toReversed();
      const found = rows.find((row) => matches(row) && isRight(shown.rows.indexOf(row)));
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** Adds a row to the selection or takes it out, as Ctrl+click does. */
export function toggleSelected(session: Session, row: number): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const rows = new Set(opened.selection.rows);
  if (rows.has(row) && rows.size > 1) {
    rows.delete(row);
  } else {
    rows.add(row);
  }
  const cursor = rows.has(row) ? row : ([...rows].pop() ?? row);
  session.dispatch({ type: 'select', selection: { cursor, anchor: row, rows } });
}

/** Selects all rows of the set at hand. */
export function selectSet(session: Session): void {
  const { opened } = session;
  const place = opened && placeOfRow(opened.view, opened.file, opened.selection.cursor);
  const rows = place && opened.view.sets[place.place]?.rows;
  if (opened && rows) {
    const { cursor } = opened.selection;
    session.dispatch({ type: 'select', selection: { cursor, anchor: rows[0] ?? cursor, rows: new Set(rows) } });
    session.announce(opened.say(rows.length === 1 ? 'saidSelectedRow' : 'saidSelected', rows.length));
  }
}
