import type { Labels } from '../../src/shared/edits';
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

const narrowestLabels = 64;
const widestLabels = 140;
/** Of a label's cell and chip, borders included. */
const labelPadding = 34;
const measuredLabels = 50;

/** What a column needs and would like, in CSS pixels. */
export interface ColumnWish {
  /** Less would break words, codes, dates or numbers. */
  readonly least: number;
  /** Nearly all values fit on one line. */
  readonly wanted: number;
}

/** Measures a text in the font of the cells, in CSS pixels. */
export type MeasureText = (text: string) => number;

const sampledCells = 2000;
const fewestRows = 40;
const narrowest = 52;
/** Longer words, such as addresses, break where room is scarce; longer texts wrap anyway. */
const longestWord = 140;
const longestText = 480;
/** No text column is less than this by itself, if it wants more. */
const readable = 110;
const padding = 24;

/** What the columns need and would like, from the header and the first rows. */
export function columnWishes(file: LabelingFile, columns: readonly Column[], measure: MeasureText): ColumnWish[] {
  const rows = Math.min(file.rowCount, Math.max(Math.floor(sampledCells / columns.length), fewestRows));
  return columns.map(({ index, name }) => {
    const cells = Array.from({ length: rows }, (_, row) => file.cell(row, index));
    const lengths = cells.map((cell) => measure(cell.slice(0, 200))).sort((a, b) => a - b);
    const isText = cells.some((cell) => /\s/.test(cell.trim()));
    const words = cells.flatMap((cell) => cell.split(/\s+/));
    const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
    const usual = lengths[isText ? Math.floor(rows * 0.9) : rows - 1] ?? 0;
    const wanted = clamp(Math.max(usual, measure(name) * 0.85) + padding, narrowest, longestText);
    const word = clamp(measure(longest) + padding, narrowest, longestWord);
    return { wanted, least: Math.min(wanted, Math.max(word, isText ? readable : 0)) };
  });
}

/** Width of the column of labels, in CSS pixels: as the file's labels need it, within reason. */
export function labelColumnWidth(file: LabelingFile, labels: Pick<Labels, 'get'>, measure: MeasureText): number {
  const names = new Set(Array.from({ length: file.rowCount }, (_, row) => labels.get(row)));
  const longest = [...names].sort((a, b) => b.length - a.length).slice(0, measuredLabels);
  const widest = Math.max(0, ...longest.map((name) => measure(name.slice(0, 200))));
  return Math.ceil(clamp(widest + labelPadding, narrowestLabels, widestLabels));
}

/**
 * Lays the columns out beside that of the labels, in `available` CSS pixels: pinned ones first, hidden ones not at all,
 * widths set by hand as they are. Where the others want too much, the widest give way first, down to what they need;
 * then the list scrolls sideways. Where there is room left, those with long texts grow most.
 */
export function layOutColumns(
  columns: readonly Column[],
  wishes: readonly ColumnWish[],
  { hidden, pinned, widths }: ColumnLayout,
  available: number,
  labelWidth = narrowestLabels,
): ShownColumn[] {
  const shown = columns
    .map((column, at) => ({ column, wish: wishes[at] ?? noWish, isPinned: pinned.includes(column.name) }))
    .filter(({ column }) => !hidden.includes(column.name))
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned));
  const byHand = shown.reduce((sum, { column }) => sum + (widths[column.name] ?? 0), 0);
  const free = shown.filter(({ column }) => widths[column.name] === undefined).map(({ wish }) => wish);
  const room = available - labelWidth - byHand;
  const most = commonLimit(free, room);
  const taken = free.reduce((sum, wish) => sum + limited(wish, most), 0);
  const growth = taken < room && taken > 0 ? room / taken : 1;
  let left = labelWidth;
  return shown.map(({ column, wish, isPinned }) => {
    const width = widths[column.name] ?? Math.floor(limited(wish, most) * growth);
    const context = JSON.stringify({ column: column.name });
    const place = { ...column, width, left: isPinned ? left : undefined, context };
    left += isPinned ? width : 0;
    return place;
  });
}

const noWish: ColumnWish = { least: narrowest, wanted: narrowest };

function limited({ least, wanted }: ColumnWish, most: number): number {
  return Math.max(least, Math.min(wanted, most));
}

/** The width to which wishes are to be cut so that all have room; 0 if there is not even room for what they need. */
function commonLimit(wishes: readonly ColumnWish[], room: number): number {
  const fits = (most: number): boolean => wishes.reduce((sum, wish) => sum + limited(wish, most), 0) <= room;
  if (fits(longestText)) {
    return longestText;
  }
  let low = 0;
  let high = longestText;
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (fits(middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
