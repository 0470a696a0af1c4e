import * as vscode from 'vscode';
import { createConnections } from './connection/create';
import type { createLabeling } from './labeling/bundle';
import { registerLabeling } from './labeling/register';
import { createTransforms } from './transforms/register';
import { Prompts } from './transforms/ui/prompts';

/** What dist/labeling.cjs exports. */
interface LabelingBundle {
  readonly createLabeling: typeof createLabeling;
}

/** Composition root: makes the objects, hands them to each other, registers. Never awaits the network. */
export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Glue Labeling', { log: true });
  const prompts = new Prompts();
  const connections = createConnections(context, log, (ask) => prompts.interrupt(ask));
  const transforms = createTransforms(context, connections, log, prompts, (uri, file) =>
    labeling.decisionsBeside(uri, file),
  );
  const labeling = registerLabeling(context.extension.packageJSON, () => {
    const bundle: LabelingBundle = require('./labeling.cjs');
    return bundle.createLabeling(context, {
      connections,
      log,
      questions: prompts,
      loop: transforms.fileSteps,
      transformOf: (uri) => transforms.transformOf(uri),
      onImportRequested: (uri) => void vscode.commands.executeCommand('glueLabeling.importLabels', uri),
    });
  });
  const saved = labeling.onDidSave((uri) => transforms.fileSaved(uri));
  context.subscriptions.push(log, connections, transforms, labeling, saved, prompts);
  log.info(`Active after ${(performance.now() - started).toFixed(1)} ms.`);
}
