import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { notify } from '../../door/messages';
import { objectScheme } from '../../shared/ids';
import { inert } from '../../shared/inert';
import { visible } from '../../shared/visible';
import { type Backup, DamagedBackupError, setAside } from '../backup/backupFile';
import { BackupKeeper, deleteOldClosed, findBackup } from '../backup/keeper';
import { PutAside } from '../backup/putAside';
import { restore } from '../backup/restore';
import { LabelingDocument } from '../document/document';
import { type PageParts, readPageParts } from '../page/html';
import type { KeyTurns } from '../page/keyTurns';
import { LoopPlace, type LoopSource } from '../page/loopPlace';
import type { ViewSettingsStore } from '../page/viewSettings';
import { type ConfirmLarge, S3FileStore } from '../s3/objectFile';
import type { S3Objects } from '../s3/objects';
import { openErrorText } from '../stores/errorTexts';
import type { FileStore } from '../stores/fileStore';
import { LocalFileStore } from '../stores/localFile';
import { NotedFileStore } from '../stores/notedFile';
import { notesUri } from '../stores/notesUri';
import { WorkspaceFileStore } from '../stores/workspaceFile';
import { FileAccess, ObjectAccess, type WriteAccess } from '../stores/writeAccess';
import { DirtyGuard } from './dirtyGuard';
import { FailedDocuments } from './failedDocuments';
import type { OpenedDocument } from './openedDocument';
import { LabelingSession } from './session';
import { convertFromUtf16 } from './utf16';

/** What labeling sessions are made from. */
export interface SessionsParts {
  readonly objects: S3Objects;
  readonly confirmLarge: ConfirmLarge;
  readonly settings: ViewSettingsStore;
  /** The folder of the built webview. */
  readonly media: vscode.Uri;
  /** Where unsaved labels are kept. */
  readonly backups: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly keys: KeyTurns;
  readonly loop: LoopSource;
  readonly onImportRequested: (uri: vscode.Uri) => void;
}

/** The open labeling files: opens them, finds them, and lets go of them when they are closed. */
export class LabelingSessions implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<LabelingSession>>();
  private readonly opened = new vscode.EventEmitter<LabelingSession>();
  private readonly saved = new vscode.EventEmitter<vscode.Uri>();
  private readonly closed = new vscode.EventEmitter<LabelingSession>();
  private readonly sessions = new Set<LabelingSession>();
  private readonly failed = new FailedDocuments((uri) => convertFromUtf16(this.storeOf(uri), this.nameOf(uri)));
  private readonly putAside = new PutAside();
  /** Read once, while the first document is read. */
  private page: Promise<PageParts> | undefined;
  /** Fires for each edit that VS Code is to put on its undo stack. */
  readonly onDidEdit = this.changed.event;
  /** Fires when a document was opened. */
  readonly onDidOpen = this.opened.event;
  /** Fires when labels were stored in a file. */
  readonly onDidSave = this.saved.event;
  /** Fires when a document was closed: no editor shows it any more. */
  readonly onDidClose = this.closed.event;

  constructor(private readonly parts: SessionsParts) {
    deleteOldClosed(parts.backups.fsPath, Date.now()).catch((error: Error) => parts.log.warn(error.message));
  }

  /** All open documents. */
  get all(): ReadonlySet<LabelingSession> {
    return this.sessions;
  }

  /** The document whose editor is active. */
  get active(): LabelingSession | undefined {
    return [...this.sessions].find((session) => session.activePanel?.active);
  }

  /** The open document of a URI. */
  of(uri: vscode.Uri): LabelingSession | undefined {
    return [...this.sessions].find((session) => session.uri.toString() === uri.toString());
  }

  /** Opens a file; `backupId` is of the unsaved labels that VS Code wants restored. One that can't be opened says why. */
  async open(uri: vscode.Uri, backupId: string | undefined): Promise<OpenedDocument> {
    try {
      return await this.openSession(uri, backupId);
    } catch (error) {
      return this.failed.add(uri, error, backupId);
    }
  }

  /** What lacked credentials gets another try. */
  async connectionsRenewed(): Promise<void> {
    for (const session of this.sessions) {
      void session.lookAtAccess();
    }
    await this.failed.connectionsRenewed();
  }

  private async openSession(uri: vscode.Uri, backupId: string | undefined): Promise<LabelingSession> {
    const name = this.nameOf(uri);
    void this.readPage().catch(() => undefined);
    const beside = notesUri(uri);
    const store = new NotedFileStore(this.storeOf(uri), beside && this.storeOf(beside));
    try {
      const backupPath = this.backupPath(uri);
      const began = performance.now();
      const access = this.accessOf(uri);
      const [read] = await Promise.all([store.read(), access instanceof FileAccess ? access.look() : undefined]);
      const took = Math.round(performance.now() - began);
      this.parts.log.info(`${name}: ${read.bytes.length} bytes read in ${took} ms`);
      const document = new LabelingDocument(read);
      await this.putAside.settle(backupPath);
      const backup = await this.backupOf(backupPath, backupId, name);
      const keeper = new BackupKeeper(backupPath, uri.toString(), document, backup);
      const session = this.makeSession(uri, name, document, { store, access, keeper });
      if (backup !== undefined) {
        this.restoreInto(session, backup);
      }
      this.sessions.add(session);
      this.opened.fire(session);
      return session;
    } catch (error) {
      throw new Error(openErrorText(error, name), { cause: error });
    }
  }

  /** Reads the page once; the first time while the document is read, which reports no failure of it. */
  private readPage(): Promise<PageParts> {
    this.page ??= readPageParts(this.parts.media);
    return this.page;
  }

  /** Has the unsaved labels of a document where that of another URI looks for its own. */
  async handOver(session: LabelingSession, uri: vscode.Uri): Promise<void> {
    try {
      await session.handOver(this.backupPath(uri), uri);
    } catch (error) {
      this.parts.log.error(`${session.name} is renamed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  dispose(): void {
    this.putAside.dispose();
    this.changed.dispose();
    this.opened.dispose();
    this.saved.dispose();
    this.failed.dispose();
    this.closed.dispose();
  }

  private makeSession(
    uri: vscode.Uri,
    name: string,
    document: LabelingDocument,
    { store, access, keeper }: { store: NotedFileStore; access: WriteAccess; keeper: BackupKeeper },
  ): LabelingSession {
    const { settings, log, keys, onImportRequested } = this.parts;
    const session: LabelingSession = new LabelingSession({
      uri,
      name,
      document,
      store,
      keeper,
      putAside: this.putAside,
      settings,
      place: new LoopPlace(uri, document, this.parts.loop),
      access,
      log,
      keys,
      readPage: () => this.readPage(),
      onSaved: (file) => this.saved.fire(file),
      onImportRequested,
      onDispose: () => {
        guard.dispose();
        this.sessions.delete(session);
        this.closed.fire(session);
      },
    });
    const guard = new DirtyGuard(session, log);
    session.onDidEdit(({ name, undo, redo }) =>
      this.changed.fire({ document: session, label: inert(name), undo, redo }),
    );
    return session;
  }

  private async backupOf(path: string, offered: string | undefined, name: string): Promise<Backup | undefined> {
    try {
      return await findBackup(path, offered);
    } catch (error) {
      if (!(error instanceof DamagedBackupError)) {
        throw error;
      }
      const kept = await setAside(error.path).catch(() => error.path);
      this.parts.log.error(error.message);
      void notify(
        'error',
        vscode.l10n.t(
          'The unsaved labels of “{0}” can’t be restored because their backup is damaged. The stored file was opened instead; the backup is kept at “{1}”.',
          name,
          kept,
        ),
      );
      return undefined;
    }
  }

  private restoreInto(session: LabelingSession, backup: Backup): void {
    const restored = restore(session.document, backup, vscode.l10n.t('restore unsaved labels'));
    session.setRestored(restored.edits);
    if (restored.labels === 0 && restored.lost === 0) {
      return;
    }
    const text = [
      restored.labels === 1
        ? vscode.l10n.t('Restored 1 unsaved label.')
        : vscode.l10n.t('Restored {0} unsaved labels.', restored.labels),
      restored.moved ? vscode.l10n.t('Someone else saved the file in the meantime; saving merges both.') : '',
      lostText(restored.lost),
    ];
    session.notices.show('restored', {
      severity: restored.lost > 0 ? 'warning' : 'info',
      text: text.filter((part) => part !== '').join(' '),
      actions: [
        { id: 'dismiss', title: vscode.l10n.t('OK') },
        { id: 'revert', title: vscode.l10n.t('Revert') },
      ],
    });
  }

  private storeOf(uri: vscode.Uri): FileStore {
    switch (uri.scheme) {
      case objectScheme:
        return new S3FileStore(this.parts.objects, uri, this.parts.confirmLarge);
      case 'file':
        return new LocalFileStore(uri.fsPath);
      default:
        return new WorkspaceFileStore(uri);
    }
  }

  /** S3 is asked only when the rows are shown; other file systems know without a request. */
  private accessOf(uri: vscode.Uri): WriteAccess {
    const { objects, log } = this.parts;
    return uri.scheme === objectScheme ? new ObjectAccess(objects, uri, log) : new FileAccess(uri);
  }

  private nameOf(uri: vscode.Uri): string {
    return visible(uri.scheme === objectScheme ? this.parts.objects.name(uri) : vscode.workspace.asRelativePath(uri));
  }

  private backupPath(uri: vscode.Uri): string {
    const name = createHash('sha256').update(uri.toString()).digest('hex').slice(0, 32);
    return join(this.parts.backups.fsPath, `${name}.json`);
  }
}

function lostText(labels: number): string {
  switch (labels) {
    case 0:
      return '';
    case 1:
      return vscode.l10n.t('1 label no longer has a row.');
    default:
      return vscode.l10n.t('{0} labels no longer have a row.', labels);
  }
}
