import * as vscode from 'vscode';
import { notify } from '../../door/messages';
import type { LabelEdit } from '../../shared/labels/edits';
import type { Banners } from '../notices/banners';
import { tabsOf } from './tabs';

/** The document under a banner. */
export interface NoticeTarget {
  readonly uri: vscode.Uri;
  readonly banners: Banners;
  /** Rejects with a text for the user. */
  save(): Promise<void>;
  /** Reads what is stored. */
  look(): Promise<void>;
  /** Finds out whether the file may be written. */
  lookAtAccess(): Promise<void>;
  /** @throws with a text for the user where the edit can't be made. */
  edit(edit: LabelEdit): void;
}

/** Does what a button of a banner says; `panel` is where it was pressed. Ids are those of `noticeTexts`. */
export async function runNoticeAction(id: string, target: NoticeTarget, panel: vscode.WebviewPanel): Promise<void> {
  switch (id) {
    case 'save':
      await save(target, panel);
      break;
    case 'reread':
      await target.look().catch((error) => target.banners.rereadFailed(error));
      break;
    case 'saveAs':
      await vscode.commands.executeCommand('workbench.action.files.saveAs');
      break;
    case 'revert':
      await vscode.commands.executeCommand('workbench.action.files.revert');
      break;
    case 'separate':
      separate(target);
      break;
    case 'tryAgain':
      await target.lookAtAccess();
      break;
    case 'signIn':
    case 'showPermissions':
    case 'showLog':
      await vscode.commands.executeCommand(`glueLabeling.${id}`, target.uri.authority);
      break;
    case 'dismiss':
      target.banners.notices.dismiss();
      break;
  }
}

/** Only VS Code's save takes its mark of unsaved changes away; it does nothing where it knows of none. */
async function save(target: NoticeTarget, panel: vscode.WebviewPanel): Promise<void> {
  if (!tabsOf(target.uri).some(({ isDirty }) => isDirty)) {
    await target.save().catch((error: Error) => void notify('error', error.message));
    return;
  }
  if (!panel.active) {
    // The command saves what is in front.
    panel.reveal();
  }
  await vscode.commands.executeCommand('workbench.action.files.save');
}

function separate({ banners, edit }: NoticeTarget): void {
  try {
    for (const each of banners.separations(vscode.l10n.t)) {
      edit(each);
    }
    banners.separated();
  } catch (error) {
    void notify('error', error instanceof Error ? error.message : String(error));
  }
}
