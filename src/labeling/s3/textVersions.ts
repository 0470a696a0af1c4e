import { createHash } from 'node:crypto';
import * as vscode from 'vscode';

interface Seen {
  readonly etag: string;
  readonly digest: string;
}

/**
 * Which stored version the text of each text editor began with, so that saving it replaces no other. Not the one that
 * was read last: VS Code also reads a file to compare it, or to look at it just before it writes it.
 */
export class TextVersions implements vscode.Disposable {
  private readonly bases = new Map<string, string>();
  private readonly latest = new Map<string, Seen>();
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document));
  }

  /** The version that a text on its way to the store was made from; undefined if it was not read here. */
  base(uri: vscode.Uri): string | undefined {
    return this.bases.get(uri.toString());
  }

  /** Bytes were read. A text with unsaved changes stays as it is, whoever reads. */
  read(uri: vscode.Uri, bytes: Uint8Array, etag: string): void {
    const key = uri.toString();
    this.latest.set(key, { etag, digest: digest(bytes) });
    if (!vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === key)) {
      this.bases.set(key, etag);
    }
  }

  written(uri: vscode.Uri, bytes: Uint8Array, etag: string): void {
    this.bases.set(uri.toString(), etag);
    this.latest.set(uri.toString(), { etag, digest: digest(bytes) });
  }

  forget(uri: vscode.Uri): void {
    this.bases.delete(uri.toString());
    this.latest.delete(uri.toString());
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** A text that has no unsaved changes any more was reverted to what was read last, or its edits were undone. */
  private changed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const seen = this.latest.get(key);
    if (seen === undefined || document.isDirty || this.bases.get(key) === seen.etag) {
      return;
    }
    if (digest(new TextEncoder().encode(document.getText())) === seen.digest) {
      this.bases.set(key, seen.etag);
    }
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
