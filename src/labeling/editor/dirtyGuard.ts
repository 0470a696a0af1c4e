import * as vscode from 'vscode';
import type { LabelingSession } from './session';
import { tabsOf } from './tabs';

/** Time for VS Code's window to hear of an edit and to mark the tab, in milliseconds. */
const grace = 1000;

/**
 * Watches that VS Code marks a document as changed while it has unsaved labels. It sets its mark when it hears that a
 * save is done, and takes for saved every edit it heard of before; an edit or undo that crosses that message on its way
 * would be unsaved in a clean tab, and lost when the tab is closed.
 */
export class DirtyGuard implements vscode.Disposable {
  private readonly subscriptions: { dispose(): void }[];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: LabelingSession,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {
    this.subscriptions = [
      session.document.onDidChangeLabels(() => this.later()),
      session.onDidChangeSaving(() => this.later()),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), grace);
  }

  private look(): void {
    if (this.session.isRestoring) {
      this.later();
      return;
    }
    const tabs = tabsOf(this.session.uri);
    if (
      this.session.document.isDirty &&
      !this.session.isSaving &&
      tabs.length > 0 &&
      !tabs.some((tab) => tab.isDirty)
    ) {
      this.log.warn(`${this.session.name}: VS Code took unsaved labels for saved`);
      const edit = this.session.document.coverUnsaved(vscode.l10n.t('unsaved labels'));
      if (edit !== undefined) {
        this.session.publish(edit);
      }
    }
  }
}
