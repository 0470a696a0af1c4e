import * as vscode from 'vscode';
import { LabelingFile } from '../shared/labelingFile';
import { repair } from '../shared/repair';
import type { LabelingSession } from './session';

/** Shows what a repair of the file would change, and does it if the user agrees. It is an edit: undone as any other. */
export async function repairFile(session: LabelingSession): Promise<void> {
  if (session.refusal !== undefined) {
    void vscode.window.showErrorMessage(session.refusal);
    return;
  }
  const found = repair(session.document.file, vscode.l10n.t);
  if (found === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} needs no repair.', session.name));
    return;
  }
  const agree = vscode.l10n.t('Repair');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Repair {0}?', session.name),
    {
      modal: true,
      detail: [
        ...found.changes,
        vscode.l10n.t('No label and no cell changes its text. The file is written when you save; Undo takes it back.'),
      ].join('\n'),
    },
    agree,
  );
  if (choice === agree) {
    session.publish(session.document.reform(LabelingFile.parse(found.bytes), vscode.l10n.t('repair the file')));
  }
}
