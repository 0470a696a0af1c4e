import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { DocumentStatus, FileStep } from '../../shared/protocol';
import type { LabelingDocument } from '../document/document';

/** What the rest of the extension knows of files in the loop of their transforms. */
export interface LoopSource {
  /** The last import of a file. */
  imported(uri: vscode.Uri): { readonly hash: string; readonly at: number; readonly labels: number } | undefined;
  /** What comes next for the transform of a file, as far as it is known. */
  next(uri: vscode.Uri): FileStep | undefined;
  /** Takes that step. */
  take(uri: vscode.Uri): void;
  onDidChange(listener: () => void): { dispose(): void };
}

/** Where a file is in the loop: to be imported, or imported as it is, and then what comes next with its transform. */
export class LoopPlace {
  /** Of the bytes of an edition; large files are not digested for every key. */
  private digested: { readonly edition: number; readonly hash: string } | undefined;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly document: LabelingDocument,
    private readonly source: LoopSource,
  ) {}

  get shown(): Pick<DocumentStatus, 'step' | 'imported'> {
    const record = this.source.imported(this.uri);
    const next = this.source.next(this.uri);
    const isImported = record !== undefined && !this.document.isDirty && record.hash === this.hash();
    return {
      step: stepOf(isImported, next),
      imported: isImported ? { at: record.at, labels: record.labels } : undefined,
    };
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return this.source.onDidChange(listener);
  }

  /** Takes the transform's next step. */
  goOn(): void {
    this.source.take(this.uri);
  }

  private hash(): string {
    const { edition } = this.document;
    if (this.digested?.edition !== edition) {
      this.digested = { edition, hash: createHash('sha256').update(this.document.bytes()).digest('hex') };
    }
    return this.digested.hash;
  }
}

/** Labels can be imported while a labeling set is generated, but not while others are. */
function stepOf(isImported: boolean, next: FileStep | undefined): FileStep | undefined {
  return isImported || next === 'importing' ? next : 'import';
}
