import * as vscode from 'vscode';
import { exists } from '../../../labeling/stores/exists';
import { transformIdOfFile } from '../../model/transformOf';
import { transformIdOf } from '../ask/pickTransform';
import { answered, type CommandContext } from '../command';

/** Labeling Guidelines: the Markdown file that the user chose for the transform, beside the labels. */
export async function showGuidelines(context: CommandContext, argument: unknown): Promise<void> {
  const subject = subjectOf(context, argument);
  const known = context.answers.guidelines(subject);
  const uri = known === undefined ? await choose(context, subject) : vscode.Uri.parse(known);
  if (known !== undefined && !(await exists(uri))) {
    const another = vscode.l10n.t('Choose Another File…');
    await context.ui.choose({
      message: vscode.l10n.t('The labeling guidelines are no longer at “{0}”.', vscode.workspace.asRelativePath(uri)),
      detail: vscode.l10n.t('The file may have been moved, renamed or deleted.'),
      actions: [another],
    });
    await open(context, await choose(context, subject));
    return;
  }
  await open(context, uri);
}

/** Change Labeling Guidelines…: another file for the transform. */
export async function changeGuidelines(context: CommandContext, argument: unknown): Promise<void> {
  await open(context, await choose(context, subjectOf(context, argument)));
}

/** What the guidelines are of: the transform, or the folder of a file of which no transform is known. */
function subjectOf({ answers }: CommandContext, argument: unknown): string {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  const uri = input instanceof vscode.TabInputCustom ? input.uri : undefined;
  const id = transformIdOf(argument) ?? (uri && transformIdOfFile(answers, uri));
  if (id === undefined && uri === undefined) {
    throw new Error(vscode.l10n.t('Open a labeling set or choose a transform in the view first.'));
  }
  return (
    id ??
    answered(uri)
      .with({ path: answered(uri).path.replace(/[^/]*$/, '') })
      .toString()
  );
}

async function choose({ ui, answers }: CommandContext, subject: string): Promise<vscode.Uri> {
  const uri = await ui.openFile({
    title: vscode.l10n.t('Labeling Guidelines'),
    action: vscode.l10n.t('Use as Guidelines'),
    filters: { Markdown: ['md', 'markdown'] },
  });
  await answers.setGuidelines(subject, uri.toString());
  return uri;
}

/** As it is read, in the column beside; the keys stay with the labels. */
async function open({ ui }: CommandContext, uri: vscode.Uri): Promise<void> {
  const shown = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
  await ui.execute('vscode.openWith', uri, 'vscode.markdown.preview.editor', shown);
}
