import type { LabelingFile } from '../../../src/shared/file/labelingFile';
import { matchRows, type RowMap } from '../../../src/shared/labels/rowMatch';
import { noHits } from './search';
import { isFiltered, noFilter, type Opened, type Selection, wantedOrders } from './state';
import { arrange, isShown, type View } from './view';

/** What the user arranged, and where the keyboard is. */
type Arrangement = Pick<Opened, 'filter' | 'filterOpen' | 'hits' | 'view' | 'selection' | 'panel'>;

/** What a file is arranged by. */
type Arranging = Pick<Opened, 'file' | 'orders' | 'settings'>;

/** Every row, `wanted` at hand if the file has it, or else the first on the screen. */
export function unarranged(arranging: Arranging, wanted: number | undefined): Arrangement {
  const { file } = arranging;
  const view = arrange(file, wantedOrders(arranging), undefined);
  const known = wanted !== undefined && wanted < file.rowCount ? wanted : undefined;
  const row = known ?? view.sets[0]?.rows[0] ?? 0;
  return {
    filter: noFilter,
    filterOpen: false,
    hits: noHits,
    view,
    selection: { cursor: row, anchor: row, rows: new Set([row]) },
    panel: 'none',
  };
}

/**
 * The arrangement on a version of the file that was read again, in which the rows may lie elsewhere. With rows added or
 * taken away the filter goes, so that nothing new is overlooked.
 */
export function carriedOver(before: Opened, arranging: Arranging): Arrangement {
  const { file } = arranging;
  const rowNow = matchRows(before.file, file);
  const keeps = before.file.rowCount === file.rowCount;
  const filter = keeps ? before.filter : noFilter;
  const shown = new Set(before.view.sets.flatMap(({ members }) => members).map(rowNow));
  const view = arrange(file, wantedOrders(arranging), isFiltered(filter) ? (row) => shown.has(row) : undefined);
  return {
    filter,
    filterOpen: keeps && before.filterOpen,
    hits: keeps ? before.hits : noHits,
    view,
    selection: selectionNow(before.selection, file, view, rowNow),
    panel: keeps ? before.panel : 'none',
  };
}

/** The orders in which sets that still have the same rows go on to stand. */
export function ordersNow(before: Opened, file: LabelingFile): ReadonlyMap<number, readonly number[]> {
  const rowNow = matchRows(before.file, file);
  const now = new Map<number, readonly number[]>();
  for (const [, order] of before.orders.entries()) {
    const rows = order.flatMap((row) => rowNow(row) ?? []);
    const [set, ...others] = new Set(rows.map((row) => file.setOf(row)));
    const isSame = rows.length === order.length && rows.length === file.sets[set ?? -1]?.rows.length;
    if (set !== undefined && others.length === 0 && isSame) {
      now.set(set, rows);
    }
  }
  return now;
}

/** The same rows; where the row at hand is gone, what is in its place now. */
function selectionNow({ cursor, anchor, rows }: Selection, file: LabelingFile, view: View, rowNow: RowMap): Selection {
  const isThere = (row: number | undefined): row is number =>
    row !== undefined && row < file.rowCount && isShown(view, file, row);
  const now = rowNow(cursor);
  if (!isThere(now)) {
    const row = isThere(cursor) ? cursor : (view.sets[0]?.rows[0] ?? 0);
    return { cursor: row, anchor: row, rows: new Set([row]) };
  }
  const anchorNow = rowNow(anchor);
  return {
    cursor: now,
    anchor: isThere(anchorNow) ? anchorNow : now,
    rows: new Set(Array.from(rows, rowNow).filter(isThere)),
  };
}
