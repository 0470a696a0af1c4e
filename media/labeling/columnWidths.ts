import type { LabelingFile } from '../../src/shared/labelingFile';
import type { ColumnLayout } from '../../src/shared/protocol';
import type { Column } from './state';

/** A column as it is drawn. */
export interface ShownColumn extends Column {
  /** In CSS pixels. */
  readonly width: number;
  /** Distance from the left edge at which a pinned column stays; undefined if it scrolls. */
  readonly left: number | undefined;
}

export const labelWidth = 64;
const sampled = 200;
const narrowest = 56;
const widestGuess = 420;
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
 * Lays the columns out: pinned ones first, hidden ones not at all, widths set by hand as they are. The others share
 * what is left of `available` pixels by what they want, but never less than a readable part of it; then the list
 * scrolls sideways.
 */
export function layOutColumns(
  columns: readonly Column[],
  wanted: readonly number[],
  layout: ColumnLayout,
  available: number,
): ShownColumn[] {
  const shown = columns
    .map((column, at) => ({ column, wanted: wanted[at] ?? narrowest, pinned: layout.pinned.includes(column.name) }))
    .filter(({ column }) => !layout.hidden.includes(column.name))
    .sort((a, b) => Number(b.pinned) - Number(a.pinned));
  const byHand = shown.reduce((sum, { column }) => sum + (layout.widths[column.name] ?? 0), 0);
  const free = shown.filter(({ column }) => layout.widths[column.name] === undefined);
  const wish = free.reduce((sum, each) => sum + each.wanted, 0);
  const scale = wish > 0 ? (available - labelWidth - byHand) / wish : 1;
  let left = labelWidth;
  return shown.map(({ column, wanted: wants, pinned }) => {
    const least = Math.min(wants, 160);
    const width = layout.widths[column.name] ?? Math.max(Math.floor(wants * scale), least);
    const place = { ...column, width, left: pinned ? left : undefined };
    left += pinned ? width : 0;
    return place;
  });
}
