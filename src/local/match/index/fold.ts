import type { OrderedTable } from './keyOrder';

/** Which record each row belongs to: rows whose compared cells are all equal are one record. */
export interface Fold {
  /** Row to record; records are numbered by their first row. */
  readonly recordOf: Int32Array;
  /** How many records there are. */
  readonly count: number;
}

/** Folds the rows of a table. The primary key takes no part. Rows that are blank tell nothing, and so are not taken for equal. */
export function foldRows({ rows, cells, key }: Pick<OrderedTable, 'rows' | 'cells' | 'key'>): Fold {
  const compared = cells.filter((_, column) => column !== key);
  const recordOf = new Int32Array(rows);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 2))).fill(-1);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (compared.every((column) => (column[row] ?? '').trim() === '')) {
      recordOf[row] = count++;
      continue;
    }
    let slot = hashRow(compared, row) & (slots.length - 1);
    for (;;) {
      const held = slots[slot] ?? -1;
      if (held < 0) {
        slots[slot] = row;
        recordOf[row] = count++;
        break;
      }
      if (compared.every((column) => column[row] === column[held])) {
        recordOf[row] = recordOf[held] ?? 0;
        break;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }
  return { recordOf, count };
}

function hashRow(columns: readonly (readonly string[])[], row: number): number {
  let hash = 0x811c9dc5;
  for (const column of columns) {
    const cell = column[row] ?? '';
    for (let i = 0; i < cell.length; i++) {
      hash = Math.imul(hash ^ cell.charCodeAt(i), 0x01000193);
    }
    hash = Math.imul(hash ^ 0x10000, 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

/** The first row of each record, as a table; any of a record's keys leads to it. */
export function foldedTable(table: OrderedTable, { recordOf, count }: Fold): OrderedTable {
  if (count === table.rows) {
    return table;
  }
  const first = firstRows({ recordOf, count });
  return {
    ...table,
    rows: count,
    cells: table.cells.map((column) => Array.from(first, (row) => column[row] ?? '')),
    rowOf: (key) => {
      const row = table.rowOf(key);
      return row === undefined ? undefined : recordOf[row];
    },
  };
}

/** The first row of each record. */
export function firstRows({ recordOf, count }: Fold): Int32Array {
  const first = new Int32Array(count).fill(-1);
  for (const [row, record] of recordOf.entries()) {
    if (first[record] === -1) {
      first[record] = row;
    }
  }
  return first;
}

/** The record of a row, or of what only labels know: those are numbered on from the last row, and so from the last record. */
export function recordIn({ recordOf, count }: Fold, row: number): number {
  return recordOf[row] ?? row - recordOf.length + count;
}
