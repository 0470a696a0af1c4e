import * as vscode from 'vscode';
import { choiceOfId } from '../../connection/ids';
import { LabelingFileError } from '../../shared/file/labelingFileError';
import type { LabelEdit } from '../../shared/labels/edits';
import type { HostProblem, TransformInfo } from '../../shared/protocol';
import type { LabelingDocument } from '../document/document';
import type { AppliedEdit } from '../document/types';
import { Banners } from '../notices/banners';
import type { Notices } from '../notices/notices';
import { PageFeed } from '../page/feed';
import { showPage } from '../page/html';
import { Panels } from '../page/panels';
import { refusalOf, type SessionParts, statusMessage } from '../page/toPage';
import { Questions } from '../saving/questions';
import { Saving } from '../saving/saving';
import { notesUri } from '../stores/notesUri';
import type { NoticeTarget } from './noticeActions';
import type { OpenedDocument } from './openedDocument';
import { PageMessages } from './pageMessages';

/** One open labeling file: the document, its panels and its way to the store. */
export class LabelingSession implements OpenedDocument {
  readonly uri: vscode.Uri;
  readonly document: LabelingDocument;
  private readonly edited = new vscode.EventEmitter<AppliedEdit>();
  private readonly saving: Saving;
  private readonly questions: Questions;
  private readonly panels: Panels;
  private readonly feed: PageFeed;
  private readonly banners: Banners;
  private readonly messages: PageMessages;
  private readonly subscriptions: { dispose(): void }[];
  private restored: readonly AppliedEdit[] = [];

  constructor(private readonly parts: SessionParts) {
    this.uri = parts.uri;
    this.document = parts.document;
    this.panels = new Panels(
      (message, panel) => this.messages.receive(message, panel),
      () => void this.check(),
      () => this.questions.abandon(),
    );
    this.feed = new PageFeed(this.panels, parts, {
      status: () => statusMessage(parts.document, parts, this.saving.isSaving, this.notices.current),
      question: () => this.questions.open,
    });
    const { name } = parts;
    const isOfAws = choiceOfId(parts.uri.authority)?.kind === 'aws';
    this.banners = new Banners(name, isOfAws, parts.log, () => this.feed.statusChanged());
    const { panels } = this;
    this.questions = new Questions({
      name,
      get isShown() {
        return panels.isShown;
      },
      post: (message) => panels.post(message),
      publish: (edit) => this.edited.fire(edit),
      adopted: (adoption) => this.banners.others({ kind: 'adopted', adoption }),
    });
    this.saving = new Saving(parts.document, parts.store, this.questions);
    this.messages = new PageMessages({
      ...{ parts, panels, feed: this.feed, saving: this.saving, questions: this.questions },
      publish: (edit) => this.edited.fire(edit),
      noticeTarget: this.noticeTarget,
    });
    this.banners.notes(parts.store.damage);
    this.subscriptions = [
      this.document.onDidChangeLabels((change) => {
        panels.post({ type: 'labels', documentVersion: this.document.edition, ...change });
        this.documentChanged();
      }),
      this.document.onDidReplace(() => {
        this.feed.replaced();
        this.documentChanged();
      }),
      this.saving.onDidChangeState(() => this.feed.statusChanged()),
      parts.place.onDidChange(() => this.feed.statusChanged()),
      parts.store.onDidChangeNotes(() => this.notesChanged()),
      parts.store,
      parts.keeper.onDidFail((error) => this.banners.backup(error)),
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

  get notices(): Notices {
    return this.banners.notices;
  }

  get activePanel(): vscode.WebviewPanel | undefined {
    return this.panels.active;
  }

  /** Edits that a restore brought back, to be told to VS Code when the first panel is there. */
  setRestored(edits: readonly AppliedEdit[]): void {
    this.restored = edits;
    this.parts.keeper.changed();
  }

  /** Whether a restore brought edits back that VS Code has not been told of. */
  get isRestoring(): boolean {
    return this.restored.length > 0;
  }

  /** Shows the document in a panel. The first one also tells VS Code of the edits that a restore brought back. */
  async show(panel: vscode.WebviewPanel): Promise<void> {
    showPage(panel.webview, await this.parts.readPage());
    this.feed.add(panel);
    const { restored } = this;
    this.restored = [];
    for (const edit of restored) {
      this.edited.fire(edit);
    }
  }

  /** Why the file can't be written, fit for the user; undefined if it can, as far as is known. */
  get refusal(): string | undefined {
    return this.parts.access.refusal;
  }

  /** Finds out whether the labels can be stored at all, and tells the user if not. */
  async lookAtAccess(): Promise<void> {
    await this.parts.access.look();
    this.showAccess();
  }

  /** Makes an edit from anywhere but a webview. @throws with a text for the user where it can't be made. */
  edit(edit: LabelEdit, reason: 'edit' | 'repair' = 'edit'): void {
    const refusal = refusalOf(this.document, this.parts, edit.changes);
    if (refusal !== undefined) {
      throw new Error(refusal);
    }
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
    const began = { time: performance.now(), cpu: process.cpuUsage() };
    try {
      await this.saving.save();
      const { user, system } = process.cpuUsage(began.cpu);
      const [took, cpu] = [performance.now() - began.time, (user + system) / 1000].map(Math.round);
      this.parts.log.info(`${this.parts.name}: saved in ${took} ms; the extension host used ${cpu} ms of CPU`);
      this.notices.clear('save', 'gone', 'conflict', 'restored');
      this.parts.onSaved(this.uri);
    } catch (error) {
      throw this.banners.saveFailed(error);
    } finally {
      this.showAccess();
      // Not awaited: VS Code counts every edit made before this method returns as saved.
      void this.keepBackup();
    }
  }

  /** Stores the labels somewhere else; this document stays as it is. */
  async saveAs(destination: vscode.Uri): Promise<void> {
    if (destination.toString() === this.uri.toString()) {
      await this.save();
    } else {
      await this.saving.saveElsewhere(async (bytes) => {
        await vscode.workspace.fs.writeFile(destination, bytes);
        const notes = this.parts.store.copy(this.document.unsureKeys());
        const beside = notesUri(destination);
        if (notes !== undefined && beside !== undefined) {
          await vscode.workspace.fs.writeFile(beside, notes);
        }
      });
      this.parts.onSaved(destination);
    }
  }

  async revert(): Promise<void> {
    // A save that waits for a decision would keep the reading waiting.
    this.questions.abandon();
    try {
      const reverted = this.saving.revert();
      this.notices.clear('save', 'gone', 'conflict', 'restored', 'merged', 'reading');
      const result = await reverted;
      // That others saved is no news to someone who asks for what is stored; what concerns labels set meanwhile is.
      if (result.kind === 'diverged' || (result.kind === 'adopted' && result.adoption.conflicts > 0)) {
        this.banners.others(result);
      }
    } catch (error) {
      throw this.banners.rereadFailed(error);
    } finally {
      void this.lookAtAccess();
      await this.keepBackup();
    }
  }

  /** Looks whether someone else changed the stored file, and merges. Called on focus; that it can't look is only logged. */
  async check(): Promise<void> {
    if (this.saving.isSaving) {
      return;
    }
    try {
      await this.look();
    } catch (error) {
      this.parts.log.warn(`${this.parts.name}: ${error instanceof Error ? error.message : String(error)}`);
      if (error instanceof LabelingFileError) {
        this.banners.unusable(error);
      }
    }
  }

  private async look(): Promise<void> {
    const result = await this.saving.check();
    this.notices.clear('reading');
    if (result.kind === 'same') {
      this.notices.clear('gone');
    } else {
      this.banners.others(result);
      await this.keepBackup();
    }
  }

  setTransform(transform: TransformInfo | undefined): void {
    this.feed.setTransform(transform);
  }

  /** Tells the panels of problems that they can't find themselves. */
  setProblems(problems: readonly HostProblem[]): void {
    this.feed.setProblems(problems);
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
    return { id: this.parts.keeper.id, delete: () => void this.keepBackup() };
  }

  /** Has the unsaved labels where the document of another URI finds them, for the file is being renamed. */
  async handOver(backupPath: string, uri: vscode.Uri): Promise<void> {
    await this.parts.keeper.handOver(backupPath, uri.toString());
  }

  dispose(): void {
    this.parts.onDispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.panels.dispose();
    void this.parts.keeper.close(this.parts.putAside);
    this.document.dispose();
  }

  private notesChanged(): void {
    this.feed.notesChanged();
    this.banners.notes(this.parts.store.damage);
  }

  private get noticeTarget(): NoticeTarget {
    return {
      uri: this.uri,
      banners: this.banners,
      save: () => this.save(),
      look: () => this.look(),
      lookAtAccess: () => this.lookAtAccess(),
      edit: (edit) => this.edit(edit),
    };
  }

  private showAccess(): void {
    this.banners.access(this.refusal);
    this.feed.statusChanged();
  }

  private documentChanged(): void {
    this.parts.keeper.changed();
    this.feed.statusChanged();
  }

  private async keepBackup(): Promise<void> {
    // Its failure is shown by the notice; what was saved stays saved.
    await this.parts.keeper.flush().catch(() => undefined);
  }
}
