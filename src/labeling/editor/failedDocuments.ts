import * as vscode from 'vscode';
import { registerCommand } from '../../door/commands';
import { labelingViewType } from '../../shared/ids';
import { StoreError } from '../stores/fileStore';
import { FailedDocument } from './failedDocument';
import { convertCommand, isUtf16, reopenCommand } from './failurePage';
import { tabsOf } from './tabs';

/** The files that could not be opened, as long as their tabs say so, and their way back. */
export class FailedDocuments implements vscode.Disposable {
  private readonly open = new Set<FailedDocument>();
  private readonly commands: vscode.Disposable;

  /** @param convert makes a file in UTF-16 one in UTF-8, and says whether it has */
  constructor(private readonly convert: (uri: vscode.Uri) => Promise<boolean>) {
    this.commands = vscode.Disposable.from(
      registerCommand(reopenCommand, (id: unknown) => this.reopen((document) => document.id === id)),
      registerCommand(convertCommand, (id: unknown) => this.convertFromUtf16(id)),
    );
  }

  /** @param backupId of the unsaved labels that VS Code wanted restored */
  add(uri: vscode.Uri, error: unknown, backupId: string | undefined): FailedDocument {
    const reason = error instanceof Error ? error : new Error(String(error));
    const document = new FailedDocument(uri, reason, backupId, (closed) => this.open.delete(closed));
    this.open.add(document);
    return document;
  }

  /** Opens again what could not be opened for want of credentials. */
  async connectionsRenewed(): Promise<void> {
    await this.reopen(({ error }) => StoreError.is(error.cause, 'credentials'));
  }

  dispose(): void {
    this.commands.dispose();
  }

  private async convertFromUtf16(id: unknown): Promise<void> {
    for (const document of [...this.open].filter(({ error }) => isUtf16(error))) {
      if ((id === undefined || document.id === id) && (await this.convert(document.uri))) {
        await this.reopen((other) => other === document);
      }
    }
  }

  private async reopen(isMeant: (document: FailedDocument) => boolean): Promise<void> {
    for (const document of [...this.open].filter(isMeant)) {
      // Now: it is not to be opened again twice, and what takes its place is not to be closed.
      this.open.delete(document);
      const tabs = failureTabs(document);
      for (const tab of tabs) {
        if (tab.isDirty) {
          // VS Code takes what it wanted restored for changed, and would ask whether to save it.
          await show(document.uri, tab.group.viewColumn);
          await vscode.commands.executeCommand('workbench.action.files.revert');
        }
      }
      const columns = tabs.map(({ group }) => group.viewColumn);
      await vscode.window.tabGroups.close(failureTabs(document), true);
      for (const column of columns) {
        await show(document.uri, column);
      }
    }
  }
}

/** The tabs of the failed document's page; another editor may show the file, too. */
function failureTabs({ uri }: FailedDocument): readonly vscode.Tab[] {
  return tabsOf(uri).filter(
    ({ input }) => input instanceof vscode.TabInputCustom && input.viewType === labelingViewType,
  );
}

async function show(uri: vscode.Uri, viewColumn: vscode.ViewColumn): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType, { viewColumn });
}
