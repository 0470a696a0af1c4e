import * as vscode from 'vscode';
import type { CommandContext } from './command';
import { askOutputPath } from './outputPath';
import { pickTransform } from './pickTransform';
import { showStarted } from './start';

/** Generate Labeling Set…: asks where to, with a default, and starts the task run. */
export async function generateLabelingSet(context: CommandContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Generate Labeling Set');
  const entry = await pickTransform(context, argument, { title });
  const connection = context.transforms.connection();
  const path = await askOutputPath(context, connection, entry, { title, folder: 'labeling-sets' });
  context.ui.askedAll();
  const glue = await connection.glue();
  const started = await glue.startMLLabelingSetGenerationTaskRun({ TransformId: entry.id, OutputS3Path: path });
  await showStarted(context, entry, started.TaskRunId, {
    TaskType: 'LABELING_SET_GENERATION',
    LabelingSetGenerationTaskRunProperties: { OutputS3Path: path },
  });
}
