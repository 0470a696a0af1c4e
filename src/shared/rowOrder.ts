import type { LabelingFile } from './file/labelingFile';
import { averageLinkage } from './suggest/averageLinkage';

/** Larger sets stay in the file's order. AWS Glue advises against more than 50 rows. */
const mostRows = 200;

/** Of a cell; more says little of what it is like. */
const mostText = 300;

/**
 * Rows of one set so that alike ones stand next to each other: the groups of two rows and more that the labels have
 * formed, then the rest, the most alike first. Depends on the cells and the labels alone. Rows are alike by the pieces of
 * three characters that they share and that few others of the set have, in whatever column; it is quick enough to be done
 * for every set that comes into sight, which a `Suggester` is not.
 */
export function orderByLikeness(
  file: LabelingFile,
  rows: readonly number[],
  columns: readonly number[],
  labelOf: (row: number) => string,
): readonly number[] {
  if (rows.length < 3 || rows.length > mostRows) {
    return rows;
  }
  const formed = formedGroups(rows, labelOf);
  const grouped = new Set(formed);
  const rest = rows.filter((row) => !grouped.has(row));
  const likeness = likenessOf(rest.map((row) => piecesOf(file, row, columns)));
  const { order } = averageLinkage(rest.length, (a, b) => likeness[a * rest.length + b] ?? 0, Number.POSITIVE_INFINITY);
  return [...formed, ...order.map((at) => rest[at] ?? 0)];
}

/** The groups of two rows and more first, the other rows as they stand. */
export function formedFirst(order: readonly number[], labelOf: (row: number) => string): readonly number[] {
  const formed = formedGroups(order, labelOf);
  const grouped = new Set(formed);
  return [...formed, ...order.filter((row) => !grouped.has(row))];
}

function formedGroups(rows: readonly number[], labelOf: (row: number) => string): number[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const label = labelOf(row);
    if (label !== '') {
      groups.set(label, [...(groups.get(label) ?? []), row]);
    }
  }
  return [...groups.values()].filter((group) => group.length > 1).flat();
}

/** Numbers that stand for the pieces of a row's cells, each once. */
function piecesOf(file: LabelingFile, row: number, columns: readonly number[]): Set<number> {
  const pieces = new Set<number>();
  for (const column of columns) {
    const text = ` ${file.cell(row, column).slice(0, mostText).toLowerCase()} `;
    for (let at = 0; at + 3 <= text.length; at++) {
      pieces.add((text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 65_599 + text.charCodeAt(at + 2));
    }
  }
  return pieces;
}

/** For every pair the cosine of their pieces, each weighed by how few of the rows have it. */
function likenessOf(rows: readonly ReadonlySet<number>[]): Float64Array {
  const count = rows.length;
  const holders = new Map<number, number[]>();
  for (const [at, pieces] of rows.entries()) {
    for (const piece of pieces) {
      const known = holders.get(piece);
      if (known) {
        known.push(at);
      } else {
        holders.set(piece, [at]);
      }
    }
  }
  const shared = new Float64Array(count * count);
  for (const who of holders.values()) {
    const weight = Math.log((count + 1) / who.length) ** 2;
    for (const a of who) {
      for (const b of who) {
        shared[a * count + b] = (shared[a * count + b] ?? 0) + weight;
      }
    }
  }
  return shared.map((sum, at) => {
    const a = Math.floor(at / count);
    const b = at % count;
    return sum / (Math.sqrt((shared[a * count + a] ?? 0) * (shared[b * count + b] ?? 0)) || 1);
  });
}
