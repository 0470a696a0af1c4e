import * as vscode from 'vscode';
import type { LabelEdit } from '../shared/edits';
import { type JoinedGroup, separationText } from '../shared/merge';
import type { DocumentStatus, FromWebview, HostProblem, TransformInfo } from '../shared/protocol';
import { goToRowCommand, repairCommand } from './commandIds';
import type { LabelingDocument } from './document';
import type { AppliedEdit } from './documentTypes';
import { Notices } from './notices';
import { backupNotice, type OthersResult, othersNotice, saveNotice } from './noticeTexts';
import { pack, withPacked } from './packing';
import { Panels } from './panels';
import { Questions } from './questions';
import { Saving } from './saving';
import { openingMessage, refusalOf, type SessionParts, settingsOf, statusMessage } from './sessionMessages';
import { storeErrorText } from './storeErrorText';

/** One open labeling file: the document, its panels and its way to the store. VS Code's `CustomDocument`. */
export class LabelingSession implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly document: LabelingDocument;
  private readonly edited = new vscode.EventEmitter<AppliedEdit>();
  private readonly saving: Saving;
  private readonly questions: Questions;
  private readonly panels: Panels;
  readonly notices: Notices;
  private readonly subscriptions: { dispose(): void }[];
  private restored: readonly AppliedEdit[] = [];
  private problems: readonly HostProblem[] = [];
  private joined: readonly JoinedGroup[] = [];
  private transform: TransformInfo | undefined;
  /** Panels that were told everything before their page asked for it. */
  private readonly greeted = new WeakSet<vscode.WebviewPanel>();

  constructor(private readonly parts: SessionParts) {
    this.uri = parts.uri;
    this.document = parts.document;
    this.panels = new Panels(
      (message, panel) => this.receive(message, panel),
      () => void this.check(),
      () => this.questions.abandon(),
    );
    this.notices = new Notices(() => this.sendStatus());
    const { name } = parts;
    const { panels } = this;
    this.questions = new Questions({
      name,
      get isShown() {
        return panels.isShown;
      },
      post: (message) => panels.post(message),
      publish: (edit) => this.edited.fire(edit),
      adopted: (adoption) => this.noticeOthers({ kind: 'adopted', adoption }),
    });
    this.saving = new Saving(parts.document, parts.store, this.questions);
    this.subscriptions = [
      this.document.onDidChangeLabels((change) => {
        panels.post({ type: 'labels', documentVersion: this.document.edition, ...change });
        this.documentChanged();
      }),
      this.document.onDidReplace(() => {
        this.panels.post(this.opening());
        if (this.questions.open !== undefined) {
          this.panels.post(this.questions.open);
        }
        this.documentChanged();
      }),
      this.saving.onDidChangeState(() => this.sendStatus()),
      parts.keeper.onDidFail((error) => this.backupFailed(error)),
      this.saving,
      this.questions,
      this.edited,
    ];
  }

  /** Fires once for each edit that VS Code is to put on its undo stack. */
  readonly onDidEdit = (listener: (edit: AppliedEdit) => void): vscode.Disposable => this.edited.event(listener);

  /** For people. */
  get name(): string {
    return this.parts.name;
  }

  get activePanel(): vscode.WebviewPanel | undefined {
    return this.panels.active;
  }

  /** Edits that a restore brought back, to be told to VS Code when the first panel is there. */
  setRestored(edits: readonly AppliedEdit[]): void {
    this.restored = edits;
    this.parts.keeper.changed();
  }

  /**
   * Shows the document in a panel whose page is being loaded. The first one also tells VS Code of the edits that a
   * restore brought back. The page is told everything at once: VS Code keeps messages until a page is loaded, and a
   * large file is on its way in the meantime.
   */
  show(panel: vscode.WebviewPanel): void {
    this.panels.add(panel);
    this.greeted.add(panel);
    // Hidden before its page was loaded, a panel loses what was kept for it.
    const viewed = panel.onDidChangeViewState(() => panel.visible || this.greeted.delete(panel));
    panel.onDidDispose(() => viewed.dispose());
    void this.greet(panel);
    const { restored } = this;
    this.restored = [];
    for (const edit of restored) {
      this.edited.fire(edit);
    }
  }

  /** Makes an edit from anywhere but a webview. */
  edit(edit: LabelEdit, reason: 'edit' | 'repair' = 'edit'): void {
    const applied = this.document.edit(edit, reason);
    if (applied !== undefined) {
      this.edited.fire(applied);
    }
  }

  /** Whether a save is under way. */
  get isSaving(): boolean {
    return this.saving.isSaving;
  }

  /** Fires when a save begins or ends. */
  onDidChangeSaving(listener: () => void): { dispose(): void } {
    return this.saving.onDidChangeState(listener);
  }

  /** Tells VS Code of an edit that it must know of to see that the document is changed. */
  publish(edit: AppliedEdit): void {
    this.edited.fire(edit);
  }

  /** Stores the labels. Rejects with a text for the user; the labels then stay unsaved and the banner offers a retry. */
  async save(): Promise<void> {
    try {
      await this.saving.save();
      this.notices.clear('save', 'gone', 'conflict', 'restored');
    } catch (error) {
      throw this.saveFailed(error);
    } finally {
      // Not awaited: VS Code counts every edit made before this method returns as saved.
      void this.keepBackup();
    }
  }

  async revert(): Promise<void> {
    // A save that waits for a decision would keep the revert waiting, and VS Code shows it as done already.
    this.questions.abandon();
    try {
      await this.saving.revert();
      this.notices.clear('save', 'gone', 'conflict', 'restored', 'merged');
    } catch (error) {
      throw new Error(storeErrorText(error, this.parts.name));
    } finally {
      await this.keepBackup();
    }
  }

  /** The file as it would be written now. */
  bytes(): Uint8Array {
    return this.document.file.serializeChanged(this.document.overlay());
  }

  /** Looks whether someone else changed the stored file, and merges. Called on focus; failures are only logged. */
  async check(): Promise<void> {
    if (this.saving.isSaving) {
      return;
    }
    try {
      const result = await this.saving.check();
      if (result.kind === 'same') {
        this.notices.clear('gone');
      } else {
        this.noticeOthers(result);
        await this.keepBackup();
      }
    } catch (error) {
      this.parts.log.warn(`${this.parts.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  setTransform(transform: TransformInfo | undefined): void {
    this.transform = transform;
    const settings = settingsOf(this.document, this.parts, transform);
    this.panels.post({ type: 'transform', transform, settings });
  }

  /** Tells the panels of problems that they can't find themselves. */
  setProblems(problems: readonly HostProblem[]): void {
    if (problems.length > 0 || this.problems.length > 0) {
      this.problems = problems;
      this.panels.post({ type: 'problems', problems });
    }
  }

  /** Brings the panel used last to the front, and a row into view. */
  reveal(row?: number): void {
    this.panels.reveal(row);
  }

  /**
   * Has the unsaved labels on disk. VS Code may call `delete` on a backup that is still needed, after a restore and an
   * undo; so it only brings the file in step.
   */
  async backUp(): Promise<vscode.CustomDocumentBackup> {
    await this.parts.keeper.flush();
    return { id: this.parts.keeper.path, delete: () => void this.keepBackup() };
  }

  dispose(): void {
    this.parts.onDispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.panels.dispose();
    void this.parts.keeper.close();
    this.document.dispose();
  }

  private receive(message: FromWebview, panel: vscode.WebviewPanel): void {
    switch (message.type) {
      case 'ready':
        // Later ones are of pages that VS Code has made anew, after the panel was hidden or moved.
        if (!this.greeted.delete(panel)) {
          void this.greet(panel);
        }
        break;
      case 'edit':
        this.editFrom(message, panel);
        break;
      case 'settings':
        void this.parts.settings.set(this.transform?.id, this.document.file.columns, message.settings);
        break;
      case 'noticeAction':
        void this.noticeAction(message.id);
        break;
      case 'resolveConflict':
      case 'cancelConflict':
        this.questions.receive(message);
        break;
      case 'save':
        void vscode.commands.executeCommand('workbench.action.files.save');
        break;
      case 'saveAndImport':
        void this.saveAndImport();
        break;
      case 'goToRow':
        void vscode.commands.executeCommand(goToRowCommand, vscode.Uri.parse(message.uri), message.row);
        break;
      case 'repair':
        void vscode.commands.executeCommand(repairCommand, this.uri);
        break;
      case 'undo':
      case 'redo':
        void vscode.commands.executeCommand(message.type);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'painted':
        this.painted(message);
        break;
      case 'failed':
        this.parts.log.error(`${this.parts.name}: the editor's page failed: ${message.reason}`);
        break;
    }
  }

  private painted({ ready, received, painted }: Extract<FromWebview, { type: 'painted' }>): void {
    const [script, data, rows] = [ready, received, painted].map(Math.round);
    this.parts.log.info(`${this.parts.name}: page's script after ${script} ms, data ${data} ms, first rows ${rows} ms`);
  }

  private async greet(panel: vscode.WebviewPanel): Promise<void> {
    const { file } = this.document;
    const packed = await pack(file.bytes);
    const opening = this.opening();
    // Sent together: nothing that changes meanwhile can come between them.
    this.panels.postTo(panel, packed && file === this.document.file ? withPacked(opening, packed) : opening);
    this.panels.postTo(panel, { type: 'problems', problems: this.problems });
    if (this.questions.open !== undefined) {
      this.panels.postTo(panel, this.questions.open);
    }
    this.panels.tell(panel);
  }

  private editFrom(message: Extract<FromWebview, { type: 'edit' }>, panel: vscode.WebviewPanel): void {
    const refusal = refusalOf(this.document, this.parts, message.changes);
    if (refusal !== undefined) {
      this.panels.postTo(panel, { type: 'rejected', origin: message.id, reason: refusal });
      return;
    }
    const applied = this.document.edit({ name: message.name, changes: message.changes }, 'edit', message.id);
    if (applied !== undefined) {
      this.edited.fire(applied);
    }
  }

  private async saveAndImport(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.files.save');
    // The command resolves even when the save failed.
    if (!this.document.isDirty) {
      this.parts.onImportRequested(this.uri);
    }
  }

  private async noticeAction(id: string): Promise<void> {
    switch (id) {
      case 'save':
        // Not VS Code's save: it does nothing for a document that it takes for unchanged.
        await this.save().catch((error: Error) => void vscode.window.showErrorMessage(error.message));
        break;
      case 'saveAs':
        await vscode.commands.executeCommand('workbench.action.files.saveAs');
        break;
      case 'revert':
        await vscode.commands.executeCommand('workbench.action.files.revert');
        break;
      case 'separate':
        for (const { separate } of this.joined) {
          this.edit({ ...separate, name: separationText(separate.changes, vscode.l10n.t) });
        }
        this.joined = [];
        this.notices.clear('merged');
        break;
      case 'dismiss':
        this.notices.dismiss();
        break;
    }
  }

  private saveFailed(error: unknown): Error {
    const text = storeErrorText(error, this.parts.name);
    this.parts.log.error(text);
    this.notices.show('save', saveNotice(error, text));
    return new Error(text, { cause: error });
  }

  private noticeOthers(result: OthersResult): void {
    if (result.kind === 'adopted') {
      this.joined = result.adoption.joined;
    }
    const found = othersNotice(result, this.parts.name);
    if (found !== undefined) {
      this.notices.show(found.kind, found.notice);
    }
  }

  private documentChanged(): void {
    this.parts.keeper.changed();
    this.sendStatus();
  }

  private async keepBackup(): Promise<void> {
    // Its failure is shown by the notice; what was saved stays saved.
    await this.parts.keeper.flush().catch(() => undefined);
  }

  private backupFailed(error: Error | undefined): void {
    if (error === undefined) {
      this.notices.clear('backup');
      return;
    }
    this.parts.log.error(`backup of ${this.parts.name}: ${error.message}`);
    this.notices.show('backup', backupNotice(error));
  }

  private opening(): ReturnType<typeof openingMessage> {
    return openingMessage(this.document, this.parts, this.transform, this.status());
  }

  private status(): DocumentStatus {
    return statusMessage(this.document, this.parts, this.saving.isSaving, this.notices.current);
  }

  private sendStatus(): void {
    this.panels.post({ type: 'status', status: this.status() });
  }
}
