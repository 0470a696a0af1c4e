import type * as vscode from 'vscode';
import { notesOn } from '../../shared/notes/notesFile';
import type { DocumentStatus, HostProblem, ToWebview, TransformInfo } from '../../shared/protocol';
import type { LabelingDocument } from '../document/document';
import { identityDigest } from '../document/rowIdentity';
import { pack, withPacked } from './packing';
import type { Panels } from './panels';
import { openingMessage, type SessionParts, settingsOf } from './toPage';

/** What the feed can't know by itself. */
export interface FeedSources {
  readonly status: () => DocumentStatus;
  /** The question that waits for an answer in the page, if any. */
  readonly question: () => ToWebview | undefined;
}

/** Keeps the pages that show a document in step with it. */
export class PageFeed {
  private readonly document: LabelingDocument;
  private problems: readonly HostProblem[] = [];
  private belongsTo: TransformInfo | undefined;
  /** Panels that were told everything before their page asked for it. */
  private readonly greeted = new WeakSet<vscode.WebviewPanel>();

  constructor(
    private readonly panels: Panels,
    private readonly parts: SessionParts,
    private readonly sources: FeedSources,
  ) {
    this.document = parts.document;
  }

  /** What is known of the transform that the file belongs to. */
  get transform(): TransformInfo | undefined {
    return this.belongsTo;
  }

  /**
   * Begins with a panel whose page is being loaded. It is told everything at once: VS Code keeps messages until a page is
   * loaded, and a large file is on its way in the meantime.
   */
  add(panel: vscode.WebviewPanel): void {
    this.panels.add(panel);
    this.greeted.add(panel);
    // Hidden before its page was loaded, a panel loses what was kept for it.
    const viewed = panel.onDidChangeViewState(() => panel.visible || this.greeted.delete(panel));
    panel.onDidDispose(() => viewed.dispose());
    void this.greet(panel);
  }

  /** A page is there. The first one of a panel has been told already; VS Code makes others after hiding or moving it. */
  ready(panel: vscode.WebviewPanel): void {
    if (!this.greeted.delete(panel)) {
      void this.greet(panel);
    }
  }

  /** The bytes under the labels are others. */
  replaced(): void {
    this.panels.post(this.opening());
    const question = this.sources.question();
    if (question !== undefined) {
      this.panels.post(question);
    }
  }

  statusChanged(): void {
    this.panels.post({ type: 'status', status: this.sources.status() });
  }

  setTransform(transform: TransformInfo | undefined): void {
    this.belongsTo = transform;
    this.panels.post({ type: 'transform', transform, settings: settingsOf(this.document, this.parts, transform) });
  }

  /** Other notes are stored beside the file. */
  notesChanged(): void {
    const { file, rowsVersion } = this.document;
    const notes = notesOn(file, this.parts.store.notes, identityDigest);
    this.panels.post({ type: 'notes', rowsVersion, notes });
  }

  /** Problems that the pages can't find themselves. */
  setProblems(problems: readonly HostProblem[]): void {
    if (problems.length > 0 || this.problems.length > 0) {
      this.problems = problems;
      this.panels.post({ type: 'problems', problems });
    }
  }

  private async greet(panel: vscode.WebviewPanel): Promise<void> {
    const { file } = this.document;
    const packed = await pack(file.bytes);
    const opening = this.opening();
    // Sent together: nothing that changes meanwhile can come between them.
    this.panels.postTo(panel, packed && file === this.document.file ? withPacked(opening, packed) : opening);
    this.panels.postTo(panel, { type: 'problems', problems: this.problems });
    const question = this.sources.question();
    if (question !== undefined) {
      this.panels.postTo(panel, question);
    }
    this.panels.tell(panel);
  }

  private opening(): ReturnType<typeof openingMessage> {
    return openingMessage(this.document, this.parts, this.belongsTo, this.sources.status());
  }
}
