import * as vscode from 'vscode';
import { outputPath } from '../ask/outputPath';
import { pickTransform } from '../ask/pickTransform';
import type { CommandContext } from '../command';
import { showStarted } from '../runs/showStarted';

/** Generate Labeling Set: starts the task run. Where its file goes is said when it is ready, and can be changed then. */
export async function generateLabelingSet(context: CommandContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Generate Labeling Set');
  const entry = await pickTransform(context, argument, { title });
  const connection = context.transforms.connection();
  const path = await outputPath(context, connection, entry, { title, folder: 'labeling-sets' });
  context.ui.askedAll();
  const glue = await connection.glue();
  const started = await glue.startMLLabelingSetGenerationTaskRun({ TransformId: entry.id, OutputS3Path: path });
  await showStarted(context, entry, started.TaskRunId, {
    TaskType: 'LABELING_SET_GENERATION',
    LabelingSetGenerationTaskRunProperties: { OutputS3Path: path },
  });
}
