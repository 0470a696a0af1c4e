import * as vscode from 'vscode';
import type { Explanation } from '../connection/awsErrors';
import type { LocalTable } from './localTables';
import type { ErrorNode, LoadMoreNode, NoteNode } from './nodes';

/** The line that asks for the next older page of task runs. */
export function loadMoreItem(node: LoadMoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more…'));
  item.id = `more:${node.transformId}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'loadMore';
  item.command = { command: 'glueLabeling.loadMore', title: vscode.l10n.t('Load More'), arguments: [node] };
  return item;
}

/** The line above Local Glue's tables. */
export function tablesItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Local tables'), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = 'tables';
  item.iconPath = new vscode.ThemeIcon('database');
  item.contextValue = 'tables';
  return item;
}

/** One table of Local Glue. */
export function tableItem(table: LocalTable): vscode.TreeItem {
  const item = new vscode.TreeItem(`${table.database}.${table.table}`);
  item.id = `table:${table.database}.${table.table}`;
  item.description = vscode.l10n.t('{0} columns', table.columns);
  item.tooltip = table.location;
  item.iconPath = new vscode.ThemeIcon('table');
  item.contextValue = 'table';
  return item;
}

/** A line that only says something. */
export function noteItem({ id, text, icon }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.id = id;
  item.tooltip = text;
  item.iconPath = icon === undefined ? undefined : new vscode.ThemeIcon(icon);
  item.contextValue = 'note';
  return item;
}

/** An error with what to do next; its Retry is inline and in the context menu. */
export function errorItem({ id }: ErrorNode, { what, next }: Explanation): vscode.TreeItem {
  const item = new vscode.TreeItem(what);
  item.id = id;
  item.description = next;
  item.tooltip = `${what}\n${next}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'error retryable';
  return item;
}
