import type { LabelingFile, LabelingSet } from '../../../src/shared/file/labelingFile';
import type { Labels } from '../../../src/shared/labels/edits';
import { asStored } from '../../../src/shared/labels/unsure';
import { formedFirst, orderByLikeness } from '../../../src/shared/rowOrder';
import type { Column } from './columns';

/**
 * In what order the rows of each set stand. Made for a set when it is first looked at, and kept: no row moves while its
 * set is at hand. Never changes the file.
 */
export class RowOrders {
  private readonly known: Map<number, readonly number[]>;
  private readonly columns: readonly number[];
  private readonly labelOf = (row: number): string => asStored(this.labels.get(row));

  /** `known` are orders that rows stand in already. */
  constructor(
    private readonly file: LabelingFile,
    columns: readonly Column[],
    private readonly labels: Pick<Labels, 'get'>,
    known: Iterable<readonly [set: number, order: readonly number[]]> = [],
  ) {
    this.columns = columns.filter(({ isKey }) => !isKey).map(({ index }) => index);
    this.known = new Map(known);
  }

  /** The rows of a set as they stand on the screen. */
  of(set: LabelingSet): readonly number[] {
    const known = this.known.get(set.index) ?? this.make(set);
    this.known.set(set.index, known);
    return known;
  }

  /** Puts the groups that were formed meanwhile first; the other rows stay in their order. True if rows stand elsewhere by that. */
  renew(set: LabelingSet): boolean {
    const before = this.of(set);
    const now = formedFirst(before, this.labelOf);
    this.known.set(set.index, now);
    return now.some((row, at) => row !== before[at]);
  }

  /** The orders that were asked for so far. */
  entries(): Iterable<readonly [set: number, order: readonly number[]]> {
    return this.known.entries();
  }

  private make({ rows }: LabelingSet): readonly number[] {
    return orderByLikeness(this.file, rows, this.columns, this.labelOf);
  }
}
