import * as vscode from 'vscode';
import { joined, type Markdown, markdown } from '../../../shared/markdown';
import type { TableRows } from '../../../shared/tableDescription';
import { tableLines } from '../../ui/markdownTable';
import type { CommandContext } from '../command';
import { readTable } from '../localGlue';

const longestCell = 200;

/** Shows the first rows of a local table, a click on its line in the view. */
export async function showTable(
  { transforms, documents }: Pick<CommandContext, 'transforms' | 'documents'>,
  argument: unknown,
): Promise<void> {
  const table: unknown = typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'table') : undefined;
  const [database, name, location = ''] = ['database', 'table', 'location'].map((key) => textOf(table, key));
  const connection = transforms.connection();
  if (database === undefined || name === undefined || connection.localGlue === undefined) {
    throw new Error(vscode.l10n.t('Choose a table in the view first.'));
  }
  const found = await readTable(await connection.localGlue(), database, name);
  await documents.showMarkdown(name, tableText(name, location, found));
}

function textOf(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found : undefined;
}

function tableText(name: string, path: string, { columns, rows, total }: TableRows): Markdown {
  const counts =
    total > rows.length
      ? vscode.l10n.t('The first {0} of {1} rows of {2}.', rows.length, total, path)
      : vscode.l10n.t('{0} rows of {1}.', total, path);
  const lines = [
    markdown`# ${name}`,
    markdown``,
    markdown`${counts}`,
    markdown``,
    ...tableLines(
      columns,
      rows.map((row) => columns.map((_, at) => row[at] ?? '')),
      longestCell,
    ),
  ];
  return joined(lines, '\n');
}
