import type { LabelingFile } from '../../../src/shared/file/labelingFile';
import type { Labels } from '../../../src/shared/labels/edits';
import { asStored } from '../../../src/shared/labels/unsure';
import type { Column } from './columns';
import type { ShownSet } from './view';

const between = '\u0000';

/** How often the wanted text occurs in the shown rows. */
export interface Hits {
  /** In labels and ids of labeling sets. */
  readonly outside: number;
  /** By index of the data column. */
  readonly byColumn: ReadonlyMap<number, number>;
}

export const noHits: Hits = { outside: 0, byColumn: new Map() };

/** All hits of the text, and those in columns that are not shown. */
export function countOf(
  { outside, byColumn }: Hits,
  columns: readonly Column[],
  hidden: readonly string[],
): { readonly all: number; readonly unseen: number } {
  const sum = (counted: readonly Column[]): number =>
    counted.reduce((total, { index }) => total + (byColumn.get(index) ?? 0), 0);
  const unseen = sum(columns.filter(({ name }) => hidden.includes(name)));
  return { all: outside + sum(columns), unseen };
}

/**
 * Finds text in all columns, those of labels and set ids included, whatever the case. Remembers each row's text once it
 * has been looked at, but for its label.
 */
export class Search {
  private readonly texts: string[] = [];

  constructor(
    private readonly file: LabelingFile,
    private readonly columns: readonly Column[],
    private readonly labels: Pick<Labels, 'get'>,
  ) {}

  matches(row: number, text: string): boolean {
    const wanted = text.toLowerCase();
    return asStored(this.labels.get(row)).toLowerCase().includes(wanted) || this.textOf(row).includes(wanted);
  }

  /** Counts what is marked in these rows of sets: in the id of a set once, in labels and cells of every row. */
  hits(sets: readonly ShownSet[], text: string): Hits {
    let outside = 0;
    const byColumn = new Map<number, number>();
    for (const { set, members } of sets) {
      outside += hitsIn(set.id, text).length;
      for (const row of members.filter((candidate) => this.matches(candidate, text))) {
        outside += hitsIn(asStored(this.labels.get(row)), text).length;
        for (const { index } of this.columns) {
          byColumn.set(index, (byColumn.get(index) ?? 0) + hitsIn(this.file.cell(row, index), text).length);
        }
      }
    }
    return { outside, byColumn };
  }

  private textOf(row: number): string {
    const known = this.texts[row];
    if (known !== undefined) {
      return known;
    }
    const id = this.file.sets[this.file.setOf(row)]?.id ?? '';
    const text = [id, ...this.columns.map(({ index }) => this.file.cell(row, index))].join(between).toLowerCase();
    this.texts[row] = text;
    return text;
  }
}

/** Where the wanted text is in a value, whatever the case. */
export function hitsIn(value: string, wanted: string): [from: number, to: number][] {
  const hits: [number, number][] = [];
  const text = value.toLowerCase();
  const look = wanted.toLowerCase();
  // Some letters change their length in lower case; then places would not fit, so nothing is marked.
  if (text.length !== value.length || look === '') {
    return hits;
  }
  for (let at = text.indexOf(look); at >= 0; at = text.indexOf(look, at + look.length)) {
    hits.push([at, at + look.length]);
  }
  return hits;
}
