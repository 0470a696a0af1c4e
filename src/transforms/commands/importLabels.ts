import * as vscode from 'vscode';
import { formatS3Path } from '../../connection/s3Path';
import { answered, type CommandContext } from './command';
import { pickTransform } from './pickTransform';
import { showStarted } from './startRun';

/** Import Labels…: starts an import of the open labeling file. */
export async function importLabels(context: CommandContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Import Labels');
  const entry = await pickTransform(context, argument, { title });
  const uri = answered(openLabelingFile(argument));
  const [, bucket = '', ...key] = uri.path.split('/');
  const path = formatS3Path({ bucket, key: key.join('/') });
  const glue = await context.transforms.connection().glue();
  const started = await glue.startImportLabelsTaskRun({ TransformId: entry.id, InputS3Path: path });
  showStarted(context, entry, started.TaskRunId, {
    TaskType: 'IMPORT_LABELS',
    ImportLabelsTaskRunProperties: { InputS3Path: path, Replace: false },
  });
}

function openLabelingFile(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) {
    return argument;
  }
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}
