import type { LabelingFile } from '../../src/shared/labelingFile';
import type { ColumnLayout } from '../../src/shared/protocol';
import type { Column } from './state';

/** A column as it is drawn. */
export interface ShownColumn extends Column {
  /** In CSS pixels. */
  readonly width: number;
  /** Distance from the left edge at which a pinned column stays; undefined if it scrolls. */
  readonly left: number | undefined;
  /** What VS Code's menus get to know of a cell. */
  readonly context: string;
}

export const labelWidth = 64;
const sampled = 200;
const narrowest = 56;
const widestGuess = 480;
/** No automatic width is less than this, if more is wanted. */
const readable = 120;
const padding = 22;

/** The width each column would like, from the header and the first rows: nearly all values fit in it on one line. */
export function wantedWidths(file: LabelingFile, columns: readonly Column[], characterWidth: number): number[] {
  const rows = Math.min(file.rowCount, sampled);
  return columns.map((column) => {
    const lengths = Array.from({ length: rows }, (_, row) => file.cell(row, column.index).length).sort((a, b) => a - b);
    const usual = Math.max(lengths[Math.floor(rows * 0.9)] ?? 0, column.name.length);
    return Math.min(Math.max(usual * characterWidth + padding, narrowest), widestGuess);
  });
}

/**
 * Lays the columns out in `available` CSS pixels: pinned ones first, hidden ones not at all, widths set by hand as they
 * are. Where the others want too much, the widest give way first, down to a readable width; then the list scrolls
 * sideways. Where there is room left, all grow alike.
 */
export function layOutColumns(
  columns: readonly Column[],
  wanted: readonly number[],
  { hidden, pinned, widths }: ColumnLayout,
  available: number,
): ShownColumn[] {
  const shown = columns
    .map((column, at) => ({ column, wants: wanted[at] ?? narrowest, isPinned: pinned.includes(column.name) }))
    .filter(({ column }) => !hidden.includes(column.name))
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned));
  const byHand = shown.reduce((sum, { column }) => sum + (widths[column.name] ?? 0), 0);
  const free = shown.filter(({ column }) => widths[column.name] === undefined).map(({ wants }) => wants);
  const room = available - labelWidth - byHand;
  const most = Math.max(widestOf(free, room), readable);
  const taken = free.reduce((sum, wants) => sum + Math.min(wants, most), 0);
  const growth = taken < room && taken > 0 ? room / taken : 1;
  let left = labelWidth;
  return shown.map(({ column, wants, isPinned }) => {
    const width = widths[column.name] ?? Math.floor(Math.min(wants, most) * growth);
    const context = JSON.stringify({ column: column.name });
    const place = { ...column, width, left: isPinned ? left : undefined, context };
    left += isPinned ? width : 0;
    return place;
  });
}

/** The width to which wishes are to be cut so that all have room. */
function widestOf(wishes: readonly number[], room: number): number {
  let left = room;
  const ascending = [...wishes].sort((a, b) => a - b);
  for (const [at, wish] of ascending.entries()) {
    const share = left / (ascending.length - at);
    if (wish > share) {
      return share;
    }
    left -= wish;
  }
  return Number.POSITIVE_INFINITY;
}
