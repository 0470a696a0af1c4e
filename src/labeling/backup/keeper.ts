import { randomUUID } from 'node:crypto';
import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable, Emitter } from '../../shared/events';
import type { LabelingDocument } from '../document/document';
import { identityDigest } from '../document/rowIdentity';
import { type Backup, DamagedBackupError, deleteBackup, readBackup, writeBackup } from './backupFile';
import type { PutAside } from './putAside';

/** Rest between two writes, in milliseconds: a backup is flushed to the disk, which is not free. */
const rest = 250;

/** A file that was closed on purpose keeps its backup under this name, in case it was not on purpose. */
const closedSuffix = '.closed';

/** How long what was put aside on closing is kept, in milliseconds: a month. */
const closedIsKept = 30 * 24 * 3600 * 1000;

/**
 * Keeps the unsaved labels of one document on disk: a file while there are any, none while there are none.
 * VS Code asks for backups too, but not with auto save, and after a restart it may offer an old one or none;
 * so ours has a name that depends on the document alone.
 */
export class BackupKeeper implements Disposable {
  private readonly failed = new Emitter<Error | undefined>();
  private readonly owner = randomUUID();
  private writing: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private keptEdition: number | undefined;
  private lastWrite = Number.NEGATIVE_INFINITY;
  private disposed = false;
  /** The edition whose labels lie where the renamed document looks for them. */
  private handedOver: number | undefined;

  /** @param restored the backup that the document was restored from; this keeper takes its place */
  constructor(
    readonly path: string,
    private readonly uri: string,
    private readonly document: LabelingDocument,
    private readonly restored?: Backup,
  ) {}

  /** Fires with the reason when a backup can't be written, and with undefined when it can again. */
  readonly onDidFail = this.failed.event;

  /** What VS Code is told, to offer it when it wants this document back. */
  get id(): string {
    return `${this.path}#${this.owner}`;
  }

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

  /** Brings the file in step now. Rejects if it can't be written. After the document is closed it does nothing. */
  flush(): Promise<void> {
    if (this.disposed) {
      return this.writing;
    }
    const result = this.writing.then(() => this.bringInStep());
    this.writing = result.catch(() => undefined);
    return result;
  }

  /** Has the unsaved labels where a document of another URI looks for its own: the file is being renamed. */
  async handOver(path: string, uri: string): Promise<void> {
    const { edition } = this.document;
    if (this.document.isDirty) {
      await writeBackup(path, backupOf(uri, this.document, this.owner));
      this.handedOver = edition;
    }
  }

  /** The document is closed. If it was not saved, the user chose so, or the window ends; the backup is only put aside. */
  async close(aside: PutAside): Promise<void> {
    this.dispose();
    await this.writing;
    if (this.document.isDirty && this.handedOver !== this.document.edition) {
      aside.later(this.path, async () => {
        if (await this.isOurs()) {
          await rename(this.path, this.path + closedSuffix).catch(() => undefined);
        }
      });
    } else {
      await this.deleteOurs();
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
        await writeBackup(this.path, backupOf(this.uri, this.document, this.owner));
      } else {
        await this.deleteOurs();
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

  /** Nothing is unsaved: what was kept of it, or put aside when the document was closed before, is out of date. */
  private async deleteOurs(): Promise<void> {
    if (await this.isOurs()) {
      await deleteBackup(this.path);
      await deleteBackup(this.path + closedSuffix);
    }
  }

  /** Windows without a folder share theirs: another one may have labels on the same file, and it still needs them. */
  private async isOurs(): Promise<boolean> {
    const owner = await ownerOf(this.path);
    return owner !== undefined && (owner === this.owner || owner === this.restored?.owner);
  }
}

/**
 * The backup that a document is to be restored from: what was kept last, or what VS Code offers, which may have been put
 * aside on closing, or be that of the file before it was renamed. VS Code may offer old ones too; so an offer of what was
 * put aside counts only if it is of the very same opening of the document.
 * @throws DamagedBackupError
 */
export async function findBackup(path: string, offered: string | undefined): Promise<Backup | undefined> {
  const own = await readBackup(path);
  if (own !== undefined || offered === undefined) {
    return own;
  }
  const end = offered.lastIndexOf('#');
  const [place, owner] = end < 0 ? [offered, undefined] : [offered.slice(0, end), offered.slice(end + 1)];
  const found = (await readBackup(place)) ?? (await readBackup(place + closedSuffix));
  return found?.owner === owner ? found : undefined;
}

/** Deletes what was put aside on closing a month or more before `now`. */
export async function deleteOldClosed(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const path of names.filter((name) => name.endsWith(closedSuffix)).map((name) => join(folder, name))) {
    // Another window may be deleting it, too.
    const time = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (time <= now - closedIsKept) {
      await deleteBackup(path);
    }
  }
}

/** The unsaved labels of a document, as plain data. */
export function backupOf(uri: string, document: LabelingDocument, owner: string): Backup {
  const tried = document.triedLabels;
  return {
    uri,
    owner,
    version: document.known.version,
    repaired: document.isReformed,
    ...(document.repairedFrom && { encoding: document.repairedFrom.label }),
    rows: document.unsavedRows().map((row) => ({
      row,
      identity: identityDigest(document.file, row),
      stored: document.known.baseLabel(row),
      label: document.label(row),
      tried: tried.get(row) ?? [],
    })),
    edits: document.unsavedEdits,
  };
}

/** Undefined where there is no backup, or none that can be read. */
async function ownerOf(path: string): Promise<string | undefined> {
  try {
    return (await readBackup(path))?.owner;
  } catch (error) {
    if (error instanceof DamagedBackupError) {
      return undefined;
    }
    throw error;
  }
}
