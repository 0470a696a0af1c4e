import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { AwsError } from '../../../connection/services';
import { labelingViewType } from '../../../shared/ids';
import { parseS3Path } from '../../../shared/s3Path';
import { objectUri } from '../../model/objectUri';
import type { TransformEntry } from '../../model/store';
import { transformIdOfFile } from '../../model/transformOf';
import type { ImportRecord } from '../../steps/imports';
import { stepText } from '../../steps/stepText';
import { pickTransform, type TransformQuestion, transformIdOf } from '../ask/pickTransform';
import { answered, type CommandContext } from '../command';
import { showStarted } from '../runs/showStarted';
import { waitForRun } from '../runs/waitForRun';
import { checkLabels } from './importChecks';
import { type ImportSource, pickSource, sourceOf } from './importSource';

/**
 * Import Labels…: from the open editor, a file of the tree, a task run's file, an S3 path or a file of this machine,
 * which is uploaded. They are added to what the transform has. Everything is checked before the service is asked; the
 * import is waited for.
 */
export function importLabels(context: CommandContext, argument: unknown): Promise<void> {
  return importFrom(context, argument, { title: vscode.l10n.t('Import Labels'), replaces: false });
}

/** Replace All Labels…: as Import Labels, but the transform forgets what it has. */
export function replaceLabels(context: CommandContext, argument: unknown): Promise<void> {
  return importFrom(context, argument, { title: vscode.l10n.t('Replace All Labels'), replaces: true });
}

async function importFrom(
  context: CommandContext,
  argument: unknown,
  { title, replaces }: { readonly title: string; readonly replaces: boolean },
): Promise<void> {
  const { transforms, ui, decisionsBeside } = context;
  ui.willAsk(title);
  const given = await sourceOf(context, argument);
  const entry = await targetOf(context, given, argument, { title });
  const source = given ?? (await pickSource(context, entry, title));
  await saveOpenEditor(ui, source);
  const { bytes, etag } = await source.read();
  const before = await labelCount(context, entry);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const known = before > 0 && !replaces ? context.imports.ofBytes(entry.id, hash) : undefined;
  if (known !== undefined) {
    tellNothingNew(context, entry, source.name, known);
    return;
  }
  const { labeledRows, leftOut, file } = await checkLabels(
    ui,
    bytes,
    source,
    entry.transform,
    (file) => (source.uri === undefined ? [] : decisionsBeside(source.uri, file)),
    () => showProblems(ui, source),
  );
  const name = entry.transform.Name ?? entry.id;
  if (replaces && before > 0) {
    await confirmReplacing(ui, name, before, labeledRows);
  }
  const isCopied = leftOut > 0 && transforms.connection().kind === 'aws' && (await wantsCopy(ui, source.name, leftOut));
  ui.askedAll();
  const path = isCopied ? await source.uploadCopy(entry, file.withoutEmptyRows(), etag) : await source.s3Path(entry);
  const glue = await transforms.connection().glue();
  const input = { TransformId: entry.id, InputS3Path: path, ReplaceAllLabels: replaces };
  const started = await glue.startImportLabelsTaskRun(input);
  const uri = (source.uri ?? s3Uri(context, path)).toString();
  const runId = await showStarted(
    context,
    entry,
    started.TaskRunId,
    { TaskType: 'IMPORT_LABELS', ImportLabelsTaskRunProperties: { InputS3Path: path, Replace: replaces } },
    { uri, hash, etag, labels: labeledRows, leftOut, before, replaces },
  );
  await waitForRun(
    context,
    entry,
    runId,
    [progressTitle(name, labeledRows, replaces ? 0 : before), ...(leftOut > 0 ? [leftOutText(leftOut)] : [])].join(
      ' · ',
    ),
  );
  // The view may be hidden, and then nobody else asks what has become of the transform.
  await transforms.refresh(entry.id);
}

/** In the labeling editor, which finds them, and in the Problems panel. */
async function showProblems(ui: CommandContext['ui'], source: ImportSource): Promise<void> {
  if (source.uri !== undefined) {
    await ui.execute('vscode.openWith', source.uri, labelingViewType);
    await ui.execute('workbench.actions.view.problems');
  }
}

/** What goes on, in one line: that labels are added is said with what they are added to. */
function progressTitle(name: string, labels: number, before: number): string {
  const existing = before.toLocaleString();
  if (labels === 1) {
    return before === 0
      ? vscode.l10n.t('Importing 1 label into “{0}”', name)
      : vscode.l10n.t('Adding 1 label to the existing {0} of “{1}”', existing, name);
  }
  return before === 0
    ? vscode.l10n.t('Importing {0} labels into “{1}”', labels.toLocaleString(), name)
    : vscode.l10n.t('Adding {0} labels to the existing {1} of “{2}”', labels.toLocaleString(), existing, name);
}

function leftOutText(rows: number): string {
  return rows === 1
    ? vscode.l10n.t('1 row without a label is left out')
    : vscode.l10n.t('{0} rows without a label are left out', rows.toLocaleString());
}

/** What AWS Glue makes of empty labels is not documented, so by default it gets none. */
async function wantsCopy(ui: CommandContext['ui'], name: string, rows: number): Promise<boolean> {
  const copy = vscode.l10n.t('Import a Copy Without Them');
  const chosen = await ui.choose({
    message:
      rows === 1
        ? vscode.l10n.t('1 row of “{0}” has no label.', name)
        : vscode.l10n.t('{0} rows of “{1}” have no label.', rows.toLocaleString(), name),
    detail: vscode.l10n.t(
      'AWS Glue does not document what it makes of empty labels. A copy without such rows is uploaded beside the labels of this transform and imported; “{0}” stays as it is.',
      name,
    ),
    actions: [copy, vscode.l10n.t('Import the File as It Is')],
  });
  return chosen === copy;
}

/** The same labels once more would teach nothing; what can be done instead is offered. */
function tellNothingNew(
  { ui, steps }: CommandContext,
  { id, transform }: TransformEntry,
  file: string,
  { at, labels }: ImportRecord,
): void {
  const name = transform.Name ?? id;
  const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const message =
    labels === 1
      ? vscode.l10n.t('Nothing new in “{0}”: its label was imported into “{1}” at {2}.', file, name, time)
      : vscode.l10n.t(
          'Nothing new in “{0}”: its {1} labels were imported into “{2}” at {3}.',
          file,
          labels.toLocaleString(),
          name,
          time,
        );
  const step = steps.of(id);
  const button = step === undefined || step.kind === 'wait' ? [] : [stepText(step.kind)];
  void ui.tell('info', message, ...button).then((chosen) => {
    if (chosen !== undefined) {
      void ui.execute('glueLabeling.nextStep', { transformId: id });
    }
  });
}

/** The transform of the argument, or the one that the file was opened for, or the one the user picks. */
async function targetOf(
  context: CommandContext,
  source: ImportSource | undefined,
  argument: unknown,
  question: TransformQuestion,
): Promise<TransformEntry> {
  const remembered = source?.uri && transformIdOfFile(context.answers, source.uri);
  if (transformIdOf(argument) === undefined && remembered !== undefined) {
    const known = context.transforms.store.get(remembered);
    if (known !== undefined || (await context.transforms.refresh(remembered))) {
      return answered(context.transforms.store.get(remembered));
    }
  }
  return pickTransform(context, argument, question);
}

/** What is imported is what is stored, so unsaved labels are saved first. */
async function saveOpenEditor(ui: CommandContext['ui'], source: ImportSource): Promise<void> {
  const uri = source.uri;
  const isDirty = () =>
    vscode.window.tabGroups.all.some((group) =>
      group.tabs.some((tab) => tab.isDirty && tabUri(tab)?.toString() === uri?.toString()),
    );
  if (uri === undefined || !isDirty()) {
    return;
  }
  const action = vscode.l10n.t('Save and Import');
  await ui.confirm({ message: vscode.l10n.t('“{0}” has unsaved labels.', source.name), action });
  await vscode.workspace.save(uri);
  if (isDirty()) {
    throw new Error(vscode.l10n.t('“{0}” could not be saved, so nothing was imported.', source.name));
  }
}

function tabUri(tab: vscode.Tab): vscode.Uri | undefined {
  const { input } = tab;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}

/** How many labels the transform has now. @throws AwsError when it is gone */
async function labelCount({ transforms }: CommandContext, { id }: TransformEntry): Promise<number> {
  await transforms.refresh(id);
  const entry = transforms.store.get(id);
  if (entry === undefined) {
    throw new AwsError(id, { code: 'EntityNotFoundException' });
  }
  return entry.transform.LabelCount ?? 0;
}

async function confirmReplacing(ui: CommandContext['ui'], name: string, before: number, labels: number): Promise<void> {
  await ui.confirm({
    message: vscode.l10n.t(
      'Replace all labels of “{1}” ({0}) with those of this file ({2})?',
      before.toLocaleString(),
      name,
      labels.toLocaleString(),
    ),
    detail: vscode.l10n.t('The transform’s labels are lost. To keep them, export them first.'),
    action: vscode.l10n.t('Replace All Labels'),
  });
}

function s3Uri({ transforms }: CommandContext, path: string): vscode.Uri {
  const { bucket, key } = answered(parseS3Path(path));
  return objectUri(transforms.connection(), bucket, key);
}
