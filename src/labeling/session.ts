import * as vscode from 'vscode';
import type { LabelEdit } from '../shared/edits';
import type { DocumentStatus, FromWebview, HostProblem, ToWebview, TransformInfo } from '../shared/protocol';
import type { BackupKeeper } from './backupKeeper';
import type { LabelingDocument } from './document';
import type { AppliedEdit } from './documentTypes';
import { Notices } from './notices';
import { Panels } from './panels';
import { Questions } from './questions';
import { Saving } from './saving';
import { type FileStore, StoreError } from './store';
import { storeErrorText } from './storeErrorText';
import type { ViewSettingsStore } from './viewSettings';

/** What a session needs of its surroundings. */
export interface SessionParts {
  readonly uri: vscode.Uri;
  /** For people. */
  readonly name: string;
  readonly document: LabelingDocument;
  readonly store: FileStore;
  readonly keeper: BackupKeeper;
  readonly settings: ViewSettingsStore;
  /** Whether Save and Import means anything for this file. */
  readonly canImport: boolean;
  readonly isReadOnly: () => boolean;
  readonly log: Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error'>;
  readonly onImportRequested: (uri: vscode.Uri) => void;
  readonly onDispose: () => void;
}

/** One open labeling file: the document, its panels and its way to the store. VS Code's `CustomDocument`. */
export class LabelingSession implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly document: LabelingDocument;
  private readonly edited = new vscode.EventEmitter<AppliedEdit>();
  private readonly saving: Saving;
  private readonly questions: Questions;
  private readonly panels: Panels;
  private readonly notices: Notices;
  private readonly subscriptions: { dispose(): void }[];
  private restored: readonly AppliedEdit[] = [];
  private problems: readonly HostProblem[] = [];
  private transform: TransformInfo | undefined;

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
    });
    this.saving = new Saving(parts.document, parts.store, this.questions);
    this.subscriptions = [
      this.document.onDidChangeLabels((change) => {
        panels.post({ type: 'labels', documentVersion: this.document.edition, ...change });
        this.documentChanged();
      }),
      this.document.onDidReplace(() => {
        this.panels.post(this.opening());
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

  /** The notices of this document. */
  get banner(): Notices {
    return this.notices;
  }

  /** Edits that a restore brought back, to be told to VS Code when the first panel is there. */
  setRestored(edits: readonly AppliedEdit[]): void {
    this.restored = edits;
    this.parts.keeper.changed();
  }

  /** Shows the document in a panel. The first one also tells VS Code of the edits that a restore brought back. */
  show(panel: vscode.WebviewPanel): void {
    this.panels.add(panel);
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

  /** Tells VS Code of labels that it takes for saved and that are not. */
  publishUnsaved(): void {
    this.parts.log.warn(`${this.parts.name}: VS Code took unsaved labels for saved`);
    const edit = this.document.coverUnsaved(vscode.l10n.t('unsaved labels'));
    if (edit !== undefined) {
      this.edited.fire(edit);
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
      this.notices.clear('save', 'gone', 'conflict', 'restored', 'merged');
    } catch (error) {
      throw this.saveFailed(error);
    } finally {
      // Not awaited: VS Code counts every edit made before this method returns as saved.
      void this.keepBackup();
    }
  }

  async revert(): Promise<void> {
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
    this.panels.post(this.opening());
  }

  setProblems(problems: readonly HostProblem[]): void {
    this.problems = problems;
    this.panels.post({ type: 'problems', problems });
  }

  /** Brings a row into view in the panel used last. */
  reveal(row: number): void {
    const panel = this.panels.active;
    panel?.reveal();
    void panel?.webview.postMessage({ type: 'reveal', row } satisfies ToWebview);
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
        void this.greet(panel);
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
      case 'undo':
      case 'redo':
        void vscode.commands.executeCommand(message.type);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'painted':
        this.parts.log.info(`${this.parts.name}: first rows after ${Math.round(message.milliseconds)} ms`);
        break;
      case 'failed':
        this.parts.log.error(`${this.parts.name}: the editor's page failed: ${message.reason}`);
        break;
    }
  }

  private async greet(panel: vscode.WebviewPanel): Promise<void> {
    await panel.webview.postMessage(this.opening());
    await panel.webview.postMessage({ type: 'problems', problems: this.problems } satisfies ToWebview);
    if (this.questions.open !== undefined) {
      await panel.webview.postMessage(this.questions.open);
    }
  }

  private editFrom(message: Extract<FromWebview, { type: 'edit' }>, panel: vscode.WebviewPanel): void {
    const refusal = this.refusal(message.changes.map(({ after }) => after));
    if (refusal !== undefined) {
      void panel.webview.postMessage({ type: 'rejected', origin: message.id, reason: refusal } satisfies ToWebview);
      return;
    }
    const applied = this.document.edit({ name: message.name, changes: message.changes }, 'edit', message.id);
    if (applied !== undefined) {
      this.edited.fire(applied);
    }
  }

  private refusal(labels: readonly string[]): string | undefined {
    if (this.parts.isReadOnly()) {
      return vscode.l10n.t('You may not write {0}.', this.parts.name);
    }
    const odd = labels.find((label) => !this.document.file.canStore(label));
    return odd === undefined
      ? undefined
      : vscode.l10n.t(
          'The label "{0}" has a character that this file\'s encoding lacks. Convert it to UTF-8 first.',
          odd,
        );
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
      case 'dismiss':
        this.notices.dismiss();
        break;
    }
  }

  private saveFailed(error: unknown): Error {
    const text = storeErrorText(error, this.parts.name);
    this.parts.log.error(text);
    const retry = { id: 'save', title: vscode.l10n.t('Retry') };
    const saveAs = { id: 'saveAs', title: vscode.l10n.t('Save As…') };
    this.notices.show('save', {
      severity: 'error',
      text: vscode.l10n.t('Not saved; your labels are kept here. {0}', text),
      actions: StoreError.is(error, 'denied', 'missing', 'full') ? [retry, saveAs] : [retry],
    });
    return new Error(text, { cause: error });
  }

  private noticeOthers(result: Exclude<Awaited<ReturnType<Saving['check']>>, { kind: 'same' }>): void {
    const { name } = this.parts;
    const save = { id: 'save', title: vscode.l10n.t('Save') };
    const saveAs = { id: 'saveAs', title: vscode.l10n.t('Save As…') };
    const dismiss = { id: 'dismiss', title: vscode.l10n.t('OK') };
    if (result.kind === 'gone') {
      const text = vscode.l10n.t('{0} was deleted. Your labels are kept here; save to write it again.', name);
      this.notices.show('gone', { severity: 'warning', text, actions: [save, saveAs] });
    } else if (result.kind === 'diverged') {
      const text = vscode.l10n.t(
        '{0} was changed by someone else and lacks {1} rows that you labeled. Your labels are kept here.',
        name,
        result.lost,
      );
      this.notices.show('conflict', { severity: 'warning', text, actions: [saveAs] });
    } else if (result.adoption.conflicts > 0) {
      const text = vscode.l10n.t(
        '{0} was saved by someone else. {1} rows are labeled differently there; saving asks which to keep.',
        name,
        result.adoption.conflicts,
      );
      this.notices.show('conflict', { severity: 'warning', text, actions: [save] });
    } else if (result.adoption.merged > 0) {
      const text = vscode.l10n.t('{0} labels of someone else were merged in.', result.adoption.merged);
      this.notices.show('merged', { severity: 'info', text, actions: [dismiss] });
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
    this.notices.show('backup', {
      severity: 'warning',
      text: vscode.l10n.t("Unsaved labels can't be backed up on this machine: {0} Save now.", error.message),
      actions: [{ id: 'save', title: vscode.l10n.t('Save') }],
    });
  }

  private opening(): ToWebview {
    const { document, parts } = this;
    return {
      type: 'open',
      documentVersion: document.edition,
      name: parts.name,
      bytes: document.file.bytes,
      labels: document.overlay(),
      settings: parts.settings.get(this.transform?.id, document.file.columns),
      transform: this.transform,
      status: this.status(),
      strings: {},
    };
  }

  private status(): DocumentStatus {
    const { name, canImport, isReadOnly } = this.parts;
    return {
      dirty: this.document.isDirty,
      saving: this.saving.isSaving,
      readOnly: isReadOnly() ? vscode.l10n.t('You may not write {0}.', name) : undefined,
      canImport,
      notice: this.notices.current,
    };
  }

  private sendStatus(): void {
    this.panels.post({ type: 'status', status: this.status() });
  }
}
