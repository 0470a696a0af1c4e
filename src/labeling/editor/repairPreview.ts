import * as vscode from 'vscode';
import type { RepairedCell } from '../../shared/checks/repair';

/** As many cells as a question can show. */
const mostCells = 12;
/** Characters that are shown before and behind the first that changes. */
const context = 30;

/** Cells before and after, a line each; of long ones the part where they begin to differ. */
export function cellPreview(cells: readonly RepairedCell[], most = mostCells): string[] {
  const lines = cells
    .slice(0, most)
    .map((cell) =>
      vscode.l10n.t(
        'Line {0}, {1}: {2} → {3}',
        cell.line,
        cell.column,
        excerpt(cell.before, cell),
        excerpt(cell.after, cell),
      ),
    );
  const more = cells.length - lines.length;
  const rest = more === 1 ? vscode.l10n.t('and 1 more cell') : vscode.l10n.t('and {0} more cells', more);
  return more > 0 && most > 1 ? [...lines, rest] : lines;
}

function excerpt(text: string, { before, after }: RepairedCell): string {
  let first = 0;
  while (first < before.length && before[first] === after[first]) {
    first += 1;
  }
  const from = first > context ? first - context : 0;
  const to = first + context;
  const part = text.slice(from, to).replace(/\s+/g, ' ');
  return `${from > 0 ? '…' : ''}${part}${to < text.length ? '…' : ''}`;
}
