import { compareUtf8 } from '../../objects/listing';
import type { Table } from '../table/readTable';

/** A table whose rows are in order of primary key, whatever order its objects and their rows came in. */
export interface OrderedTable extends Table {
  /** The row with a primary key, or undefined. */
  readonly rowOf: (key: string) => number | undefined;
}

/** Puts a table's rows in order of primary key, by code points. */
export function inKeyOrder(table: Table): OrderedTable {
  const keys = table.cells[table.key] ?? [];
  if (isOrdered(keys)) {
    return { ...table, rowOf: (key) => findKey(keys, key) };
  }
  const order = Int32Array.from({ length: table.rows }, (_, row) => row);
  const compare = keys.some((key) => /[\ud800-\udfff]/.test(key)) ? compareUtf8 : compareUnits;
  order.sort((x, y) => compare(keys[x] ?? '', keys[y] ?? ''));
  const cells = table.cells.map((column) => inOrder(column, order));
  const sorted = cells[table.key] ?? [];
  return {
    ...table,
    cells,
    rowOf: (key) => findKey(sorted, key),
  };
}

function inOrder(column: readonly string[], order: Int32Array): string[] {
  const cells = new Array<string>(order.length);
  for (let row = 0; row < order.length; row++) {
    cells[row] = column[order[row] ?? 0] ?? '';
  }
  return cells;
}

function isOrdered(keys: readonly string[]): boolean {
  for (let row = 1; row < keys.length; row++) {
    if (compareUtf8(keys[row - 1] ?? '', keys[row] ?? '') > 0) {
      return false;
    }
  }
  return true;
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findKey(keys: readonly string[], key: string): number | undefined {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(keys[middle] ?? '', key) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return keys[low] === key ? low : undefined;
}
