import { compareUtf8 } from '../../objects/listing';
import type { OrderedTable } from '../index/keyOrder';
import { exactNumber } from '../output/writtenType';
import type { Earlier } from './readEarlier';

/** What became of the rows of an earlier output. */
export interface Difference {
  /** The rows of the earlier output, those that are still the same in the words of the table. */
  readonly base: OrderedTable;
  /** Row of the table to row of the earlier output with the same key, or -1. */
  readonly before: Int32Array;
  /** Rows of the table that the earlier output does not have, or has with other cells. */
  readonly added: Int32Array;
  /** How many of `added` the earlier output has with other cells. */
  readonly changed: number;
  /** 1 for rows of the earlier output that the table does not have any more, or has with other cells. */
  readonly left: Uint8Array;
  /** Keys of the earlier output that the table does not have. */
  readonly goneKeys: readonly string[];
}

/** Tells the rows of a table from those of an earlier output. Both are in order of key. */
export function differenceOf(table: OrderedTable, earlier: Earlier): Difference {
  const base = earlier.table;
  const keys = table.cells[table.key] ?? [];
  const keysBefore = base.cells[base.key] ?? [];
  const cells = base.cells.map((column) => [...column]);
  const before = new Int32Array(table.rows).fill(-1);
  const left = new Uint8Array(base.rows);
  const added: number[] = [];
  const goneKeys: string[] = [];
  let changed = 0;
  let row = 0;
  for (let old = 0; old < base.rows; old++) {
    const key = keysBefore[old] ?? '';
    while (row < table.rows && compareUtf8(keys[row] ?? '', key) < 0) {
      added.push(row++);
    }
    if (keys[row] !== key) {
      left[old] = 1;
      goneKeys.push(key);
      continue;
    }
    before[row] = old;
    if (isSame(table.cells, row, base.cells, old)) {
      for (const [column, texts] of cells.entries()) {
        texts[old] = table.cells[column]?.[row] ?? '';
      }
    } else {
      left[old] = 1;
      changed++;
      added.push(row);
    }
    row++;
  }
  while (row < table.rows) {
    added.push(row++);
  }
  return { base: { ...base, cells }, before, added: Int32Array.from(added), changed, left, goneKeys };
}

type Cells = readonly (readonly string[])[];

/** A Parquet file may have written a number otherwise, 4.1 for 4.10: that is no change. */
function isSame(now: Cells, row: number, then: Cells, old: number): boolean {
  for (let column = 0; column < now.length; column++) {
    const cell = now[column]?.[row] ?? '';
    const was = then[column]?.[old] ?? '';
    if (cell !== was) {
      const number = exactNumber(cell);
      if (number === undefined || number !== exactNumber(was)) {
        return false;
      }
    }
  }
  return true;
}
