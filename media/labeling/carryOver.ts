import type { LabelingFile } from '../../src/shared/labelingFile';
import { matchRows, type RowMap } from '../../src/shared/rowMatch';
import { noHits } from './search';
import { isFiltered, noFilter, type Opened, type Selection } from './state';
import { arrange, placeOfRow, type View } from './view';

/** What the user arranged, and where the keyboard is. */
type Arrangement = Pick<Opened, 'filter' | 'filterOpen' | 'hits' | 'sorted' | 'view' | 'selection' | 'panel'>;

/** Every row in file order, `wanted` at hand if the file has it. */
export function unarranged(file: LabelingFile, wanted: number): Arrangement {
  const row = wanted < file.rowCount ? wanted : 0;
  return {
    filter: noFilter,
    filterOpen: false,
    hits: noHits,
    sorted: new Map(),
    view: arrange(file, new Map(), undefined),
    selection: { cursor: row, anchor: row, rows: new Set([row]) },
    panel: 'none',
  };
}

/**
 * The arrangement on a version of the file that was read again, in which the rows may lie elsewhere. With rows added or
 * taken away the filter goes, so that nothing new is overlooked.
 */
export function carriedOver(before: Opened, file: LabelingFile): Arrangement {
  const rowNow = matchRows(before.file, file);
  const sorted = sortedNow(before.sorted, file, rowNow);
  const keeps = before.file.rowCount === file.rowCount;
  const filter = keeps ? before.filter : noFilter;
  const shown = new Set(before.view.sets.flatMap(({ rows }) => rows).map(rowNow));
  const view = arrange(file, sorted, isFiltered(filter) ? (row) => shown.has(row) : undefined);
  return {
    filter,
    filterOpen: keeps && before.filterOpen,
    hits: keeps ? before.hits : noHits,
    sorted,
    view,
    selection: selectionNow(before.selection, file, view, rowNow),
    panel: keeps ? before.panel : 'none',
  };
}

/** Only sets that still have the same rows stay sorted. */
function sortedNow(sorted: Opened['sorted'], file: LabelingFile, rowNow: RowMap): Map<number, readonly number[]> {
  const now = new Map<number, readonly number[]>();
  for (const order of sorted.values()) {
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
  const isShown = (row: number | undefined): row is number =>
    row !== undefined && row < file.rowCount && placeOfRow(view, file, row) !== undefined;
  const now = rowNow(cursor);
  if (!isShown(now)) {
    const row = isShown(cursor) ? cursor : (view.sets[0]?.rows[0] ?? 0);
    return { cursor: row, anchor: row, rows: new Set([row]) };
  }
  const anchorNow = rowNow(anchor);
  return {
    cursor: now,
    anchor: isShown(anchorNow) ? anchorNow : now,
    rows: new Set(Array.from(rows, rowNow).filter(isShown)),
  };
}
