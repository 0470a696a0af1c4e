import * as vscode from 'vscode';
import { asFolder, parseS3Path } from '../../../shared/s3Path';
import { outputPath } from '../ask/outputPath';
import { pickTransform } from '../ask/pickTransform';
import type { CommandContext } from '../command';
import { showStarted } from '../runs/showStarted';
import { waitForRun } from '../runs/waitForRun';
import { openFile } from './openLabelingSet';
import { offerSpreadsheetCopy } from './spreadsheetCopy';

/** Clocks of S3 and Glue may differ a little. */
const slack = 60_000;

/** Export Labels: writes all labels of a transform into one file and opens it. */
export async function exportLabels(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms } = context;
  const title = vscode.l10n.t('Export Labels');
  const entry = await pickTransform(context, argument, {
    title,
    fits: ({ transform }) => (transform.LabelCount ?? 0) > 0,
    noneFits: vscode.l10n.t('No transform has labels yet. Import some first.'),
  });
  const connection = transforms.connection();
  const path = await outputPath(context, connection, entry, { title, folder: 'exported-labels' });
  context.ui.askedAll();
  const glue = await connection.glue();
  const asked = Date.now();
  const started = await glue.startExportLabelsTaskRun({ TransformId: entry.id, OutputS3Path: path });
  const runId = await showStarted(context, entry, started.TaskRunId, {
    TaskType: 'EXPORT_LABELS',
    ExportLabelsTaskRunProperties: { OutputS3Path: path },
  });
  const name = entry.transform.Name ?? entry.id;
  const run = await waitForRun(context, entry, runId, vscode.l10n.t('Exporting the labels of “{0}”', name));
  const folder = parseS3Path(path);
  if (run.Status !== 'SUCCEEDED' || folder === undefined) {
    return;
  }
  const { bucket, key } = asFolder(folder);
  const s3 = await connection.s3();
  // The service names exports after the transform; only the newest is this one.
  const { objects } = await s3.list(bucket, `${key}${entry.id}`);
  const [newest] = objects
    .filter((object) => object.modified.getTime() >= asked - slack)
    .sort((a, b) => b.modified.getTime() - a.modified.getTime());
  if (newest === undefined) {
    throw new Error(vscode.l10n.t('The export succeeded, but its file is not at “{0}”.', path));
  }
  await openFile(context, bucket, newest.key, entry.id);
  await offerSpreadsheetCopy(context, s3, bucket, newest.key);
}
