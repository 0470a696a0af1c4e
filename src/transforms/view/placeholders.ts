import * as vscode from 'vscode';
import type { Explanation } from '../../connection/errors/explain';
import { treeLine } from '../../door/view';
import type { LocalTable } from './localTables';
import type { ErrorNode, LoadMoreNode, NoteNode } from './nodes';

/** The line that asks for the next older page of task runs. */
export function loadMoreItem(node: LoadMoreNode): vscode.TreeItem {
  const item = treeLine({ label: vscode.l10n.t('Load more…') });
  item.id = `more:${node.transformId}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'loadMore';
  item.command = { command: 'glueLabeling.loadMore', title: vscode.l10n.t('Load More'), arguments: [node] };
  return item;
}

/** The line above Local Glue's tables. */
export function tablesItem(): vscode.TreeItem {
  const item = treeLine({ label: vscode.l10n.t('Local tables') }, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = 'tables';
  item.iconPath = new vscode.ThemeIcon('database');
  item.contextValue = 'tables';
  return item;
}

/** One table of Local Glue. */
export function tableItem(table: LocalTable): vscode.TreeItem {
  const item = treeLine({
    label: `${table.database}.${table.table}`,
    description: table.columns === 1 ? vscode.l10n.t('1 column') : vscode.l10n.t('{0} columns', table.columns),
    tooltip: table.location,
  });
  item.id = `table:${table.database}.${table.table}`;
  item.iconPath = new vscode.ThemeIcon('table');
  item.command = {
    command: 'glueLabeling.showTable',
    title: vscode.l10n.t('Show Rows'),
    arguments: [{ kind: 'table', table }],
  };
  item.contextValue = 'table';
  return item;
}

/** A line that only says something. */
export function noteItem({ id, text, icon }: NoteNode): vscode.TreeItem {
  const item = treeLine({ label: text, tooltip: text });
  item.id = id;
  item.iconPath = icon === undefined ? undefined : new vscode.ThemeIcon(icon);
  item.contextValue = 'note';
  return item;
}

/** An error with what to do next; its Retry is inline and in the context menu. */
export function errorItem({ id }: ErrorNode, { what, next }: Explanation): vscode.TreeItem {
  const item = treeLine({ label: what, description: next, tooltip: `${what}\n${next}` });
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'error retryable';
  return item;
}
