import * as vscode from 'vscode';
import { notify } from '../../door/messages';
import type { Disposable } from '../../shared/events';
import { named } from '../../shared/visible';

/** Context key that package.json's `when` clauses use: the text editor in front shows a labeling file. */
const contextKey = 'glueLabeling.isLabelingText';
const hinted = 'labelingTextHinted';
const required = ['labeling_set_id', 'label'];

/** Notices labeling files that are open as text: offers the labeling editor in the title of theirs, and once in words. */
export class LabelingText implements Disposable {
  private readonly subscription: Disposable;
  private shown: boolean | undefined;

  constructor(private readonly memory: vscode.Memento) {
    this.subscription = vscode.window.onDidChangeActiveTextEditor((editor) => this.look(editor));
    this.look(vscode.window.activeTextEditor);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(editor: vscode.TextEditor | undefined): void {
    const document = editor?.document;
    const isLabelingText = document !== undefined && hasLabels(document);
    if (this.shown !== isLabelingText) {
      this.shown = isLabelingText;
      void vscode.commands.executeCommand('setContext', contextKey, isLabelingText);
    }
    if (document !== undefined && isLabelingText && this.memory.get(hinted) !== true) {
      void this.memory.update(hinted, true);
      void this.hint(document.uri);
    }
  }

  private async hint(uri: vscode.Uri): Promise<void> {
    const open = vscode.l10n.t('Open as Labeling Set');
    const name = named(uri.path.slice(uri.path.lastIndexOf('/') + 1));
    const text = vscode.l10n.t('“{0}” is a labeling file. It can be labeled by keyboard, group by group.', name);
    if ((await notify('info', text, open)) === open) {
      await vscode.commands.executeCommand('glueLabeling.openAsLabelingSet', uri);
    }
  }
}

/** By its header, whatever separates its columns. */
function hasLabels(document: vscode.TextDocument): boolean {
  if (!/\.csv$/i.test(document.uri.path) || document.lineCount === 0) {
    return false;
  }
  const names = document
    .lineAt(0)
    .text.split(/[,;\t|]/)
    .map((name) => name.replace(/^\ufeff?"?|"$/g, '').trim());
  return required.every((name) => names.includes(name));
}
