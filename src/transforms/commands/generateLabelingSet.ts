import * as vscode from 'vscode';
import { formatS3Path, parseS3Path } from '../../connection/s3Path';
import type { Connection } from '../../connection/services';
import type { TransformEntry } from '../store';
import { answered, type CommandContext } from './command';
import { pickTransform } from './pickTransform';
import { showStarted } from './startRun';

/** Generate Labeling Set…: asks where to, with a default, and starts the task run. */
export async function generateLabelingSet(context: CommandContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Generate Labeling Set');
  const entry = await pickTransform(context, argument, {
    title,
    fits: ({ transform }) => transform.Status !== 'DELETING',
  });
  const connection = context.transforms.connection();
  const path = await askOutputPath(context, connection, entry, title);
  const glue = await connection.glue();
  const started = await glue.startMLLabelingSetGenerationTaskRun({ TransformId: entry.id, OutputS3Path: path });
  await context.answers.setOutputPath(connection.id, entry.id, path);
  showStarted(context, entry, started.TaskRunId, {
    TaskType: 'LABELING_SET_GENERATION',
    LabelingSetGenerationTaskRunProperties: { OutputS3Path: path },
  });
}

/** Asks for an S3 folder; what was answered last for the transform, or what suits it, is offered. */
export async function askOutputPath(
  { answers }: Pick<CommandContext, 'answers'>,
  connection: Connection,
  entry: TransformEntry,
  title: string,
): Promise<string> {
  const offered = answers.outputPath(connection.id, entry.id) ?? defaultOutputPath(answers, connection, entry);
  const answer = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('S3 folder that the files are written to'),
    value: offered,
    valueSelection: [offered.length, offered.length],
    placeHolder: 's3://bucket/folder/',
    ignoreFocusOut: true,
    validateInput: (text) =>
      parseS3Path(text) === undefined ? vscode.l10n.t('Enter a path of the form s3://bucket/folder/') : undefined,
  });
  const path = parseS3Path(answered(answer));
  return formatS3Path(answered(path));
}

function defaultOutputPath(answers: CommandContext['answers'], connection: Connection, entry: TransformEntry): string {
  const folder = (entry.transform.Name ?? entry.id).replace(/[^A-Za-z0-9!_.*'()-]+/g, '-');
  const last = parseS3Path(answers.lastOutputPath(connection.id) ?? '');
  const bucket = last?.bucket ?? (connection.kind === 'local' ? 'glue-local' : undefined);
  return bucket === undefined ? 's3://' : `s3://${bucket}/labeling-sets/${folder}/`;
}
