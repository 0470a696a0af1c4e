import * as vscode from 'vscode';
import { labelingViewType } from '../../../shared/ids';
import type { CommandContext } from '../command';

/** Open as Labeling Set: a file of the Explorer, or the one that is open as text. */
export async function openAsLabelingSet({ ui }: Pick<CommandContext, 'ui'>, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) {
    throw new Error(vscode.l10n.t('No file is open. Open a labeling file, or choose one in the Explorer.'));
  }
  await ui.execute('vscode.openWith', uri, labelingViewType);
}
