import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';

/**
 * Stands for a file that could not be opened. VS Code keeps a refusal to open it until the window is reloaded, and shows
 * nothing of the reason; this document's page shows it, and goes away with its tab.
 */
export class FailedDocument implements vscode.CustomDocument {
  /** For the links of its page: VS Code decodes what they hold, twice, which a URI would not survive. */
  readonly id = randomUUID();

  constructor(
    readonly uri: vscode.Uri,
    readonly error: Error,
    /** Of the unsaved labels that VS Code wanted restored. They stay where they are. */
    readonly backupId: string | undefined,
    private readonly onDispose: (document: FailedDocument) => void,
  ) {}

  /** Of the file, without its folders. */
  get name(): string {
    return this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
  }

  dispose(): void {
    this.onDispose(this);
  }
}
