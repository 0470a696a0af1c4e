import { joined, type Markdown, markdown } from '../../shared/markdown';
import { shortened } from '../../shared/visible';

/** A table as lines of Markdown, its cells as they are, cut to `longest` characters. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  longest: number,
): readonly Markdown[] {
  const line = (cells: readonly string[]) =>
    joined([...cells.map((cell) => markdown`| ${shortened(cell, longest)} `), markdown`|`]);
  return [line(columns), joined([...columns.map(() => markdown`|:--`), markdown`|`]), ...rows.map(line)];
}
