import * as vscode from 'vscode';
import { pickTransform } from '../ask/pickTransform';
import type { CommandContext } from '../command';

/** Delete Transform…: the user types its name, because its labels and training go with it. */
export async function deleteTransform(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui } = context;
  const title = vscode.l10n.t('Delete Transform');
  const entry = await pickTransform(context, argument, { title });
  const name = entry.transform.Name ?? entry.id;
  const labels = (entry.transform.LabelCount ?? 0).toLocaleString();
  await ui.input({
    title,
    prompt: vscode.l10n.t(
      'This permanently deletes the transform with its labels ({0}) and its training. Jobs that use it will fail. Type “{1}” to confirm.',
      labels,
      name,
    ),
    placeholder: name,
    validate: (text) => (text === name ? undefined : vscode.l10n.t('Type “{0}” to confirm.', name)),
  });
  ui.askedAll();
  const glue = await transforms.connection().glue();
  await glue.deleteMLTransform({ TransformId: entry.id });
  transforms.store.put({ ...entry.transform, Status: 'DELETING' });
  await transforms.refresh(entry.id);
}
