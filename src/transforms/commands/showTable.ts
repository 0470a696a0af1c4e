import * as vscode from 'vscode';
import { asFolder, parseS3Path } from '../../connection/s3Path';
import { joined, type Markdown, markdown } from '../../shared/markdown';
import { tableLines } from '../markdownTable';
import { type Rows, readRows } from '../tableFile';
import type { CommandContext } from './command';

const shownRows = 200;
const longestCell = 200;
/** More of an object is not downloaded only to show its first rows. */
const mostBytes = 20_000_000;

/** Shows the first rows of a local table, a click on its line in the view. */
export async function showTable(
  { transforms, documents }: Pick<CommandContext, 'transforms' | 'documents'>,
  argument: unknown,
): Promise<void> {
  const table: unknown = typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'table') : undefined;
  const [name, location] = ['table', 'location'].map((key) => textOf(table, key));
  const path = parseS3Path(location ?? '');
  if (name === undefined || path === undefined) {
    throw new Error(vscode.l10n.t('Choose a table in the view first.'));
  }
  const s3 = await transforms.connection().s3();
  const { bucket, key: prefix } = asFolder(path);
  const [first] = (await s3.list(bucket, prefix)).objects.filter(({ size }) => size > 0);
  if (first === undefined) {
    throw new Error(vscode.l10n.t('Table “{0}” has no file at {1}.', name, location ?? ''));
  }
  if (first.size > mostBytes) {
    throw new Error(vscode.l10n.t('Table “{0}” is too large to be shown. Its rows are in {1}.', name, location ?? ''));
  }
  const rows = readRows((await s3.get(bucket, first.key)).bytes, first.key);
  if (rows === undefined) {
    throw new Error(vscode.l10n.t('The rows of table “{0}” can’t be shown: Parquet is not text.', name));
  }
  await documents.showMarkdown(name, tableText(name, `s3://${bucket}/${first.key}`, rows));
}

function textOf(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found : undefined;
}

function tableText(name: string, path: string, { columns, rows }: Rows): Markdown {
  const shown = rows.slice(0, shownRows);
  const counts =
    rows.length > shown.length
      ? vscode.l10n.t('The first {0} of {1} rows of {2}.', shown.length, rows.length, path)
      : vscode.l10n.t('{0} rows of {1}.', rows.length, path);
  const lines = [
    markdown`# ${name}`,
    markdown``,
    markdown`${counts}`,
    markdown``,
    ...tableLines(
      columns,
      shown.map((row) => columns.map((_, at) => row[at] ?? '')),
      longestCell,
    ),
  ];
  return joined(lines, '\n');
}
