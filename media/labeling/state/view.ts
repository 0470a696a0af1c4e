import type { LabelingFile, LabelingSet } from '../../../src/shared/file/labelingFile';
import type { RowOrders } from './rowOrders';

/** A labeling set as it is shown: all or some of its rows. */
export interface ShownSet {
  readonly set: LabelingSet;
  /** The rows that are shown, in the file's order. */
  readonly members: readonly number[];
  /** The same as they stand on the screen. Asked for only where that matters: an order is made when it is looked at. */
  readonly rows: readonly number[];
}

/** Rows of one set. */
export type RowsOfSet = Pick<ShownSet, 'set' | 'rows'>;

class ArrangedSet implements ShownSet {
  private standing: readonly number[] | undefined;

  constructor(
    readonly set: LabelingSet,
    readonly members: readonly number[],
    private readonly orders: RowOrders | undefined,
  ) {}

  get rows(): readonly number[] {
    this.standing ??= this.stand();
    return this.standing;
  }

  private stand(): readonly number[] {
    const { set, members, orders } = this;
    const ordered = orders?.of(set) ?? members;
    if (ordered.length === members.length) {
      return ordered;
    }
    const shown = new Set(members);
    return ordered.filter((row) => shown.has(row));
  }
}

/** What the list shows, from top to bottom. Arrangement only: it never changes the file. */
export interface View {
  readonly sets: readonly ShownSet[];
  readonly rowCount: number;
  /** Place in `sets` of the labeling set with an index, -1 if it is filtered out. */
  readonly placeOf: Int32Array;
}

/**
 * Arranges the file's sets. `accepts` says which rows are shown (all without it), `orders` in what order the rows of a
 * set stand (in the file's without it).
 */
export function arrange(
  file: LabelingFile,
  orders: RowOrders | undefined,
  accepts: ((row: number) => boolean) | undefined,
): View {
  const sets: ShownSet[] = [];
  const placeOf = new Int32Array(file.sets.length).fill(-1);
  let rowCount = 0;
  for (const set of file.sets) {
    const members = accepts ? set.rows.filter(accepts) : set.rows;
    if (members.length > 0) {
      placeOf[set.index] = sets.length;
      sets.push(new ArrangedSet(set, members, orders));
      rowCount += members.length;
    }
  }
  return { sets, rowCount, placeOf };
}

/** The same view with its rows in other orders. */
export function reordered({ sets, ...view }: View, orders: RowOrders | undefined): View {
  return { ...view, sets: sets.map(({ set, members }) => new ArrangedSet(set, members, orders)) };
}

/** The same view with the rows of one set in the order that they have now. */
export function withSetReordered(view: View, index: number, orders: RowOrders): View {
  const place = view.placeOf[index] ?? -1;
  const sets = view.sets.map((shown, at) => (at === place ? new ArrangedSet(shown.set, shown.members, orders) : shown));
  return { ...view, sets };
}

/** The number by which a row is shown and cited: its place in its set in the file, from 1. */
export function rowNumber(file: LabelingFile, row: number): number {
  return (file.sets[file.setOf(row)]?.rows.indexOf(row) ?? 0) + 1;
}

/** True if both views have cards of the same heights, as after reading the file again. */
export function hasSameShape(a: View, b: View): boolean {
  return (
    a === b ||
    (a.sets.length === b.sets.length &&
      a.sets.every(({ members }, place) => members.length === b.sets[place]?.members.length))
  );
}

/** Where a row is shown, undefined if it is filtered out. */
export function placeOfRow(view: View, file: LabelingFile, row: number): { place: number; at: number } | undefined {
  const place = view.placeOf[file.setOf(row)] ?? -1;
  const at = view.sets[place]?.rows.indexOf(row) ?? -1;
  return at >= 0 ? { place, at } : undefined;
}

/** True if the row is shown. */
export function isShown({ sets, placeOf }: View, file: LabelingFile, row: number): boolean {
  return sets[placeOf[file.setOf(row)] ?? -1]?.members.includes(row) ?? false;
}

/** Those of the rows that are shown, set by set from top to bottom. Rows that are filtered out are in none. */
export function shownAmong(view: View, file: LabelingFile, rows: ReadonlySet<number>): RowsOfSet[] {
  const places = new Set(Array.from(rows, (row) => view.placeOf[file.setOf(row)] ?? -1));
  return Array.from(places)
    .sort((a, b) => a - b)
    .flatMap((place) => view.sets[place] ?? [])
    .map((shown) => ({ set: shown.set, rows: shown.rows.filter((row) => rows.has(row)) }))
    .filter((shown) => shown.rows.length > 0);
}

/** The row `distance` rows below (negative: above), crossing from set to set, stopping at both ends. */
export function rowAtDistance(view: View, file: LabelingFile, row: number, distance: number): number {
  const from = placeOfRow(view, file, row);
  if (!from) {
    return view.sets[0]?.rows[0] ?? row;
  }
  let { place } = from;
  let at = from.at + distance;
  while (at < 0 && place > 0) {
    place -= 1;
    at += view.sets[place]?.members.length ?? 0;
  }
  for (let size = sizeAt(view, place); at >= size && place < view.sets.length - 1; size = sizeAt(view, place)) {
    at -= size;
    place += 1;
  }
  const rows = view.sets[place]?.rows ?? [];
  return rows[Math.min(Math.max(at, 0), rows.length - 1)] ?? row;
}

function sizeAt({ sets }: View, place: number): number {
  return sets[place]?.members.length ?? 0;
}

/** Rows from one to another as shown, both included, whichever is first. */
export function rowsBetween(view: View, file: LabelingFile, from: number, to: number): number[] {
  const a = placeOfRow(view, file, from);
  const b = placeOfRow(view, file, to);
  if (!a || !b) {
    return [to];
  }
  const [start, end] = a.place < b.place || (a.place === b.place && a.at <= b.at) ? [a, b] : [b, a];
  const rows: number[] = [];
  for (let place = start.place; place <= end.place; place++) {
    const shown = view.sets[place]?.rows ?? [];
    const first = place === start.place ? start.at : 0;
    const last = place === end.place ? end.at : shown.length - 1;
    rows.push(...shown.slice(first, last + 1));
  }
  return rows;
}
