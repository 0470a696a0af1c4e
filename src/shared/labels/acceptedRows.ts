import type { LabelChange, Labels } from './edits';

/**
 * The rows whose label came from an accepted suggestion. A label given by hand ends it; undo brings it back, because
 * changes say what was so before them.
 */
export class AcceptedRows {
  readonly #labels = new Map<number, string>();

  /** `rows` have their label of `labels` from a suggestion. */
  constructor(rows: Iterable<number> = [], labels?: Pick<Labels, 'get'>) {
    for (const row of rows) {
      this.#labels.set(row, labels?.get(row) ?? '');
    }
  }

  /** Applies changes to the labels; answers what really changed, each with where its labels came from. */
  apply(changes: readonly LabelChange[], labels: Labels): LabelChange[] {
    const asked = new Map(changes.map((change) => [change.row, change]));
    return labels.apply(changes).map(({ row, before, after }) => {
      const wasAccepted = this.#labels.get(row) === before;
      const isAccepted = asked.get(row)?.isAccepted === true && after !== '';
      if (isAccepted) {
        this.#labels.set(row, after);
      } else {
        this.#labels.delete(row);
      }
      return { row, before, after, ...(wasAccepted && { wasAccepted }), ...(isAccepted && { isAccepted }) };
    });
  }

  /** Says where the rows are in another version of the file. */
  move(rowOf: (row: number) => number | undefined): void {
    const before = [...this.#labels];
    this.#labels.clear();
    for (const [row, label] of before) {
      const place = rowOf(row);
      if (place !== undefined) {
        this.#labels.set(place, label);
      }
    }
  }

  /** The rows that still have the label that was accepted, in row order. */
  rows(labels: Pick<Labels, 'get'>): number[] {
    return [...this.#labels]
      .filter(([row, label]) => labels.get(row) === label)
      .map(([row]) => row)
      .sort((a, b) => a - b);
  }
}
