import type * as vscode from 'vscode';

/** What a labeling editor's tab holds: a labeling file, or why it could not be opened. VS Code's `CustomDocument`. */
export interface OpenedDocument extends vscode.CustomDocument {
  show(panel: vscode.WebviewPanel): Promise<void>;
  save(): Promise<void>;
  saveAs(destination: vscode.Uri): Promise<void>;
  revert(): Promise<void>;
  backUp(): Promise<vscode.CustomDocumentBackup>;
}
