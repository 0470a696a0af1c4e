import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { type Disposable, Emitter } from '../connection/events';
import { type Backup, deleteBackup, readBackup, writeBackup } from './backup';
import type { LabelingDocument } from './document';
import { rowIdentity } from './rowIdentity';

/** Rest between two writes, in milliseconds: a backup is flushed to the disk, which is not free. */
const rest = 250;

/** A file that was closed on purpose keeps its backup under this name, in case it was not on purpose. */
const closedSuffix = '.closed';

/**
 * Keeps the unsaved labels of one document on disk: a file while there are any, none while there are none.
 * VS Code asks for backups too, but not with auto save, and after a restart it may offer an old one or none;
 * so ours has a name that depends on the document alone.
 */
export class BackupKeeper implements Disposable {
  private readonly failed = new Emitter<Error | undefined>();
  private writing: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private keptEdition: number | undefined;
  private lastWrite = Number.NEGATIVE_INFINITY;
  private disposed = false;

  constructor(
    readonly path: string,
    private readonly uri: string,
    private readonly document: LabelingDocument,
  ) {}

  /** Fires with the reason when a backup can't be written, and with undefined when it can again. */
  readonly onDidFail = this.failed.event;

  /** The labels changed: brings the file in step, at once if the last time is long enough ago. */
  changed(): void {
    if (this.timer === undefined && !this.disposed) {
      this.timer = setTimeout(
        () => {
          this.timer = undefined;
          // The failure is told by the event.
          this.flush().catch(() => undefined);
        },
        Math.max(0, this.lastWrite + rest - performance.now()),
      );
    }
  }

  /** Brings the file in step now. Rejects if it can't be written. */
  flush(): Promise<void> {
    const result = this.writing.then(() => this.bringInStep());
    this.writing = result.catch(() => undefined);
    return result;
  }

  /** The document is closed. If it was not saved, the user chose so; the backup is only put aside. */
  async close(): Promise<void> {
    this.dispose();
    await this.writing;
    if (this.document.isDirty) {
      await rename(this.path, this.path + closedSuffix).catch(() => undefined);
    } else {
      await deleteBackup(this.path);
    }
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.failed.dispose();
  }

  private async bringInStep(): Promise<void> {
    const { edition, isDirty } = this.document;
    try {
      if (isDirty) {
        await writeBackup(this.path, backupOf(this.uri, this.document));
      } else {
        await deleteBackup(this.path);
      }
      this.keptEdition = edition;
      this.lastWrite = performance.now();
      this.failed.fire(undefined);
    } catch (error) {
      this.failed.fire(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    if (this.keptEdition !== this.document.edition) {
      this.changed();
    }
  }
}

/**
 * The backup that a document is to be restored from: what was kept last, or what was put aside when VS Code says that
 * the document was not closed on purpose after all (`offered`).
 * @throws DamagedBackupError
 */
export async function findBackup(path: string, offered: boolean): Promise<Backup | undefined> {
  return (await readBackup(path)) ?? (offered ? await readBackup(path + closedSuffix) : undefined);
}

/** The unsaved labels of a document, as plain data. */
export function backupOf(uri: string, document: LabelingDocument): Backup {
  const tried = document.triedLabels;
  return {
    uri,
    version: document.version,
    repaired: document.isReformed,
    rows: document.unsavedRows().map((row) => ({
      row,
      identity: identityDigest(document, row),
      stored: document.baseLabel(row),
      label: document.label(row),
      tried: tried.get(row) ?? [],
    })),
    edits: document.unsavedEdits,
  };
}

/** Tells a row from others without holding its data. */
export function identityDigest(document: LabelingDocument, row: number): string {
  return createHash('sha256').update(rowIdentity(document.file, row)).digest('base64url').slice(0, 16);
}
