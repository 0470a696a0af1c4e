import type { LabelingFile } from '../../src/shared/labelingFile';
import type { Column } from './state';

const between = '\u0000';

/** Finds text in the data columns, whatever the case. Remembers each row's text once it has been looked at. */
export class Search {
  private readonly texts: string[] = [];

  constructor(
    private readonly file: LabelingFile,
    private readonly columns: readonly Column[],
  ) {}

  matches(row: number, text: string): boolean {
    return this.textOf(row).includes(text.toLowerCase());
  }

  /** Number of cells of a row that hold the text. */
  hits(row: number, text: string): number {
    const wanted = text.toLowerCase();
    return this.textOf(row)
      .split(between)
      .filter((cell) => cell.includes(wanted)).length;
  }

  private textOf(row: number): string {
    const known = this.texts[row];
    if (known !== undefined) {
      return known;
    }
    const text = this.columns
      .map(({ index }) => this.file.cell(row, index))
      .join(between)
      .toLowerCase();
    this.texts[row] = text;
    return text;
  }
}
