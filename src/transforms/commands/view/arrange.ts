import * as vscode from 'vscode';
import { type Arrangement, statusFilters, type TransformOrder } from '../../view/arrangement';
import { statusText } from '../../view/items';
import type { CommandContext } from '../command';

/** Sort Transforms…: the order holds for the workspace. */
export async function sortTransforms({ tree, ui }: Pick<CommandContext, 'tree' | 'ui'>): Promise<void> {
  const now = tree.arrangement.value.order;
  const labels: Readonly<Record<TransformOrder, string>> = {
    name: vscode.l10n.t('Name'),
    status: vscode.l10n.t('Status, those that need training first'),
    modified: vscode.l10n.t('Last modified first'),
    labels: vscode.l10n.t('Fewest labels first'),
  };
  const choices = (['name', 'status', 'modified', 'labels'] as const).map((value) => ({
    label: labels[value],
    current: value === now,
    value,
  }));
  const order = await ui.pick({ title: vscode.l10n.t('Sort Transforms'), choices });
  await tree.arrangement.set({ ...tree.arrangement.value, order });
}

/** Filter Transforms…: by status, or by a part of the name. The view's description shows that a filter is on. */
export async function filterTransforms({ tree, ui }: Pick<CommandContext, 'tree' | 'ui'>): Promise<void> {
  const title = vscode.l10n.t('Filter Transforms');
  const now = tree.arrangement.value;
  const statuses = statusFilters.map((value) => ({ label: statusText(value), current: value === now.status, value }));
  const chosen = await ui.pick<(typeof statusFilters)[number] | 'name' | 'all'>({
    title,
    choices: [
      { label: vscode.l10n.t('All'), value: 'all' },
      { label: vscode.l10n.t('Name contains…'), description: now.name, value: 'name' },
      ...statuses,
    ],
  });
  const next: Arrangement = { order: now.order, name: undefined, status: undefined };
  if (chosen === 'name') {
    const name = await ui.input({ title, prompt: vscode.l10n.t('Part of the name'), value: now.name ?? '' });
    await tree.arrangement.set({ ...next, name: name.trim() || undefined });
  } else {
    await tree.arrangement.set(chosen === 'all' ? next : { ...next, status: chosen });
  }
}
