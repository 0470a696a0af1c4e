import * as vscode from 'vscode';
import { notify } from '../../door/messages';

/** Tells, once, that Local Glue found records damaged and goes on without them. */
export async function tellDamage(log: { show(): void }, records: number, folder: string): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  const message =
    records === 1
      ? vscode.l10n.t(
          'Local Glue found a damaged record. What it could not rebuild was set aside in {0}; nothing was deleted.',
          folder,
        )
      : vscode.l10n.t(
          'Local Glue found {0} damaged records. What it could not rebuild was set aside in {1}; nothing was deleted.',
          records,
          folder,
        );
  if ((await notify('warning', message, showLog)) === showLog) {
    log.show();
  }
}
