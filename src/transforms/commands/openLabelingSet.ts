import * as vscode from 'vscode';
import type { TaskRun } from '../../connection/services';
import { ageText } from '../durations';
import { findLabelingFiles, type LabelingFile } from '../labelingFiles';
import { objectUri } from '../objectUri';
import { s3PathOf } from '../treeItems';
import { answered, type CommandContext } from './command';
import { pickTransform } from './pickTransform';

/** The custom editor's view type. */
const editor = 'glueLabeling.labelingSet';

/** Open Labeling Set: of a file of the tree, a generation run, or a transform (then its newest one). */
export async function openLabelingSet(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms } = context;
  const file = fileOf(argument) ?? (await findFile(context, argument));
  const uri = objectUri(transforms.connection(), file.bucket, file.object.key);
  await vscode.commands.executeCommand('vscode.openWith', uri, editor);
}

function fileOf(
  argument: unknown,
): (Pick<LabelingFile, 'bucket'> & { readonly object: { readonly key: string } }) | undefined {
  if (typeof argument !== 'object' || argument === null || Reflect.get(argument, 'kind') !== 'labelingFile') {
    return undefined;
  }
  const bucket: unknown = Reflect.get(argument, 'bucket');
  const object: unknown = Reflect.get(argument, 'object');
  const key: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, 'key') : undefined;
  return typeof bucket === 'string' && typeof key === 'string' ? { bucket, object: { key } } : undefined;
}

async function findFile(context: CommandContext, argument: unknown): Promise<LabelingFile> {
  const { transforms } = context;
  const title = vscode.l10n.t('Open Labeling Set');
  const entry = await pickTransform(context, argument, { title });
  if (entry.runs === undefined) {
    await transforms.lookAtRuns(entry.id);
  }
  const generated = (entry.runs ?? []).filter(
    (run) => run.Properties?.TaskType === 'LABELING_SET_GENERATION' && run.Status === 'SUCCEEDED',
  );
  const runId: unknown = typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'runId') : undefined;
  const run = typeof runId === 'string' ? transforms.store.run(entry.id, runId) : await pickRun(generated, title);
  const siblings = generated.filter((other) => s3PathOf(other) === s3PathOf(run ?? {}));
  const files = run === undefined ? [] : await findLabelingFiles(transforms, run, siblings);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(
      run === undefined
        ? vscode.l10n.t('{0} has no labeling set yet. Generate one first.', entry.transform.Name ?? entry.id)
        : vscode.l10n.t('There is no labeling file at {0}.', s3PathOf(run) ?? ''),
    );
  }
  return answered(files.length > 1 ? await pickFile(files, title) : files[0]);
}

async function pickRun(runs: readonly TaskRun[], title: string): Promise<TaskRun | undefined> {
  if (runs.length < 2) {
    return runs[0];
  }
  const items = runs.map((run) => ({
    label: run.StartedOn?.toLocaleString() ?? run.TaskRunId ?? '',
    description: run.StartedOn && ageText(run.StartedOn, new Date()),
    detail: s3PathOf(run),
    run,
  }));
  const placeHolder = vscode.l10n.t('Choose a labeling set by when it was generated');
  return answered(await vscode.window.showQuickPick(items, { title, placeHolder })).run;
}

async function pickFile(files: readonly LabelingFile[], title: string): Promise<LabelingFile | undefined> {
  const items = files.map((file) => ({
    label: file.object.key.slice(file.object.key.lastIndexOf('/') + 1),
    description: ageText(file.object.modified, new Date()),
    file,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.file;
}
