import * as vscode from 'vscode';
import type { CommandContext } from './command';
import { askOutputPath } from './outputPath';
import { pickTransform } from './pickTransform';

/** Change Output Folder…: where the labeling sets of a transform go from the next one on. */
export async function changeFolder(context: CommandContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Change Output Folder');
  const entry = await pickTransform(context, argument, { title });
  await askOutputPath(context, context.transforms.connection(), entry, { title, folder: 'labeling-sets' });
}
