import * as vscode from 'vscode';
import { registerCommand } from '../../door/commands';
import { StoreError } from '../stores/fileStore';
import { FailedDocument } from './failedDocument';
import { reopenCommand, showFailure } from './failurePage';
import type { LabelingSession } from './session';
import { type LabelingEditorProvider, labelingViewType } from './sessions';
import { tabsOf } from './tabs';

/** What a labeling editor's tab holds. */
export type OpenedDocument = LabelingSession | FailedDocument;

/**
 * The labeling editor as VS Code is given it: a file that can't be opened is a document too, with a page that says why.
 * Files that lacked credentials are opened again when the connections start over.
 */
export class OpeningProvider implements vscode.CustomEditorProvider<OpenedDocument>, vscode.Disposable {
  private readonly failed = new Set<FailedDocument>();
  private readonly command: vscode.Disposable;
  readonly onDidChangeCustomDocument;

  constructor(private readonly provider: LabelingEditorProvider) {
    this.onDidChangeCustomDocument = provider.onDidChangeCustomDocument;
    this.command = registerCommand(reopenCommand, (id: unknown) => this.reopen((document) => document.id === id));
  }

  /** Opens again what could not be opened for want of credentials. */
  async connectionsRenewed(): Promise<void> {
    await this.reopen(({ error }) => StoreError.is(error.cause, 'credentials'));
  }

  async openCustomDocument(uri: vscode.Uri, context: vscode.CustomDocumentOpenContext): Promise<OpenedDocument> {
    try {
      return await this.provider.openCustomDocument(uri, context);
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      const document = new FailedDocument(uri, reason, context.backupId, (closed) => this.failed.delete(closed));
      this.failed.add(document);
      return document;
    }
  }

  async resolveCustomEditor(document: OpenedDocument, panel: vscode.WebviewPanel): Promise<void> {
    if (document instanceof FailedDocument) {
      showFailure(panel, document);
    } else {
      await this.provider.resolveCustomEditor(document, panel);
    }
  }

  async saveCustomDocument(document: OpenedDocument): Promise<void> {
    await this.provider.saveCustomDocument(opened(document));
  }

  async saveCustomDocumentAs(document: OpenedDocument, destination: vscode.Uri): Promise<void> {
    await this.provider.saveCustomDocumentAs(opened(document), destination);
  }

  async revertCustomDocument(document: OpenedDocument): Promise<void> {
    // Nothing was changed in what is not open; the unsaved labels of the last session stay where they are.
    if (!(document instanceof FailedDocument)) {
      await this.provider.revertCustomDocument(document);
    }
  }

  async backupCustomDocument(document: OpenedDocument): Promise<vscode.CustomDocumentBackup> {
    return document instanceof FailedDocument
      ? { id: document.backupId ?? '', delete: () => undefined }
      : this.provider.backupCustomDocument(document);
  }

  dispose(): void {
    this.command.dispose();
  }

  private async reopen(isMeant: (document: FailedDocument) => boolean): Promise<void> {
    for (const document of [...this.failed].filter(isMeant)) {
      // Now: it is not to be opened again twice, and what takes its place is not to be closed.
      this.failed.delete(document);
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

function opened(document: OpenedDocument): LabelingSession {
  if (document instanceof FailedDocument) {
    throw document.error;
  }
  return document;
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
