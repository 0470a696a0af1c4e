import type { LabelingSet } from '../../../src/shared/labelingFile';
import { problemRows } from '../problems';
import type { Session } from '../session';
import type { Opened } from '../state';
import { placeOfRow, rowAtDistance } from '../view';

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
  const shown = opened?.view.sets[place];
  const row = shown?.rows.find((candidate) => opened?.labels.get(candidate) === '') ?? shown?.rows[0];
  if (opened && row !== undefined) {
    goTo(session, opened, row);
  }
}

/** Goes to a row of the file and says where that is. A row that is filtered out is not gone to. */
export function goTo(session: Session, opened: Opened, row: number): void {
  const place = placeOfRow(opened.view, opened.file, row);
  if (place) {
    session.moveTo(row);
    session.announce(opened.say('saidWhere', opened.file.setOf(row) + 1, opened.file.sets.length, place.at + 1));
  }
}

/** Goes to the first row of a set with an index in the file. */
export function goToSet(session: Session, index: number): void {
  const place = session.opened?.view.placeOf[index] ?? -1;
  if (place >= 0) {
    moveToSet(session, place);
  }
}

/** After `from`, goes to the next set with an unlabeled row, round the end; if all is labeled, shows the finish screen. */
export function moveToNextUnfinished(session: Session, from: LabelingSet): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const { view, progress, say } = opened;
  const count = view.sets.length;
  const start = view.placeOf[from.index] ?? 0;
  for (let step = 1; step <= count; step++) {
    const place = (start + step) % count;
    const set = view.sets[place]?.set;
    if (set && progress.labeledIn(set.index) < set.rows.length) {
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
    moveToMatching(session, opened, step, (row) => opened.labels.get(row) === '', opened.say('saidNoUnlabeled'));
  }
}

/** Goes to the next (`step` 1) or previous (-1) row that a problem names, round the end. */
export function moveToProblem(session: Session, step: 1 | -1): void {
  const { opened } = session;
  if (opened) {
    const rows = problemRows(opened);
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
  const { view, file, selection } = opened;
  const rows = view.sets.flatMap((shown) => shown.rows);
  const here = placeOfRow(view, file, selection.cursor) ? rows.indexOf(selection.cursor) : 0;
  for (let distance = 1; distance <= rows.length; distance++) {
    const row = rows[(here + step * distance + rows.length) % rows.length];
    if (row !== undefined && matches(row)) {
      goTo(session, opened, row);
      return;
    }
  }
  session.tell(none);
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
