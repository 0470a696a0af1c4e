import * as vscode from 'vscode';
import type { Connections } from '../connection/connections';
import { Answers } from './answers';
import { registerCommands } from './register';
import { TransformStore } from './store';
import { Transforms } from './transforms';
import { TransformsTree } from './tree';
import { createView } from './view';
import { systemClock, Watcher } from './watcher';

/** Makes the view of transforms, what watches them, and the commands on them. */
export function createTransforms(
  context: vscode.ExtensionContext,
  connections: Connections,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const store = new TransformStore();
  const transforms = new Transforms(connections, store);
  const tree = new TransformsTree(transforms);
  const requests = {
    lookAtRuns: (id: string, signal: AbortSignal) => transforms.lookAtRuns(id, signal),
    refresh: (id: string, signal: AbortSignal) => transforms.refresh(id, signal),
  };
  const watcher = new Watcher(store, requests, systemClock, (id, error) => tree.setError(id, error));
  const answers = new Answers(context.workspaceState);
  return vscode.Disposable.from(
    createView(connections, transforms, tree, watcher),
    registerCommands({ connections, transforms, tree, watcher, answers, log }),
    watcher,
    store,
  );
}
