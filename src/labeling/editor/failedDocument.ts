import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { type Failure, showFailure } from './failurePage';
import type { OpenedDocument } from './openedDocument';

/**
 * Stands for a file that could not be opened. VS Code keeps a refusal to open it until the window is reloaded, and shows
 * nothing of the reason; this document's page shows it, and goes away with its tab.
 */
export class FailedDocument implements OpenedDocument, Failure {
  readonly id = randomUUID();

  constructor(
    readonly uri: vscode.Uri,
    readonly error: Error,
    /** Of the unsaved labels that VS Code wanted restored. They stay where they are. */
    private readonly backupId: string | undefined,
    private readonly onDispose: (document: FailedDocument) => void,
  ) {}

  get name(): string {
    return this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
  }

  async show(panel: vscode.WebviewPanel): Promise<void> {
    showFailure(panel, this);
  }

  async save(): Promise<void> {
    throw this.error;
  }

  async saveAs(): Promise<void> {
    throw this.error;
  }

  /** Nothing was changed in what is not open; the unsaved labels of the last session stay where they are. */
  async revert(): Promise<void> {}

  async backUp(): Promise<vscode.CustomDocumentBackup> {
    return { id: this.backupId ?? '', delete: () => undefined };
  }

  dispose(): void {
    this.onDispose(this);
  }
}
