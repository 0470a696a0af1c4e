import * as vscode from 'vscode';
import { askOutputPath } from '../ask/outputPath';
import { pickTransform } from '../ask/pickTransform';
import type { CommandContext } from '../command';

/** Change Output Folder…: where the labeling sets of a transform go from the next one on. */
export async function changeFolder(context: CommandContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Change Output Folder');
  const entry = await pickTransform(context, argument, { title });
  await askOutputPath(context, context.transforms.connection(), entry, { title, folder: 'labeling-sets' });
}
