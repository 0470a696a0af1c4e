import type { LabelingFile } from '../../../src/shared/file/labelingFile';
import type { Labels } from '../../../src/shared/labels/edits';
import { asStored } from '../../../src/shared/labels/unsure';
import type { ColumnLayout } from '../../../src/shared/protocol';
import type { Column } from '../state/columns';

/** A column as it is drawn. */
export interface ShownColumn extends Column {
  /** In CSS pixels. */
  readonly width: number;
  /** Distance from the left edge at which a pinned column stays; undefined if it scrolls. */
  readonly left: number | undefined;
  /** What VS Code's menus get to know of a cell. */
  readonly context: string;
}

const narrowestLabels = 54;
const widestLabels = 140;
/** Of a label's cell: the number of the row, chip and blank, borders included. */
const labelPadding = 40;
const measuredLabels = 50;

/** What a column needs and would like, in CSS pixels. */
export interface ColumnWish {
  /** Less would break words, codes, dates or numbers. */
  readonly least: number;
  /** Nearly all values fit on one line. */
  readonly wanted: number;
  /** All of them do. */
  readonly full: number;
  /** Text wraps where room is short, and gets what room is left; numbers, dates and codes do neither. */
  readonly isText: boolean;
}

/** Measures a text in the font of the cells, in CSS pixels. */
export type MeasureText = (text: string) => number;

const sampledCells = 3000;
const fewestRows = 40;
const narrowest = 40;
/** Longer words, such as addresses, break where room is scarce; longer texts wrap anyway. */
const longestWord = 116;
const longestText = 480;
const longestFull = 1200;
/** No text column is less than this by itself, if it wants more. */
const readable = 90;
/** Of a cell, with a pixel for rounding. */
export const padding = 15;
/** Of a header beside a cell, with the letters set apart a little. */
const smallFont = 0.88;
/** Values of a column that are measured, not only counted. */
const measured = 12;

/** What the columns need and would like, from the header and values from all over the file. */
export function columnWishes(file: LabelingFile, columns: readonly Column[], measure: MeasureText): ColumnWish[] {
  const rows = Math.min(file.rowCount, Math.max(Math.floor(sampledCells / columns.length), fewestRows));
  const step = file.rowCount / Math.max(rows, 1);
  return columns.map(({ index, name }) => {
    const cells = Array.from({ length: rows }, (_, at) => file.cell(Math.floor(at * step), index));
    return wishOf(cells, measure(name) * smallFont + padding, measure);
  });
}

/** `header` is what the column's name needs. */
function wishOf(cells: readonly string[], header: number, measure: MeasureText): ColumnWish {
  // Measuring costs, and the number of characters tells nearly as much: the longest by that are measured.
  const byLength = cells.toSorted((a, b) => b.length - a.length);
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.slice(0, measured).map((text) => measure(text.slice(0, 200)))) + padding;
  const isText = cells.some((cell) => /\p{L}/u.test(cell));
  const wraps = cells.some((cell) => /\S\s+\S/.test(cell));
  const full = clamp(Math.max(widest(byLength), header), narrowest, longestFull);
  // What can wrap may do so where it is longer than usual; anything else would be cut within a word.
  const usual = wraps ? Math.max(widest(byLength.slice(Math.floor(cells.length * 0.1))), header) : full;
  const wanted = clamp(usual, narrowest, longestText);
  if (!isText) {
    return { least: wanted, wanted, full, isText };
  }
  const words = byLength.slice(0, measured).flatMap((cell) => cell.split(/\s+/));
  const word = clamp(widest(words.sort((a, b) => b.length - a.length)), narrowest, longestWord);
  return { least: Math.min(wanted, Math.max(word, wraps ? readable : 0)), wanted, full, isText };
}

/** Width of the column of labels, in CSS pixels: as the file's labels need it, within reason. */
export function labelColumnWidth(file: LabelingFile, labels: Pick<Labels, 'get'>, measure: MeasureText): number {
  const names = new Set(Array.from({ length: file.rowCount }, (_, row) => asStored(labels.get(row))));
  const longest = [...names].sort((a, b) => b.length - a.length).slice(0, measuredLabels);
  const widest = Math.max(0, ...longest.map((name) => measure(name.slice(0, 200))));
  return Math.ceil(clamp(widest + labelPadding, narrowestLabels, widestLabels));
}

/**
 * Lays the columns out beside that of the labels, in `available` CSS pixels: pinned ones first, hidden ones not at all,
 * widths set by hand as they are. Where the others want too much, the widest give way first, down to what they need;
 * then the list scrolls sideways. Room that is left goes to texts that would wrap, then to numbers that are cut, and no
 * column is wider than its values.
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
  const widthOf = shareRoom(free, available - labelWidth - byHand);
  let left = labelWidth;
  return shown.map(({ column, wish, isPinned }) => {
    const width = widths[column.name] ?? Math.floor(widthOf(wish));
    const context = JSON.stringify({ column: column.name });
    const place = { ...column, width, left: isPinned ? left : undefined, context };
    left += isPinned ? width : 0;
    return place;
  });
}

const noWish: ColumnWish = { least: narrowest, wanted: narrowest, full: narrowest, isText: false };

/** How wide each of the wishes gets in `room`. */
function shareRoom(wishes: readonly ColumnWish[], room: number): (wish: ColumnWish) => number {
  const usual = ({ least, wanted }: ColumnWish, most: number): number => Math.max(least, Math.min(wanted, most));
  const most = commonLimit(wishes, room, usual, longestText);
  if (most < longestText) {
    return (wish) => usual(wish, most);
  }
  const grown = ({ wanted, full, isText }: ColumnWish, limit: number): number =>
    isText ? Math.max(wanted, Math.min(full, limit)) : wanted;
  const limit = commonLimit(wishes, room, grown, longestFull);
  const left = room - wishes.reduce((sum, wish) => sum + grown(wish, limit), 0);
  const needy = wishes.filter(({ isText, wanted, full }) => !isText && full > wanted);
  return (wish) => (needy.includes(wish) ? Math.min(wish.full, wish.wanted + left / needy.length) : grown(wish, limit));
}

/** The width to which wishes are to be cut so that all have room; 0 if there is not even room for what they need. */
function commonLimit(
  wishes: readonly ColumnWish[],
  room: number,
  cut: (wish: ColumnWish, most: number) => number,
  longest: number,
): number {
  const fits = (most: number): boolean => wishes.reduce((sum, wish) => sum + cut(wish, most), 0) <= room;
  if (fits(longest)) {
    return longest;
  }
  let low = 0;
  let high = longest;
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
