import type { LabelingFile } from '../file/labelingFile';
import { RecordIdentity, sharedColumns } from './recordIdentity';

/** Finds the rows of one version of a file in another; undefined for a row that is no longer there. */
export type RowMap = (row: number) => number | undefined;

/** True if nothing but labels differs between the two versions, byte for byte. */
export function sameButLabels(a: LabelingFile, b: LabelingFile): boolean {
  if (a.rowCount !== b.rowCount || a.labelColumn !== b.labelColumn) {
    return false;
  }
  let fromA = 0;
  let fromB = 0;
  for (let row = 0; row <= a.rowCount; row++) {
    const last = row === a.rowCount;
    if (!last && a.canLabel(row) !== b.canLabel(row)) {
      return false;
    }
    if (!last && !a.canLabel(row)) {
      continue;
    }
    const labelA = last ? a.bytes.subarray(a.bytes.length) : a.fieldBytes(row, a.labelColumn);
    const labelB = last ? b.bytes.subarray(b.bytes.length) : b.fieldBytes(row, b.labelColumn);
    const toA = labelA.byteOffset - a.bytes.byteOffset;
    const toB = labelB.byteOffset - b.bytes.byteOffset;
    if (!sameBytes(a.bytes, fromA, toA, b.bytes, fromB, toB)) {
      return false;
    }
    fromA = toA + labelA.length;
    fromB = toB + labelB.length;
  }
  return true;
}

function sameBytes(a: Uint8Array, fromA: number, toA: number, b: Uint8Array, fromB: number, toB: number): boolean {
  const length = toA - fromA;
  let at = toB - fromB === length ? 0 : length + 1;
  while (at < length && a[fromA + at] === b[fromB + at]) {
    at += 1;
  }
  return at === length;
}

/**
 * Matches rows by set id and data cells, whatever their order and quoting. Columns that only one version has are left
 * out. Of rows that are alike in all of it, the first is the first, and so on. Where the number of rows is the same, a
 * row whose cells were changed is found by its place.
 */
export function matchRows(from: LabelingFile, to: LabelingFile): RowMap {
  if (sameButLabels(from, to)) {
    return (row) => (row >= 0 && row < to.rowCount ? row : undefined);
  }
  const shared = [[from.setIdColumn, to.setIdColumn] as const, ...sharedColumns(from, to)];
  const identity = new RecordIdentity([from, to], (file) =>
    shared.map(([here, there]) => (file === from ? here : there)),
  );
  const found = new Int32Array(from.rowCount).fill(-1);
  const taken = new Uint8Array(to.rowCount);
  for (let record = 0; record < identity.recordCount; record++) {
    const rows = identity.rowsOf(record);
    const split = rows.findIndex((row) => row >= from.rowCount);
    for (let at = 0; split >= 0 && at < split && split + at < rows.length; at++) {
      const place = (rows[split + at] ?? 0) - from.rowCount;
      found[rows[at] ?? 0] = place;
      taken[place] = 1;
    }
  }
  if (from.rowCount === to.rowCount) {
    findByPlace(found, taken, from, to);
  }
  return (row) => {
    const place = found[row] ?? -1;
    return place < 0 ? undefined : place;
  };
}

/** A row whose cells were changed is the one in its place, if that is of the same set and no other row's. */
function findByPlace(found: Int32Array, taken: Uint8Array, from: LabelingFile, to: LabelingFile): void {
  for (let row = 0; row < found.length; row++) {
    const sameSet = from.cell(row, from.setIdColumn) === to.cell(row, to.setIdColumn);
    if (found[row] === -1 && taken[row] === 0 && sameSet) {
      found[row] = row;
    }
  }
}
