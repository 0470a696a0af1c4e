import * as vscode from 'vscode';
import { AwsError } from '../../connection/services';
import type { TransformEntry } from '../store';
import { transformIdOfFile } from '../transformOf';
import { answered, type CommandContext } from './command';
import { checkLabels, type LabelSummary } from './importChecks';
import { type ImportSource, pickSource, sourceOf } from './importSource';
import { pickTransform, type TransformQuestion, transformIdOf } from './pickTransform';
import { showStarted } from './start';
import { waitForRun } from './waitForRun';

/**
 * Import Labels…: from the open editor, a file of the tree, a task run's file, an S3 path or a file of this machine,
 * which is uploaded. Everything is checked before the service is asked; the import is waited for.
 */
export async function importLabels(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui, decisionsBeside } = context;
  const title = vscode.l10n.t('Import Labels');
  ui.willAsk(title);
  const given = await sourceOf(context, argument);
  const entry = await targetOf(context, given, argument, { title });
  const source = given ?? (await pickSource(context, entry, title));
  await saveOpenEditor(ui, source);
  const bytes = await source.read();
  const summary = await checkLabels(
    ui,
    bytes,
    source.name,
    entry.transform,
    (file) => (source.uri === undefined ? [] : decisionsBeside(source.uri, file)),
    () => showProblems(ui, source),
  );
  const replace = await askMode(context, entry, summary, title);
  ui.askedAll();
  const path = await source.s3Path(entry);
  const glue = await transforms.connection().glue();
  const input = { TransformId: entry.id, InputS3Path: path, ReplaceAllLabels: replace };
  const started = await glue.startImportLabelsTaskRun(input);
  const runId = await showStarted(context, entry, started.TaskRunId, {
    TaskType: 'IMPORT_LABELS',
    ImportLabelsTaskRunProperties: { InputS3Path: path, Replace: replace },
  });
  await waitForRun(
    context,
    entry,
    runId,
    vscode.l10n.t('Importing labels into “{0}”', entry.transform.Name ?? entry.id),
  );
  // The view may be hidden, and then nobody else asks what has become of the transform.
  await transforms.refresh(entry.id);
}

/** In the labeling editor, which finds them, and in the Problems panel. */
async function showProblems(ui: CommandContext['ui'], source: ImportSource): Promise<void> {
  if (source.uri !== undefined) {
    await ui.execute('vscode.openWith', source.uri, 'glueLabeling.labelingSet');
    await ui.execute('workbench.actions.view.problems');
  }
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

/** Append, or replace what is there, which shows both counts. A transform without labels is not asked about. */
async function askMode(
  { transforms, ui }: CommandContext,
  entry: TransformEntry,
  summary: LabelSummary,
  title: string,
): Promise<boolean> {
  await transforms.refresh(entry.id);
  const present = transforms.store.get(entry.id)?.transform.LabelCount ?? 0;
  if (transforms.store.get(entry.id) === undefined) {
    throw new AwsError(entry.id, { code: 'EntityNotFoundException' });
  }
  if (present === 0) {
    return false;
  }
  const replace = await ui.pick({
    title,
    placeholder: vscode.l10n.t('“{0}” has {1} labels', entry.transform.Name ?? entry.id, present.toLocaleString()),
    choices: [
      {
        label: vscode.l10n.t('Add to the existing {0} labels', present.toLocaleString()),
        description: vscode.l10n.t('{0} more', summary.labeledRows.toLocaleString()),
        value: false,
      },
      { label: vscode.l10n.t('Replace all labels…'), icon: 'warning', value: true },
    ],
  });
  if (replace) {
    await ui.confirm({
      message: vscode.l10n.t(
        'Replace the {0} labels of “{1}” with the {2} labels of this file?',
        present.toLocaleString(),
        entry.transform.Name ?? entry.id,
        summary.labeledRows.toLocaleString(),
      ),
      detail: vscode.l10n.t('The transform’s labels are lost. To keep them, export them first.'),
      action: vscode.l10n.t('Replace All Labels'),
    });
  }
  return replace;
}
