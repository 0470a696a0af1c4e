import * as vscode from 'vscode';
import type { Connections } from '../connection/connections';
import { Answers } from './answers';
import { ArrangementMemory } from './arrangement';
import type { CommandsBundle, LoadCommands } from './bundle';
import { Outcomes } from './outcomes';
import { registerCommands } from './register';
import { StartedRuns } from './startedRuns';
import { TransformStore } from './store';
import { Transforms } from './transforms';
import { TransformsTree } from './tree';
import { ReadOnlyDocuments } from './ui/readOnlyDocuments';
import { vscodeUi } from './ui/vscodeUi';
import { TransformsView } from './view';
import { systemClock, Watcher } from './watcher';

/** Makes the view of transforms, what watches them, and the commands on them. Makes no request. */
export function createTransforms(
  context: vscode.ExtensionContext,
  connections: Connections,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const load: LoadCommands = () => (require('./commands.cjs') as { readonly bundle: CommandsBundle }).bundle;
  const store = new TransformStore();
  const transforms = new Transforms(connections, store);
  const arrangement = new ArrangementMemory(context.workspaceState);
  const tree = new TransformsTree(transforms, arrangement, load);
  const requests = {
    lookAtRuns: (id: string, signal: AbortSignal) => transforms.lookAtRuns(id, signal),
    refresh: (id: string, signal: AbortSignal) => transforms.refresh(id, signal),
  };
  const watcher = new Watcher(store, requests, systemClock, (id, error) => tree.setError(id, error));
  const started = new StartedRuns(context.workspaceState);
  const view = new TransformsView({ connections, transforms, tree, watcher, started });
  const documents = new ReadOnlyDocuments();
  const commands = {
    connections,
    transforms,
    tree,
    watcher,
    started,
    answers: new Answers(context.workspaceState),
    ui: vscodeUi,
    documents,
    log,
    reveal: (id: string) => view.reveal(id),
  };
  return vscode.Disposable.from(
    registerCommands(commands, load),
    new Outcomes(transforms, started, vscodeUi, log),
    documents,
    view,
    watcher,
    tree,
    arrangement,
    transforms,
    store,
  );
}
