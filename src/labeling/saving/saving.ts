import { setTimeout as pause } from 'node:timers/promises';
import { type Disposable, Emitter } from '../../shared/events';
import { LabelingFileError } from '../../shared/file/labelingFileError';
import type { ConflictRow } from '../../shared/protocol';
import { isStoredAs } from '../document/attempts';
import type { LabelingDocument } from '../document/document';
import type { Adoption, AppliedEdit, Snapshot } from '../document/types';
import { type FileStore, type StoredFile, StoreError } from '../stores/fileStore';
import type { NotedVersions } from '../stores/notedFile';

/** How often a write that others come before is tried, and how long it waits before the second time, in milliseconds. */
const mostTries = 5;
const firstPause = 100;

/** What only the user can decide while a document is saved. */
export interface SavingQuestions {
  /** Which label each row gets; undefined to leave everything as it is and not save. */
  decide(rows: readonly ConflictRow[]): Promise<ReadonlyMap<number, string> | undefined>;
  /** The stored file was deleted: write it again? */
  recreate(): Promise<boolean>;
  /** The stored file no longer has rows that we labeled: go on without those labels? */
  giveUp(labels: number): Promise<boolean>;
  /** What someone else stored is no labeling file: write ours over it? */
  replace(error: LabelingFileError): Promise<boolean>;
  /** Someone else's version was taken over; conflicts are asked about next. */
  adopted(adoption: Adoption): void;
  /** A decision became an edit of the document; it goes on VS Code's undo stack. */
  decided(edit: AppliedEdit): void;
  /** The name of the edit that a decision is. */
  decisionName(rows: number): string;
}

/** What a look at the stored file found. */
export type CheckResult =
  | { readonly kind: 'same' }
  | { readonly kind: 'gone' }
  /** Someone else's version lacks rows that we labeled; it was not taken over. */
  | { readonly kind: 'diverged'; readonly lost: number }
  | { readonly kind: 'adopted'; readonly adoption: Adoption };

function resultOf(adoption: Adoption): CheckResult {
  return adoption.lost.length > 0 ? { kind: 'diverged', lost: adoption.lost.length } : { kind: 'adopted', adoption };
}

/**
 * Moves labels between a document and its store. Everything goes through one queue, so there is never more than one
 * write at a time, and a write never replaces a version that was not read first.
 */
export class Saving implements Disposable {
  private readonly stateChanged = new Emitter<void>();
  private queue: Promise<unknown> = Promise.resolve();
  private running = 0;
  private readonly closed = new AbortController();

  constructor(
    private readonly document: LabelingDocument,
    private readonly store: FileStore,
    private readonly questions: SavingQuestions,
  ) {}

  /** Fires when `isSaving` changes. */
  readonly onDidChangeState = this.stateChanged.event;

  get isSaving(): boolean {
    return this.running > 0;
  }

  /**
   * Stores the labels, those too that are edited while it runs: VS Code counts every edit as saved that it hears of
   * before this resolves. Rejects with a StoreError, and then nothing is lost: the labels stay unsaved.
   */
  save(): Promise<void> {
    return this.queued(() => this.asSaving(() => this.saveUntilSteady()));
  }

  /**
   * Has the labels written somewhere else, those too that are edited while it runs: VS Code takes them for saved there.
   * Does not wait for a save under way, whose store may be the reason to save elsewhere. Here they stay unsaved.
   */
  saveElsewhere(write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    return this.asSaving(async () => {
      let written: number;
      do {
        written = this.document.edition;
        await write(this.document.bytes());
      } while (this.document.edition !== written);
    });
  }

  /** Keeps something beside the file, at once. `keep` gets the version of the file that is known. */
  annotate(keep: (version: string | undefined) => Promise<NotedVersions>): Promise<void> {
    return this.queued(async () => {
      const { before, after } = await keep(this.document.known.version);
      this.document.known.noted(before, after);
    });
  }

  /** Looks whether someone else stored another version, and takes it over. */
  check(): Promise<CheckResult> {
    return this.queued(async () => {
      try {
        if ((await this.store.version()) === this.document.known.version) {
          this.document.known.confirm();
          return { kind: 'same' };
        }
        return resultOf(this.document.adopt(await this.store.read()));
      } catch (error) {
        if (StoreError.is(error, 'missing')) {
          return { kind: 'gone' };
        }
        throw error;
      }
    });
  }

  /**
   * Gives up unsaved labels at once, for VS Code shows the document as reverted at once, and then reads the stored ones
   * again. Labels set meanwhile stay. If it can't be read, what was read last stands, and the error is thrown.
   */
  revert(): Promise<CheckResult> {
    this.document.revert();
    return this.queued(async () => {
      const fresh = await this.store.read();
      return fresh.version === this.document.known.version ? { kind: 'same' } : resultOf(this.document.adopt(fresh));
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.queue;
  }

  dispose(): void {
    this.closed.abort();
    this.stateChanged.dispose();
  }

  private async asSaving(work: () => Promise<void>): Promise<void> {
    this.running += 1;
    this.stateChanged.fire();
    try {
      await work();
    } finally {
      this.running -= 1;
      this.stateChanged.fire();
    }
  }

  private queued<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    // The queue goes on after a failure; whoever asked for the work hears of it.
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async saveUntilSteady(): Promise<void> {
    await this.catchUp();
    let tries = 0;
    while (this.isUnsaved) {
      await this.settleConflicts();
      // All may have been given up instead of decided.
      if (this.isUnsaved) {
        const refusal = await this.write(this.document.snapshot());
        tries = refusal === undefined ? 0 : tries + 1;
        if (refusal !== undefined) {
          await this.beforeRetry(refusal, tries);
        }
      }
    }
  }

  private get isUnsaved(): boolean {
    return this.document.isDirty || this.document.known.version === undefined;
  }

  /** Takes over what others stored. S3 refuses a write also while another one is under way: then there is nothing new yet. */
  private async beforeRetry(refusal: StoreError, tries: number): Promise<void> {
    if (tries === mostTries) {
      throw refusal;
    }
    const theirs = await this.store.read();
    if (theirs.version === this.document.known.version) {
      await pause(firstPause * 2 ** (tries - 1), undefined, { signal: this.closed.signal });
    } else {
      await this.adopt(theirs);
    }
  }

  /**
   * Notices what others stored before anything is written. If-Match alone would do against S3, but not every stand-in
   * for S3 heeds it.
   */
  private async catchUp(): Promise<void> {
    if (this.document.known.version === undefined) {
      return;
    }
    try {
      if ((await this.store.version()) === this.document.known.version) {
        this.document.known.confirm();
      } else {
        await this.adopt(await this.store.read());
      }
    } catch (error) {
      if (!StoreError.is(error, 'missing')) {
        throw error;
      }
      await this.confirmRecreate(error);
    }
  }

  /** Resolves to the refusal if others came before. */
  private async write(snapshot: Snapshot): Promise<StoreError | undefined> {
    try {
      const version = await this.store.write(snapshot.bytes, this.document.known.version, snapshot.unsure);
      this.document.saved(snapshot, version);
    } catch (error) {
      if (StoreError.is(error, 'changed')) {
        return error;
      }
      if (StoreError.is(error, 'missing')) {
        await this.confirmRecreate(error);
      } else {
        await this.lookAfter(snapshot, error);
      }
    }
    return undefined;
  }

  /** A write failed, but its request may have got through: looks whether it is stored. If not, throws its error. */
  private async lookAfter(snapshot: Snapshot, error: unknown): Promise<void> {
    let landed: string | undefined;
    try {
      landed = await this.versionOf(snapshot);
    } catch {
      // It stays open whether it is stored: the document counts as unsaved until a look succeeds.
      this.throwIfUnsaved(error);
      return;
    }
    if (landed === undefined) {
      this.document.known.confirm();
      this.throwIfUnsaved(error);
    } else {
      this.document.saved(snapshot, landed);
    }
  }

  /** What could not be saved may have been given up meanwhile; then there is nothing to tell. */
  private throwIfUnsaved(error: unknown): void {
    if (this.isUnsaved) {
      throw error;
    }
  }

  /** The version under which the snapshot is stored now; undefined if something else is, or nothing. */
  private async versionOf(snapshot: Snapshot): Promise<string | undefined> {
    try {
      if ((await this.store.version()) === this.document.known.version) {
        return undefined;
      }
      const found = await this.store.read();
      return isStoredAs(snapshot, found) ? found.version : undefined;
    } catch (error) {
      if (StoreError.is(error, 'missing')) {
        return undefined;
      }
      throw error;
    }
  }

  private async adopt(theirs: StoredFile): Promise<void> {
    let adoption: Adoption;
    try {
      adoption = this.document.adopt(theirs);
    } catch (error) {
      if (!(error instanceof LabelingFileError) || !(await this.questions.replace(error))) {
        throw error;
      }
      this.document.known.displace(theirs.version);
      return;
    }
    if (adoption.lost.length > 0) {
      if (!(await this.questions.giveUp(adoption.lost.length))) {
        throw new StoreError('refused', 'The stored file lacks rows that were labeled.');
      }
      adoption = this.document.adopt(theirs, true);
    }
    this.questions.adopted(adoption);
  }

  private async settleConflicts(): Promise<void> {
    const rows = this.document.conflicts;
    if (rows.length === 0) {
      return;
    }
    const choices = await this.questions.decide(rows);
    if (choices === undefined) {
      if (this.document.conflicts.length === 0) {
        return;
      }
      throw new StoreError('refused', 'The labels that others changed too are not decided.');
    }
    const edit = this.document.decide(choices, this.questions.decisionName(choices.size));
    if (edit !== undefined) {
      this.questions.decided(edit);
    }
    await this.settleConflicts();
  }

  private async confirmRecreate(cause: unknown): Promise<void> {
    if (!(await this.questions.recreate())) {
      throw new StoreError('missing', 'The file was deleted.', cause);
    }
    this.document.known.vanished();
  }
}
