import type { LabelingFile } from '../shared/labelingFile';

/** For each row of one file its row in another, -1 if it is not there; undefined if the rows are the same. */
export type RowMapping = Int32Array | undefined;

/**
 * Finds the rows of `before` in `after` by all that they hold but the label. Rows that are alike are paired in order.
 * A row whose data was changed is found by its place if the row there is of no other.
 */
export function mapRows(before: LabelingFile, after: LabelingFile): RowMapping {
  if (sameRows(before, after)) {
    return undefined;
  }
  const places = new Map<string, number[]>();
  for (let row = after.rowCount - 1; row >= 0; row--) {
    const key = rowIdentity(after, row);
    const rows = places.get(key);
    if (rows === undefined) {
      places.set(key, [row]);
    } else {
      rows.push(row);
    }
  }
  const mapping = new Int32Array(before.rowCount).fill(-1);
  const taken = new Set<number>();
  for (let row = 0; row < before.rowCount; row++) {
    const found = places.get(rowIdentity(before, row))?.pop() ?? -1;
    mapping[row] = found;
    taken.add(found);
  }
  if (before.rowCount === after.rowCount) {
    fillByPlace(mapping, taken);
  }
  return mapping;
}

/** All that a row holds but its label, by column name, so that it is found after columns were moved. */
export function rowIdentity(file: LabelingFile, row: number): string {
  const cells: string[] = [];
  for (let column = 0; column < file.fieldCount(row); column++) {
    if (column !== file.labelColumn) {
      cells.push(`${file.columns[column] ?? column}\u0000${file.cell(row, column)}`);
    }
  }
  return cells.sort().join('\u0001');
}

function fillByPlace(mapping: Int32Array, taken: ReadonlySet<number>): void {
  for (let row = 0; row < mapping.length; row++) {
    if (mapping[row] === -1 && !taken.has(row)) {
      mapping[row] = row;
    }
  }
}

function sameRows(before: LabelingFile, after: LabelingFile): boolean {
  if (before.rowCount !== after.rowCount || before.labelColumn !== after.labelColumn) {
    return false;
  }
  if (before.columns.join('\u0000') !== after.columns.join('\u0000')) {
    return false;
  }
  for (let row = 0; row < before.rowCount; row++) {
    if (!sameRow(before, after, row)) {
      return false;
    }
  }
  return true;
}

function sameRow(before: LabelingFile, after: LabelingFile, row: number): boolean {
  if (before.fieldCount(row) !== after.fieldCount(row)) {
    return false;
  }
  for (let column = 0; column < before.fieldCount(row); column++) {
    if (column !== before.labelColumn && !sameBytes(before.fieldBytes(row, column), after.fieldBytes(row, column))) {
      return before.dialect.encoding !== after.dialect.encoding && sameCells(before, after, row);
    }
  }
  return true;
}

function sameCells(before: LabelingFile, after: LabelingFile, row: number): boolean {
  return before.columns.every(
    (_, column) => column === before.labelColumn || before.cell(row, column) === after.cell(row, column),
  );
}

/** Whether two runs of bytes are equal. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) {
    return false;
  }
  for (let at = 0; at < one.length; at++) {
    if (one[at] !== other[at]) {
      return false;
    }
  }
  return true;
}
