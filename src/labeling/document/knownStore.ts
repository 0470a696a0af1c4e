import type { LabelingFile } from '../../shared/file/labelingFile';
import { type LabelChange, Labels } from '../../shared/labels/edits';
import { unsure } from '../../shared/labels/unsure';
import { unsureRows } from '../../shared/notes/notesFile';
import type { ConflictRow } from '../../shared/protocol';
import type { StoredFile } from '../stores/fileStore';
import { Attempts } from './attempts';
import { identityDigest } from './rowIdentity';
import type { Sides } from './sides';
import type { Snapshot } from './types';

/**
 * What is known of the store: the labels and the version that were last seen there, writes that have had no answer yet, and
 * what others stored on rows that we changed, too.
 */
export class KnownStore {
  readonly attempts = new Attempts();
  private known: Labels;
  private seen: string | undefined;
  private bytesOf: LabelingFile;
  private undecided: ReadonlyMap<number, Sides> = new Map();
  /** While ours is to be written over a version that can't be read: the version we know. */
  private displaced: { readonly version: string | undefined } | undefined;

  constructor(read: StoredFile, file: LabelingFile) {
    this.known = storedLabels(file, read);
    this.seen = read.version;
    this.bytesOf = file;
  }

  /** Which stored version the labels were last in step with; undefined after the file was deleted. */
  get version(): string | undefined {
    return this.seen;
  }

  /** What the stored bytes are but for the labels; another one after a repair. */
  get form(): LabelingFile {
    return this.bytesOf;
  }

  get labels(): Labels {
    return this.known;
  }

  /** Whether ours is to be written over a version that can't be read. */
  get isDisplaced(): boolean {
    return this.displaced !== undefined;
  }

  label(row: number): string {
    return this.known.get(row);
  }

  /** The stored label that ours replaced: not what someone else stored there since, as long as that is undecided. */
  baseLabel(row: number): string {
    return this.undecided.get(row)?.base ?? this.known.get(row);
  }

  /** Rows that others and we changed differently, without those where we now agree. */
  conflicts(labelOf: (row: number) => string): readonly ConflictRow[] {
    return [...this.undecided]
      .map(([row, { base, theirs }]) => ({ row, base, theirs, yours: labelOf(row) }))
      .filter(({ theirs, yours }) => yours !== theirs)
      .sort((a, b) => a.row - b.row);
  }

  /** It was decided which label these rows keep. */
  decided(changes: readonly LabelChange[]): void {
    const open = new Map(this.undecided);
    for (const { row } of changes) {
      open.delete(row);
    }
    this.undecided = open;
  }

  /**
   * Says what was stored under our labels when they were made (`before`). Where something else is stored now, someone
   * else changed the row too, and it is to be decided.
   */
  contest(changes: readonly LabelChange[]): void {
    const open = new Map(this.undecided);
    for (const { row, before, after } of changes) {
      const theirs = this.known.get(row);
      if (theirs !== before && theirs !== after) {
        open.set(row, { base: before, theirs });
      }
    }
    this.undecided = open;
  }

  /** What is kept beside the file was written: the stored version that we know is another one by that. */
  noted(before: string | undefined, after: string | undefined): void {
    if (this.seen === before) {
      this.seen = after;
    }
  }

  /** The stored version was seen to be the one we know. */
  confirm(): void {
    this.attempts.settle();
  }

  /** Someone else's version is no labeling file, and the user said to write ours over it. */
  displace(version: string): void {
    this.displaced ??= { version: this.seen };
    this.seen = version;
  }

  /** The stored file is gone: everything is to be written anew. */
  vanished(): void {
    this.seen = undefined;
  }

  /** A snapshot is stored, as this version. */
  wrote(snapshot: Snapshot, version: string): void {
    this.known.apply(snapshot.differing.map(([row, after]) => ({ row, before: '', after })));
    this.bytesOf = snapshot.form;
    this.settled(version, new Map());
  }

  /** A version of someone else is taken over. `labels` are those stored in it, `form` what its bytes are but for them. */
  adopted(labels: Labels, form: LabelingFile, version: string, undecided: ReadonlyMap<number, Sides>): void {
    this.known = labels;
    this.bytesOf = form;
    this.settled(version, undecided);
  }

  /** What is not stored is given up. */
  reverted(): void {
    this.settled(this.displaced === undefined ? this.seen : this.displaced.version, new Map());
  }

  /** The stored labels over other bytes of the same rows. */
  rebase(file: LabelingFile): void {
    this.known = new Labels(file, this.known.changed());
  }

  private settled(version: string | undefined, undecided: ReadonlyMap<number, Sides>): void {
    this.seen = version;
    this.undecided = undecided;
    this.displaced = undefined;
    this.attempts.clear();
  }
}

/** The labels as they are stored, in the file and beside it: the rows that are set aside have the label that stands for it. */
export function storedLabels(file: LabelingFile, read: StoredFile): Labels {
  const rows = unsureRows(file, read.unsure ?? [], identityDigest);
  return new Labels(
    file,
    rows.map((row) => [row, unsure]),
  );
}
