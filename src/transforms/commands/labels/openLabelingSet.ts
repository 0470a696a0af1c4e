import * as vscode from 'vscode';
import type { TaskRun } from '../../../connection/services';
import { labelingViewType } from '../../../shared/ids';
import { findLabelingFiles, type LabelingFile } from '../../model/labelingFiles';
import { objectUri } from '../../model/objectUri';
import type { TransformEntry } from '../../model/store';
import { isGeneration, s3PathOf } from '../../model/taskRunFacts';
import { ageText } from '../../view/durations';
import { pickTransform, runIdOf, transformIdOf } from '../ask/pickTransform';
import type { CommandContext } from '../command';

/** Open Labeling Set: of a file of the tree, a generation run, or a transform (then the one that is picked). */
export async function openLabelingSet(context: CommandContext, argument: unknown): Promise<void> {
  const file = fileOf(argument);
  if (file === undefined) {
    const { found, entry } = await findFile(context, argument);
    await openFile(context, found.bucket, found.object.key, entry.id);
  } else {
    await openFile(context, file.bucket, file.object.key, transformIdOf(argument));
  }
}

/** Opens an object in the labeling editor and remembers the transform it is for. */
export async function openFile(
  { transforms, answers, ui }: Pick<CommandContext, 'transforms' | 'answers' | 'ui'>,
  bucket: string,
  key: string,
  transformId: string | undefined,
): Promise<void> {
  const uri = objectUri(transforms.connection(), bucket, key);
  if (transformId !== undefined) {
    await answers.setTransformOf(uri.toString(), transformId);
  }
  await ui.execute('vscode.openWith', uri, labelingViewType);
}

/** The file of a tree node, if the argument is one. */
export function fileOf(
  argument: unknown,
): { readonly bucket: string; readonly object: { readonly key: string } } | undefined {
  if (typeof argument !== 'object' || argument === null || Reflect.get(argument, 'kind') !== 'labelingFile') {
    return undefined;
  }
  const bucket: unknown = Reflect.get(argument, 'bucket');
  const object: unknown = Reflect.get(argument, 'object');
  const key: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, 'key') : undefined;
  return typeof bucket === 'string' && typeof key === 'string' ? { bucket, object: { key } } : undefined;
}

/** The generation runs of a transform that have ended well, newest first, as far as they are loaded. */
export async function generationRuns(
  { transforms }: Pick<CommandContext, 'transforms'>,
  entry: TransformEntry,
): Promise<readonly TaskRun[]> {
  if (entry.runs === undefined) {
    await transforms.lookAtRuns(entry.id);
  }
  return (entry.runs ?? []).filter((run) => isGeneration(run) && run.Status === 'SUCCEEDED');
}

/** The files that a generation run wrote, newest first. */
export function labelingFilesOf(
  { transforms }: Pick<CommandContext, 'transforms'>,
  transformId: string,
  run: TaskRun,
): Promise<readonly LabelingFile[]> {
  return findLabelingFiles(transforms.connection(), run, transforms.store.get(transformId)?.runs ?? []);
}

async function findFile(
  context: CommandContext,
  argument: unknown,
): Promise<{ readonly found: LabelingFile; readonly entry: TransformEntry }> {
  const { transforms, ui } = context;
  const title = vscode.l10n.t('Open Labeling Set');
  const entry = await pickTransform(context, argument, { title });
  const generated = await generationRuns(context, entry);
  const runId = runIdOf(argument);
  const run = runId === undefined ? await pickRun(ui, generated, title) : transforms.store.run(entry.id, runId);
  if (run === undefined) {
    const name = entry.transform.Name ?? entry.id;
    throw new Error(vscode.l10n.t('“{0}” has no labeling set yet. Generate one first.', name));
  }
  const files = await labelingFilesOf(context, entry.id, run);
  const [first, second] = files;
  if (first === undefined) {
    throw new Error(vscode.l10n.t('There is no labeling file at “{0}”. It may have been moved.', s3PathOf(run) ?? ''));
  }
  const choices = files.map((file) => ({
    label: file.object.key.slice(file.object.key.lastIndexOf('/') + 1),
    description: ageText(file.object.modified, new Date()),
    value: file,
  }));
  return { entry, found: second === undefined ? first : await ui.pick({ title, choices }) };
}

async function pickRun(
  ui: CommandContext['ui'],
  runs: readonly TaskRun[],
  title: string,
): Promise<TaskRun | undefined> {
  if (runs.length < 2) {
    return runs[0];
  }
  const choices = runs.map((run) => ({
    label: run.StartedOn?.toLocaleString() ?? run.TaskRunId ?? '',
    description: run.StartedOn && ageText(run.StartedOn, new Date()),
    detail: s3PathOf(run),
    value: run,
  }));
  return ui.pick({ title, placeholder: vscode.l10n.t('Choose a labeling set by its time of generation'), choices });
}
