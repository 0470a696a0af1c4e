import * as vscode from 'vscode';
import { causesOf } from '../connection/causes';
import type { Connections } from '../connection/connections';
import { failureKind } from '../connection/failureKinds';
import type { TransformInfo } from '../shared/protocol';
import { Answers } from './answers';
import { ArrangementMemory } from './arrangement';
import type { CommandsBundle, LoadCommands } from './bundle';
import type { DecisionsBeside } from './commands/importChecks';
import { LabelingText } from './labelingText';
import { Outcomes } from './outcomes';
import { registerCommands } from './register';
import { onDidSaveLabelingFile } from './savedFiles';
import { StartedRuns } from './startedRuns';
import { TransformStore } from './store';
import { transformOf } from './transformOf';
import { Transforms } from './transforms';
import { TransformsTree } from './tree';
import type { Prompts } from './ui/prompts';
import { ReadOnlyDocuments } from './ui/readOnlyDocuments';
import { vscodeWindows } from './ui/vscodeWindows';
import { TransformsView } from './view';
import { systemClock, Watcher } from './watcher';

/** What the rest of the extension asks of this part. */
export interface TransformsPart extends vscode.Disposable {
  /** The transform that a labeling file belongs to, as far as it is known. */
  transformOf(uri: vscode.Uri): Promise<TransformInfo | undefined>;
}

/** Makes the view of transforms, what watches them, and the commands on them. Makes no request. */
export function createTransforms(
  context: vscode.ExtensionContext,
  connections: Connections,
  log: vscode.LogOutputChannel,
  prompts: Prompts,
  decisionsBeside: DecisionsBeside,
): TransformsPart {
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
  const answers = new Answers(context.workspaceState);
  const documents = new ReadOnlyDocuments();
  const commands = {
    connections,
    transforms,
    tree,
    watcher,
    started,
    answers,
    documents,
    log,
    decisionsBeside,
    reveal: (id: string) => view.reveal(id),
  };
  const disposable = vscode.Disposable.from(
    onDidSaveLabelingFile(({ path }) => {
      const [, bucket = '', ...key] = path.split('/');
      void tree.fileSaved(bucket, key.join('/'));
    }),
    transforms.onDidChangeState((state) => {
      if (state.kind === 'failed') {
        const { error } = state;
        const words = error instanceof Error ? `${error.name} ${error.message}` : String(error);
        log.error(`Transforms were not listed: ${failureKind(error)}, ${words}${causesOf(error)}`);
      }
    }),
    registerCommands(commands, prompts, load),
    new LabelingText(context.globalState),
    new Outcomes(transforms, started, vscodeWindows, log),
    documents,
    view,
    watcher,
    tree,
    arrangement,
    transforms,
    store,
  );
  return {
    transformOf: (uri) => transformOf({ connections, store, answers }, uri),
    dispose: () => disposable.dispose(),
  };
}
