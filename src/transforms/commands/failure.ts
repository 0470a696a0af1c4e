import * as vscode from 'vscode';
import type { Remedy } from '../../connection/errors/advice';
import { causesOf } from '../../connection/errors/causes';
import { explain } from '../../connection/errors/explain';
import type { Ui } from '../ui/ui';
import { type CommandName, commandId } from './ids';

/** Shows an error once, with what to do next as its button. Does not wait for it to be closed. */
export function showFailure(ui: Ui, log: vscode.LogOutputChannel, during: string, error: unknown): void {
  const { what, next, remedy } = explain(error);
  log.error(`${during}: ${what}${causesOf(error)}`);
  const button = remedyButton(remedy);
  void ui.tell('error', `${what} ${next}`.trim(), ...(button === undefined ? [] : [button.title])).then((chosen) => {
    if (button !== undefined && chosen === button.title) {
      void ui.execute(commandId(button.command));
    }
  });
}

/** The button that does what an error's explanation advises. */
function remedyButton(
  remedy: Remedy | undefined,
): { readonly title: string; readonly command: CommandName } | undefined {
  switch (remedy) {
    case 'switchConnection':
      return { title: vscode.l10n.t('Switch Connection…'), command: 'connect' };
    case 'signIn':
      return { title: vscode.l10n.t('Sign In'), command: 'signIn' };
    case 'showPermissions':
      return { title: vscode.l10n.t('Show Permissions Needed'), command: 'showPermissions' };
    case 'retry':
      return { title: vscode.l10n.t('Refresh'), command: 'refresh' };
    case 'showLog':
      return { title: vscode.l10n.t('Show Log'), command: 'showLog' };
    default:
      return undefined;
  }
}
