import * as vscode from 'vscode';
import type { Connections } from '../connection/connections';
import { causesOf } from '../connection/errors/causes';
import { toldFailure } from '../connection/errors/failureKinds';
import type { TransformInfo } from '../shared/protocol';
import type { CommandsBundle, LoadCommands } from './commands/bundle';
import type { DecisionsBeside } from './commands/command';
import { registerCommands } from './commands/register';
import { Answers } from './model/answers';

import { GeneratedFiles } from './model/generatedFiles';
import { StartedRuns } from './model/startedRuns';
import { TransformStore } from './model/store';
import { transformOf } from './model/transformOf';
import { Transforms } from './model/transforms';
import { systemClock, Watcher } from './model/watcher';
import { FileSteps } from './steps/fileSteps';
import { Imports } from './steps/imports';
import { Steps } from './steps/steps';
import { LabelingText } from './ui/labelingText';
import { Outcomes } from './ui/outcomes';
import type { Prompts } from './ui/prompts';
import { ReadOnlyDocuments } from './ui/readOnlyDocuments';
import { vscodeWindows } from './ui/vscodeWindows';
import { ArrangementMemory } from './view/arrangement';
import { TransformsTree } from './view/tree';
import { TransformsView } from './view/view';

/** What the rest of the extension asks of this part. */
export interface TransformsPart extends vscode.Disposable {
  /** The transform that a labeling file belongs to, as far as it is known. */
  transformOf(uri: vscode.Uri): Promise<TransformInfo | undefined>;
  /** What the labeling editor says of a file's place in the loop. */
  readonly fileSteps: FileSteps;
  /** Labels were stored in a file. */
  fileSaved(uri: vscode.Uri): void;
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
  const imports = new Imports(context.workspaceState);
  const generated = new GeneratedFiles(transforms, load);
  const steps = new Steps(transforms, generated, imports);
  const tree = new TransformsTree(transforms, arrangement, load, generated, steps);
  const requests = {
    lookAtRuns: (id: string, signal: AbortSignal) => transforms.lookAtRuns(id, signal),
    refresh: (id: string, signal: AbortSignal) => transforms.refresh(id, signal),
  };
  const watcher = new Watcher(store, requests, systemClock, (id, error) => tree.setError(id, error));
  const started = new StartedRuns(context.workspaceState);
  const view = new TransformsView({ connections, transforms, tree, watcher, started, steps });
  const answers = new Answers(context.workspaceState);
  const fileSteps = new FileSteps({ connections, transforms, answers, steps, imports });
  const documents = new ReadOnlyDocuments();
  const commands = {
    connections,
    transforms,
    tree,
    watcher,
    started,
    answers,
    imports,
    steps,
    documents,
    log,
    decisionsBeside,
    reveal: (id: string) => view.reveal(id),
  };
  const disposable = vscode.Disposable.from(
    transforms.onDidChangeState((state) => {
      if (state.kind === 'failed') {
        const { error } = state;
        const words = error instanceof Error ? `${error.name} ${error.message}` : String(error);
        log.error(`Transforms were not listed: ${toldFailure(error)}, ${words}${causesOf(error)}`);
      }
    }),
    registerCommands(context.extension.packageJSON, commands, prompts, load),
    new LabelingText(context.globalState),
    new Outcomes(transforms, started, imports, vscodeWindows, log, load, (node) => view.revealFiles(node)),
    fileSteps,
    steps,
    imports,
    documents,
    view,
    watcher,
    tree,
    arrangement,
    transforms,
    store,
  );
  return {
    fileSteps,
    fileSaved: (uri) => void tree.fileSaved(uri),
    transformOf: (uri) => transformOf({ connections, store, answers }, uri),
    dispose: () => disposable.dispose(),
  };
}
