import * as vscode from 'vscode';
import type { TransformEntry } from '../store';
import { statusText } from '../treeItems';
import { answered, type CommandContext } from './command';

/** The transform that a command's argument names: a node of the tree, or an object with a transformId. */
export function transformIdOf(argument: unknown): string | undefined {
  const id: unknown =
    typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'transformId') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/**
 * The transform to work on: the argument's, the only one that fits, or the one the user picks.
 * @throws Cancelled, or the error of listing.
 */
export async function pickTransform(
  { transforms }: Pick<CommandContext, 'transforms'>,
  argument: unknown,
  question: { readonly title: string; readonly fits?: (entry: TransformEntry) => boolean; readonly noneFits?: string },
): Promise<TransformEntry> {
  const id = transformIdOf(argument);
  if (transforms.state.kind !== 'ready' || (id !== undefined && transforms.store.get(id) === undefined)) {
    await transforms.list();
    if (transforms.state.kind === 'failed') {
      throw transforms.state.error;
    }
  }
  if (id !== undefined) {
    const entry = transforms.store.get(id);
    if (entry === undefined) {
      throw new Error(vscode.l10n.t('Transform {0} is not there any more. Refresh the view.', id));
    }
    return entry;
  }
  const entries = transforms.store.all().filter(question.fits ?? (() => true));
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(
      transforms.store.all().length === 0
        ? vscode.l10n.t('There are no transforms yet. Create one first.')
        : (question.noneFits ?? vscode.l10n.t('None of the transforms can do this now.')),
    );
  }
  if (entries.length === 1) {
    return answered(entries[0]);
  }
  const items = entries.map((entry) => ({
    label: entry.transform.Name ?? entry.id,
    description: statusText(entry.transform.Status),
    detail: entry.id,
    entry,
  }));
  const options = { title: question.title, placeHolder: vscode.l10n.t('Choose a transform'), matchOnDetail: true };
  return answered(entries.length === 0 ? undefined : await vscode.window.showQuickPick(items, options)).entry;
}
