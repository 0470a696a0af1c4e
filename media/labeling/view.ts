import type { LabelingFile, LabelingSet } from '../../src/shared/labelingFile';

/** A labeling set as it is shown: all or some of its rows, in the file's order or sorted. */
export interface ShownSet {
  readonly set: LabelingSet;
  readonly rows: readonly number[];
}

/** What the list shows, from top to bottom. Arrangement only: it never changes the file. */
export interface View {
  readonly sets: readonly ShownSet[];
  readonly rowCount: number;
  /** Place in `sets` of the labeling set with an index, -1 if it is filtered out. */
  readonly placeOf: Int32Array;
}

/**
 * Arranges the file's sets. `accepts` says which rows are shown (all without it); `sorted` holds the order of the rows
 * of those sets that are not in file order.
 */
export function arrange(
  file: LabelingFile,
  sorted: ReadonlyMap<number, readonly number[]>,
  accepts: ((row: number) => boolean) | undefined,
): View {
  const sets: ShownSet[] = [];
  const placeOf = new Int32Array(file.sets.length).fill(-1);
  let rowCount = 0;
  for (const set of file.sets) {
    const ordered = sorted.get(set.index) ?? set.rows;
    const rows = accepts ? ordered.filter(accepts) : ordered;
    if (rows.length > 0) {
      placeOf[set.index] = sets.length;
      sets.push({ set, rows });
      rowCount += rows.length;
    }
  }
  return { sets, rowCount, placeOf };
}

/** True if both views have cards of the same heights, as after reading the file again. */
export function hasSameShape(a: View, b: View): boolean {
  return (
    a === b ||
    (a.sets.length === b.sets.length && a.sets.every(({ rows }, place) => rows.length === b.sets[place]?.rows.length))
  );
}

/** Where a row is shown, undefined if it is filtered out. */
export function placeOfRow(view: View, file: LabelingFile, row: number): { place: number; at: number } | undefined {
  const place = view.placeOf[file.setOf(row)] ?? -1;
  const at = view.sets[place]?.rows.indexOf(row) ?? -1;
  return at >= 0 ? { place, at } : undefined;
}

/** Those of the rows that are shown, set by set from top to bottom. Rows that are filtered out are in none. */
export function shownAmong(view: View, file: LabelingFile, rows: ReadonlySet<number>): ShownSet[] {
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
    at += view.sets[place]?.rows.length ?? 0;
  }
  for (let rows = view.sets[place]?.rows ?? []; at >= rows.length && place < view.sets.length - 1; ) {
    at -= rows.length;
    place += 1;
    rows = view.sets[place]?.rows ?? [];
  }
  const rows = view.sets[place]?.rows ?? [];
  return rows[Math.min(Math.max(at, 0), rows.length - 1)] ?? row;
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
