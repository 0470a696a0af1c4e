import type { ColumnLayout, ViewSettings } from '../../../src/shared/protocol';
import { problemRows } from '../state/problems';
import { noHits } from '../state/search';
import type { Session } from '../state/session';
import { type Filter, isFiltered, noFilter, type Opened, wantedOrders } from '../state/state';
import { arrange, isShown, reordered, shownAmong, type View } from '../state/view';

/**
 * Shows only the rows that meet the filter. Rows that stop meeting it when they are labeled stay until the filter is
 * set again: nothing moves away under the cursor.
 */
export function setFilter(session: Session, filter: Filter): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const accepts = acceptor(opened, filter);
  const view = arrange(opened.file, wantedOrders(opened), accepts);
  const hits = filter.text === '' ? noHits : opened.search.hits(view.sets, filter.text);
  session.dispatch({ type: 'filter', filter, view, hits });
  selectShown(session, opened, view);
  session.announce(
    isFiltered(filter) ? opened.say('saidFiltered', view.rowCount, opened.file.rowCount) : opened.say('saidUnfiltered'),
  );
}

/** Rows that are not shown any more leave the selection: no key is to change what nobody sees. */
function selectShown(session: Session, { selection, file }: Opened, view: View): void {
  const { cursor } = selection;
  if (!isShown(view, file, cursor)) {
    const rows = view.sets.flatMap(({ members }) => members);
    const next = rows.find((row) => row > cursor) ?? rows[0];
    if (next !== undefined) {
      session.moveTo(next);
    }
    return;
  }
  const rows = new Set(shownAmong(view, file, selection.rows).flatMap((shown) => shown.rows));
  if (rows.size < selection.rows.size) {
    const anchor = rows.has(selection.anchor) ? selection.anchor : cursor;
    session.dispatch({ type: 'select', selection: { cursor, anchor, rows } });
  }
}

/** Shows all rows again and closes the filter bar. */
export function clearFilter(session: Session): void {
  const { opened } = session;
  if (opened && isFiltered(opened.filter)) {
    setFilter(session, noFilter);
  }
  session.dispatch({ type: 'filterOpen', open: false });
}

/** Clears the filter if it hides the row. True if it did, so that it can be said. */
export function unhide(session: Session, row: number): boolean {
  const { opened } = session;
  const hidden = opened !== undefined && row < opened.file.rowCount && !isShown(opened.view, opened.file, row);
  if (hidden) {
    setFilter(session, noFilter);
  }
  return hidden;
}

/** Has similar rows of each set stand next to each other, or all rows in the file's order. Never changes the file. */
export function toggleOrder(session: Session): void {
  const order = session.opened?.settings.order === 'file' ? 'similarity' : 'file';
  changeSettings(session, (settings) => ({ ...settings, order }));
  const { opened } = session;
  if (opened) {
    session.dispatch({ type: 'view', view: reordered(opened.view, wantedOrders(opened)) });
    session.tell(opened.say(order === 'file' ? 'saidFileOrder' : 'saidSimilarOrder'));
  }
}

/** Marks what differs from the first row of the group, or does not. */
export function toggleDifferences(session: Session): void {
  changeSettings(session, (settings) => ({ ...settings, showDifferences: !settings.showDifferences }));
}

/** Dims values that equal those of the group's first row, or does not. */
export function toggleDimEqual(session: Session): void {
  changeSettings(session, (settings) => ({ ...settings, dimEqual: !settings.dimEqual }));
}

/** Hides a column, or shows it again. */
export function toggleHidden(session: Session, column: string): void {
  changeLayout(session, (layout) => ({ ...layout, hidden: toggled(layout.hidden, column) }));
}

/** Keeps a column at the left edge, or lets it scroll again. */
export function togglePinned(session: Session, column: string): void {
  changeLayout(session, (layout) => ({ ...layout, pinned: toggled(layout.pinned, column) }));
}

/** Sets a column's width in CSS pixels; undefined gives it back to the automatic layout. */
export function setWidth(session: Session, column: string, width: number | undefined): void {
  changeLayout(session, (layout) => {
    const { [column]: _, ...others } = layout.widths;
    return { ...layout, widths: width === undefined ? others : { ...others, [column]: Math.round(width) } };
  });
}

/** Shows all columns as they were at the beginning. */
export function resetColumns(session: Session): void {
  changeLayout(session, () => ({ hidden: [], pinned: [], widths: {} }));
}

function changeLayout(session: Session, change: (layout: ColumnLayout) => ColumnLayout): void {
  changeSettings(session, (settings) => ({ ...settings, layout: change(settings.layout) }));
}

function changeSettings(session: Session, change: (settings: ViewSettings) => ViewSettings): void {
  const { opened } = session;
  if (opened) {
    const settings = change(opened.settings);
    session.dispatch({ type: 'settings', settings });
    session.send({ type: 'settings', settings });
  }
}

function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

function acceptor(opened: Opened, filter: Filter): ((row: number) => boolean) | undefined {
  if (!isFiltered(filter)) {
    return undefined;
  }
  const named = filter.problems ? problemRows(opened) : undefined;
  return (row) =>
    (!filter.unlabeled || opened.labels.isMissing(row)) &&
    (!named || named.has(row)) &&
    (filter.text === '' || opened.search.matches(row, filter.text));
}
