import * as vscode from 'vscode';
import type { TransformEntry } from '../../model/store';
import { statusText } from '../../view/items';
import type { CommandContext } from '../command';

/** The transform that a command's argument names: a node of the tree, or an object with a transformId. */
export function transformIdOf(argument: unknown): string | undefined {
  return textOf(argument, 'transformId');
}

/** The task run that a command's argument names. */
export function runIdOf(argument: unknown): string | undefined {
  return textOf(argument, 'runId');
}

function textOf(argument: unknown, name: string): string | undefined {
  const text: unknown = typeof argument === 'object' && argument !== null ? Reflect.get(argument, name) : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Which transforms a command can work on. */
export interface TransformQuestion {
  readonly title: string;
  readonly fits?: (entry: TransformEntry) => boolean;
  readonly noneFits?: string;
}

/**
 * The transform to work on: the argument's, the only one that fits, or the one the user picks.
 * @throws Cancelled, an error that says why there is none, or the error of listing.
 */
export async function pickTransform(
  { transforms, ui }: Pick<CommandContext, 'transforms' | 'ui'>,
  argument: unknown,
  { title, fits = usable, noneFits }: TransformQuestion,
): Promise<TransformEntry> {
  ui.willAsk(title);
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
      throw new Error(vscode.l10n.t('Transform “{0}” no longer exists. Refresh the view.', id));
    }
    return entry;
  }
  const all = transforms.store.all();
  const entries = all.filter(fits);
  const [first, second] = entries;
  if (first === undefined) {
    throw new Error(
      all.length === 0
        ? vscode.l10n.t('There are no transforms yet. Create one first.')
        : (noneFits ?? vscode.l10n.t('No transform can do this now.')),
    );
  }
  if (second === undefined) {
    return first;
  }
  const choices = entries.map((entry) => ({
    label: entry.transform.Name ?? entry.id,
    description: statusText(entry.transform.Status),
    detail: entry.id,
    value: entry,
  }));
  return ui.pick({ title, placeholder: vscode.l10n.t('Choose a transform'), choices });
}

function usable({ transform }: TransformEntry): boolean {
  return transform.Status !== 'DELETING';
}
