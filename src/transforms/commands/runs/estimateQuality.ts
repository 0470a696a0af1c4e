import * as vscode from 'vscode';
import { pickTransform } from '../ask/pickTransform';
import type { CommandContext } from '../command';
import { showStarted } from './showStarted';

/** Estimate Quality: starts an evaluation of a transform that is ready. */
export async function estimateQuality(context: CommandContext, argument: unknown): Promise<void> {
  const entry = await pickTransform(context, argument, {
    title: vscode.l10n.t('Estimate Quality'),
    fits: ({ transform }) => transform.Status === 'READY',
    noneFits: vscode.l10n.t('No transform is ready. Import labels first.'),
  });
  context.ui.askedAll();
  const glue = await context.transforms.connection().glue();
  const started = await glue.startMLEvaluationTaskRun({ TransformId: entry.id });
  await showStarted(context, entry, started.TaskRunId, { TaskType: 'EVALUATION' });
}
