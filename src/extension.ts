import * as vscode from 'vscode';
import { createConnections } from './connection/create';
import { registerLabeling } from './labeling/lazy';
import type { createLabeling } from './labeling/register';
import { createTransforms } from './transforms/create';

/** What dist/labeling.cjs exports. */
interface LabelingBundle {
  readonly createLabeling: typeof createLabeling;
}

/** Composition root: makes the objects, hands them to each other, registers. Never awaits the network. */
export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Glue Labeling', { log: true });
  const connections = createConnections(context, log);
  const transforms = createTransforms(context, connections, log, (uri, file) => labeling.decisionsBeside(uri, file));
  const labeling = registerLabeling(() => {
    const bundle: LabelingBundle = require('./labeling.cjs');
    return bundle.createLabeling(context, {
      connections,
      log,
      transformOf: (uri) => transforms.transformOf(uri),
      onImportRequested: (uri) => void vscode.commands.executeCommand('glueLabeling.importLabels', uri),
    });
  });
  context.subscriptions.push(log, connections, transforms, labeling);
  log.info(`Active after ${(performance.now() - started).toFixed(1)} ms.`);
}
