import * as vscode from 'vscode';
import { goToRowCommand, repairCommand } from '../../shared/ids';
import type { FromWebview } from '../../shared/protocol';
import { named } from '../../shared/visible';
import type { LabelingDocument } from '../document/document';
import type { AppliedEdit } from '../document/types';
import type { PageFeed } from '../page/feed';
import type { Panels } from '../page/panels';
import { refusalOf, type SessionParts } from '../page/toPage';
import type { Questions } from '../saving/questions';
import type { Saving } from '../saving/saving';
import { saveErrorText } from '../stores/errorTexts';
import { type Annotation, annotating } from './annotating';
import { type NoticeTarget, runNoticeAction } from './noticeActions';

/** What of a session its pages' messages are about. */
export interface SessionSides {
  readonly parts: SessionParts;
  readonly panels: Panels;
  readonly feed: PageFeed;
  readonly saving: Saving;
  readonly questions: Questions;
  readonly noticeTarget: NoticeTarget;
  /** Tells VS Code of an edit. */
  publish(edit: AppliedEdit): void;
}

/** Does what the pages of a session ask for. Their messages are checked before. */
export class PageMessages {
  private readonly parts: SessionParts;
  private readonly document: LabelingDocument;
  private lookedAtAccess = false;

  constructor(private readonly own: SessionSides) {
    this.parts = own.parts;
    this.document = own.parts.document;
  }

  receive(message: FromWebview, panel: vscode.WebviewPanel): void {
    switch (message.type) {
      case 'ready':
        this.own.feed.ready(panel);
        break;
      case 'edit':
        this.editFrom(message, panel);
        break;
      case 'note':
        void this.annotate(message, panel);
        break;
      case 'settings':
        void this.parts.settings.set(this.own.feed.transform?.id, this.document.file.columns, message.settings);
        break;
      case 'noticeAction':
        void runNoticeAction(message.id, this.own.noticeTarget, panel);
        break;
      case 'resolveConflict':
      case 'cancelConflict':
        this.own.questions.receive(message);
        break;
      case 'save':
        void vscode.commands.executeCommand('workbench.action.files.save');
        break;
      case 'step':
        if (message.step === 'import') {
          void this.saveAndImport();
        } else {
          this.parts.place.goOn();
        }
        break;
      case 'goToRow':
        void vscode.commands.executeCommand(goToRowCommand, vscode.Uri.parse(message.uri), message.row);
        break;
      case 'repair':
        void vscode.commands.executeCommand(repairCommand, this.parts.uri);
        break;
      case 'undo':
      case 'redo':
        void vscode.commands.executeCommand(message.type);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'askKeys':
        void this.answerKeys(message, panel);
        break;
      case 'typedAhead':
        this.parts.keys.meantForQuestion(message.text);
        break;
      case 'painted':
        this.painted(message);
        // Only now: nothing is asked while the first rows are on their way.
        if (!this.lookedAtAccess) {
          this.lookedAtAccess = true;
          void this.own.noticeTarget.lookAtAccess();
        }
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

  private editFrom(message: Extract<FromWebview, { type: 'edit' }>, panel: vscode.WebviewPanel): void {
    const refusal = refusalOf(this.document, this.parts, message.changes);
    if (refusal !== undefined) {
      this.own.panels.postTo(panel, { type: 'rejected', origin: message.id, reason: refusal });
      return;
    }
    const changes = this.document.follow(message.changes, message.rowsVersion);
    const applied = this.document.edit({ name: message.name, changes }, 'edit', message.id);
    if (applied !== undefined) {
      this.own.publish(applied);
    }
  }

  /** Kept at once, for it is no part of the file; where it can't be, the page shows what is kept and the reason is told. */
  private async annotate(annotation: Annotation, panel: vscode.WebviewPanel): Promise<void> {
    try {
      const change = annotating(this.document, annotation);
      await this.own.saving.annotate((version) => this.parts.store.annotate(change, version));
    } catch (error) {
      const reason = saveErrorText(error, this.parts.name);
      const refused = vscode.l10n.t('The note “{0}” is not kept. {1}', named(annotation.note), reason);
      this.parts.log.error(refused);
      this.own.feed.notesChanged();
      this.own.panels.postTo(panel, { type: 'rejected', origin: '', reason: refused });
    }
  }

  private async answerKeys({ turn, byHand }: Extract<FromWebview, { type: 'askKeys' }>, panel: vscode.WebviewPanel) {
    await this.parts.keys.free(byHand);
    this.own.panels.postTo(panel, { type: 'keys', turn });
  }

  private async saveAndImport(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.files.save');
    // The command resolves even when the save failed.
    if (!this.document.isDirty) {
      this.parts.onImportRequested(this.parts.uri);
    }
  }
}
