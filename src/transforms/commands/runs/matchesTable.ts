import { l10n } from 'vscode';
import { joined, type Markdown, markdown } from '../../../shared/markdown';
import { named } from '../../../shared/visible';
import { tableLines } from '../../ui/markdownTable';
import { figureText } from '../../view/figures';
import type { Rows } from './resultRows';

/** As many groups and columns as a preview can be read with. */
const mostGroups = 300;
const mostColumns = 12;
const mostCell = 60;

/**
 * The result of Find Matches as Markdown: one table for each group of two or more records, largest first, the columns of
 * the source in file order. Records without a match are counted.
 */
export function matchesTable(
  rows: Rows,
  name: string,
  path: string,
): { readonly title: string; readonly text: Markdown } {
  const { idColumn, scoreColumn } = addedColumns(rows.columns);
  const groups = new Map<string, (readonly string[])[]>();
  for (const row of rows.rows) {
    const id = row[idColumn] ?? '';
    const group = groups.get(id) ?? [];
    group.push(row);
    groups.set(id, group);
  }
  const matched = [...groups.values()].filter((group) => group.length > 1).sort((a, b) => b.length - a.length);
  const shown = rows.columns.flatMap((column, at) => (at === idColumn || at === scoreColumn ? [] : [{ column, at }]));
  const columns = shown.slice(0, mostColumns);
  const title = l10n.t('Matches of “{0}”', named(name));
  const counts = l10n.t(
    '{0} records: {1} groups of matches with {2} records, {3} records without a match.',
    rows.rows.length,
    matched.length,
    matched.reduce((sum, group) => sum + group.length, 0),
    groups.size - matched.length,
  );
  const lines = [markdown`# ${title}`, markdown``, markdown`${counts}`, markdown``];
  lines.push(markdown`${l10n.t('The full result is in {0}.', path)}`);
  for (const [index, group] of matched.slice(0, mostGroups).entries()) {
    const score = Number(group[0]?.[scoreColumn] ?? '');
    const confidence =
      scoreColumn < 0 || Number.isNaN(score) ? '' : ` · ${l10n.t('confidence {0}', figureText(score))}`;
    const heading = l10n.t('Group {0}: {1} records', index + 1, group.length) + confidence;
    lines.push(markdown``, markdown`## ${heading}`, markdown``);
    const names = columns.map(({ column }) => column);
    const cells = group.map((row) => columns.map(({ at }) => row[at] ?? ''));
    lines.push(...tableLines(names, cells, mostCell));
  }
  if (matched.length > mostGroups) {
    const more = matched.length - mostGroups;
    const text = more === 1 ? l10n.t('1 more group is not shown.') : l10n.t('{0} more groups are not shown.', more);
    lines.push(markdown``, markdown`${text}`);
  }
  return { title, text: joined(lines, '\n') };
}

/**
 * Where the group and, if it was asked for, the confidence are: behind the table's own columns, with a number to their names where the
 * table has such a column itself.
 */
function addedColumns(columns: readonly string[]): { readonly idColumn: number; readonly scoreColumn: number } {
  const idColumn = columns.findLastIndex((name) => /^match_id(_\d+)?$/.test(name));
  const hasScore = /^match_confidence_score(_\d+)?$/.test(columns[idColumn + 1] ?? '');
  return { idColumn, scoreColumn: hasScore ? idColumn + 1 : -1 };
}
