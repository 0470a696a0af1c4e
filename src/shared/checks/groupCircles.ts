import type { Labels } from '../labels/edits';
import { asStored } from '../labels/unsure';

/** The groups of sets as circles of rows: each row knows the next one of its group. Rows without a label are alone. */
export class GroupCircles {
  readonly #next: Uint32Array;

  constructor(rowCount: number) {
    this.#next = Uint32Array.from({ length: rowCount }, (_, row) => row);
  }

  /** Puts the rows of one set into circles, one for each label. They are numbered from `offset` here. */
  link(rows: readonly number[], labels: Pick<Labels, 'get'>, offset: number): void {
    const last = new Map<string, number>();
    for (const row of rows) {
      const label = asStored(labels.get(row));
      const at = offset + row;
      const before = label === '' ? undefined : last.get(label);
      this.#next[at] = before === undefined ? at : (this.#next[before] ?? at);
      if (before !== undefined) {
        this.#next[before] = at;
      }
      last.set(label, at);
    }
  }

  /** True if no other row is in the row's group. */
  isAlone(row: number): boolean {
    return this.#next[row] === row;
  }

  /** The rows of the row's group, this one first. */
  rowsWith(row: number): number[] {
    const rows = [row];
    for (let next = this.#next[row] ?? row; next !== row; next = this.#next[next] ?? row) {
      rows.push(next);
    }
    return rows;
  }
}
