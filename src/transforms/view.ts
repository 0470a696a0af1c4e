import * as vscode from 'vscode';
import type { Connections } from '../connection/connections';
import type { Transforms } from './transforms';
import type { TransformsTree } from './tree';
import type { Watcher } from './watcher';

/** Context keys that package.json's `when` clauses use. */
export const contextKeys = {
  /** What the view's welcome content says: disconnected, empty, failed or ready. */
  view: 'glueLabeling.view',
  /** local or aws, or empty when nothing is connected. */
  connection: 'glueLabeling.connectionKind',
} as const;

/** The tree view: keeps its description, context keys and the watcher's rest in step with what is shown. */
export function createView(
  connections: Connections,
  transforms: Transforms,
  tree: TransformsTree,
  watcher: Watcher,
): vscode.Disposable {
  const view = vscode.window.createTreeView('glueLabeling.transforms', { treeDataProvider: tree });
  const show = () => {
    const current = connections.current;
    view.description = current?.label;
    void vscode.commands.executeCommand('setContext', contextKeys.connection, current?.kind ?? '');
    void vscode.commands.executeCommand('setContext', contextKeys.view, stateOf(connections, transforms));
  };
  watcher.setVisible(view.visible);
  show();
  return vscode.Disposable.from(
    view,
    view.onDidChangeVisibility(({ visible }) => watcher.setVisible(visible)),
    connections.onDidChange(() => {
      transforms.reset();
      show();
    }),
    transforms.store.onDidChange((change) => change.kind === 'list' && show()),
  );
}

function stateOf(connections: Connections, transforms: Transforms): string {
  if (connections.current === undefined) {
    return 'disconnected';
  }
  if (transforms.state.kind !== 'ready') {
    return transforms.state.kind;
  }
  return transforms.store.all().length === 0 ? 'empty' : 'ready';
}
