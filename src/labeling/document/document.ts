import { repaired } from '../../shared/checks/repair';
import { type Disposable, Emitter } from '../../shared/events';
import { LabelingFile } from '../../shared/file/labelingFile';
import { type ForeignEncoding, windows1252 } from '../../shared/foreignText';
import { AcceptedRows } from '../../shared/labels/acceptedRows';
import type { LabelChange } from '../../shared/labels/edits';
import { invert, type LabelEdit, Labels } from '../../shared/labels/edits';
import { matchRows, sameButLabels } from '../../shared/labels/rowMatch';
import { unsure } from '../../shared/labels/unsure';
import { keysOfRows } from '../../shared/notes/notesFile';
import type { ChangeReason, ConflictRow } from '../../shared/protocol';
import type { StoredFile } from '../stores/fileStore';
import { Journal } from './journal';
import { KnownStore, storedLabels } from './knownStore';
import { RowHistory } from './rowHistory';
import { identityDigest } from './rowIdentity';
import { changesBetween, decisionChanges, joinedGroups, sameLayout, takeSides, type UnsavedLabel } from './sides';
import type { Adoption, AppliedEdit, LabelsChanged, Snapshot } from './types';

/**
 * A labeling file being edited: the labels as they are now, over what is known of the stored file.
 * It knows nothing of VS Code and does no input or output.
 */
export class LabelingDocument implements Disposable {
  private readonly labelsChanged = new Emitter<LabelsChanged>();
  private readonly replaced = new Emitter<void>();
  private current: Labels;
  private journal = new Journal();
  private readonly differing = new Set<number>();
  private readonly history = new RowHistory();
  private readonly accepted = new AcceptedRows();
  /** What was not UTF-8 is taken for, if the file is repaired. */
  private foreign = windows1252;
  private editCount = 0;
  readonly known: KnownStore;

  constructor(read: StoredFile) {
    const file = LabelingFile.parse(read.bytes);
    this.current = storedLabels(file, read);
    this.known = new KnownStore(read, file);
  }

  /** Labels were set, by whomever. */
  readonly onDidChangeLabels = this.labelsChanged.event;
  /** The bytes under the labels are others: everything drawn from them is out of date. */
  readonly onDidReplace = this.replaced.event;

  get file(): LabelingFile {
    return this.current.file;
  }

  /** Counts edits, undos and redos. */
  get edition(): number {
    return this.editCount;
  }

  /** Which version of the file the row numbers are of: another one after rows were moved. */
  get rowsVersion(): number {
    return this.history.now;
  }

  get isDirty(): boolean {
    return this.differing.size > 0 || this.isReformed || this.triedLabels.size > 0 || this.known.isDisplaced;
  }

  /** Rows that a write without an answer may have stored with other labels than they have now, and those labels. */
  get triedLabels(): ReadonlyMap<number, readonly string[]> {
    return this.known.attempts.openRows((row) => this.label(row));
  }

  /** Whether the bytes outside the labels are to be written otherwise than they are stored. */
  get isReformed(): boolean {
    return this.current.file !== this.known.form;
  }

  /** What a repair that is not stored took for text that is not UTF-8; undefined without one. */
  get repairedFrom(): ForeignEncoding | undefined {
    return this.isReformed ? this.foreign : undefined;
  }

  /** The edits that lead from the stored labels to the present ones, oldest first. */
  get unsavedEdits(): readonly LabelEdit[] {
    return this.journal.steps;
  }

  /** Rows that others and we changed differently, without those where we now agree. */
  get conflicts(): readonly ConflictRow[] {
    return this.known.conflicts((row) => this.label(row));
  }

  label(row: number): string {
    return this.current.get(row);
  }

  /** Labels that differ from those in `file.bytes`, in row order. */
  overlay(): readonly (readonly [row: number, label: string])[] {
    return this.current.changed();
  }

  /** Rows whose label came from an accepted suggestion, in row order. */
  acceptedRows(): readonly number[] {
    return this.accepted.rows(this.current);
  }

  /** Rows whose label is not stored yet, or may not be, in row order. */
  unsavedRows(): readonly number[] {
    return [...new Set([...this.differing, ...this.triedLabels.keys()])].sort((a, b) => a - b);
  }

  /** Changes whose row numbers are of an earlier version of the file, on the rows where their records are now. */
  follow(changes: readonly LabelChange[], rowsVersion: number): readonly LabelChange[] {
    return this.history.follow(changes, rowsVersion);
  }

  /** Makes an edit. Undefined if it changes nothing. */
  edit(edit: LabelEdit, reason: ChangeReason = 'edit', origin?: string): AppliedEdit | undefined {
    const changes = this.apply(edit.changes, reason, edit.name, origin);
    if (changes.length === 0) {
      return undefined;
    }
    const made: LabelEdit = { name: edit.name, changes };
    this.did(made);
    return this.applied(made);
  }

  /**
   * Has the file written in other bytes: the same rows, cells and labels in another encoding or with another delimiter.
   * The edit can be undone as long as nobody else's version was taken over. What was not UTF-8 was taken for `foreign`.
   */
  reform(file: LabelingFile, name: string, foreign = windows1252): AppliedEdit {
    const before = this.file;
    this.foreign = foreign;
    const swap = (from: LabelingFile, to: LabelingFile) => (): void => {
      this.editCount += 1;
      if (this.file === from) {
        this.setForm(to);
      }
    };
    swap(before, file)();
    return { name, undo: swap(file, before), redo: swap(before, file) };
  }

  /** An edit that stands for all unsaved labels, for an undo stack that knows nothing of them. Changes nothing. */
  coverUnsaved(name: string): AppliedEdit | undefined {
    return this.isDirty ? this.applied({ name, changes: changesBetween(this.known.labels, this.current) }) : undefined;
  }

  /**
   * Replaces the labels of rows that others changed too. `choices` are the labels to keep; undoing the edit brings back
   * what was not chosen.
   */
  decide(choices: ReadonlyMap<number, string>, name: string): AppliedEdit | undefined {
    const changes = decisionChanges(this.conflicts, choices);
    this.known.decided(changes);
    if (changes.length === 0) {
      return undefined;
    }
    this.apply(changes, 'merge', name, undefined);
    const made: LabelEdit = { name, changes };
    this.did(made);
    return this.applied(made);
  }

  /** The file as it would be written now. */
  bytes(): Uint8Array {
    return this.current.serialize();
  }

  /** Keys of the rows that are set aside, sorted, each once. */
  unsureKeys(): readonly string[] {
    const rows = this.current.changed().flatMap(([row, label]) => (label === unsure ? [row] : []));
    return [...keysOfRows(this.file, rows, identityDigest)].sort();
  }

  /** The file to write now. Until it is known whether it was stored, rows edited meanwhile count as unsaved. */
  snapshot(): Snapshot {
    const { file } = this;
    const snapshot = { bytes: this.bytes(), form: file, unsure: this.unsureKeys(), differing: this.differences() };
    this.known.attempts.begin(snapshot);
    return snapshot;
  }

  /**
   * A snapshot is stored, as this version. Edits made meanwhile stay unsaved. If all was given up meanwhile, what is stored
   * is what counts; only labels set after that stay.
   */
  saved(snapshot: Snapshot, version: string): void {
    const since = this.known.attempts.since(snapshot);
    if (since === undefined) {
      this.setForm(snapshot.form);
      const settled = snapshot.differing.filter(([row]) => !this.differing.has(row));
      this.apply(
        settled.map(([row, after]) => ({ row, before: '', after })),
        'merge',
        '',
        undefined,
      );
    }
    this.known.wrote(snapshot, version);
    this.compareAll();
    this.journal = since ?? this.collapsedJournal();
  }

  /**
   * Takes over a version that someone else stored. Labels that only they changed are taken, those that only we changed
   * are kept, and rows that both changed differently keep ours until they are decided. If labels of ours would be lost
   * because their rows are gone, nothing is taken over unless `acceptLoss`. A repair that is not stored is made again.
   * @throws LabelingFileError if theirs is no labeling file
   */
  adopt(theirs: StoredFile, acceptLoss = false): Adoption {
    const landed = this.known.attempts.that(theirs);
    if (landed !== undefined) {
      this.saved(landed, theirs.version);
      return { merged: 0, conflicts: 0, lost: [], joined: [] };
    }
    const file = LabelingFile.parse(theirs.bytes);
    const before = this.current;
    const form = (this.isReformed && repaired(file, this.foreign)) || file;
    const mapping = sameButLabels(before.file, form) ? undefined : matchRows(before.file, form);
    const place = (row: number): number => (mapping === undefined ? row : (mapping(row) ?? -1));
    const stored = storedLabels(form, theirs);
    const { ours, undecided, lost } = takeSides(this.unsaved(), stored, place);
    if (lost.length > 0 && !acceptLoss) {
      return { merged: 0, conflicts: 0, lost, joined: [] };
    }
    const joined = this.isDirty ? joinedGroups(this.known.labels, this.differences(), form) : [];
    this.known.adopted(stored, file, theirs.version, undecided);
    this.current = new Labels(form, [...stored.changed(), ...ours]);
    this.compareAll();
    if (mapping !== undefined) {
      this.history.moved(mapping);
      this.accepted.move(mapping);
      this.journal = this.collapsedJournal();
    }
    const changes = mapping === undefined ? changesBetween(before, this.current) : [];
    if (mapping !== undefined || !sameLayout(before.file, form)) {
      this.replaced.fire();
    } else if (changes.length > 0) {
      this.labelsChanged.fire({ reason: 'merge', editName: '', changes, origin: undefined });
    }
    return { merged: changes.length, conflicts: undecided.size, lost, joined };
  }

  /** Gives up what is not stored, as far as that is known. */
  revert(): void {
    const back = changesBetween(this.current, this.known.labels);
    this.journal = new Journal();
    this.known.reverted();
    this.editCount += 1;
    this.apply(back, 'revert', '', undefined);
    this.setForm(this.known.form);
  }

  dispose(): void {
    this.labelsChanged.dispose();
    this.replaced.dispose();
  }

  private setForm(file: LabelingFile): void {
    if (file !== this.file) {
      this.current = new Labels(file, this.current.changed());
      this.known.rebase(file);
      this.replaced.fire();
    }
  }

  private applied(edit: LabelEdit): AppliedEdit {
    const born = this.history.now;
    const here = (): LabelEdit =>
      this.history.now === born ? edit : { name: edit.name, changes: this.history.follow(edit.changes, born) };
    return {
      name: edit.name,
      undo: () => {
        const undone = here();
        this.apply(invert(undone).changes, 'undo', edit.name, undefined);
        this.undid(undone);
      },
      redo: () => {
        const redone = here();
        this.apply(redone.changes, 'redo', edit.name, undefined);
        this.did(redone);
      },
    };
  }

  private did(edit: LabelEdit): void {
    this.editCount += 1;
    this.journal.did(edit);
    this.known.attempts.did(edit);
  }

  private undid(edit: LabelEdit): void {
    this.editCount += 1;
    this.journal.undid(edit);
    this.known.attempts.undid(edit);
  }

  /** After rows moved, one step with today's row numbers stands for all earlier ones. */
  private collapsedJournal(): Journal {
    const changes = changesBetween(this.known.labels, this.current);
    const journal = new Journal();
    if (changes.length > 0) {
      journal.did({ name: this.journal.steps.at(-1)?.name ?? '', changes });
    }
    return journal;
  }

  private apply(
    changes: readonly LabelChange[],
    reason: ChangeReason,
    editName: string,
    origin: string | undefined,
  ): LabelChange[] {
    const done = this.accepted.apply(changes, this.current);
    for (const { row } of done) {
      this.compare(row);
    }
    if (done.length > 0 || origin !== undefined) {
      this.labelsChanged.fire({ reason, editName, changes: done, origin });
    }
    return done;
  }

  private compare(row: number): void {
    if (this.current.get(row) === this.known.label(row)) {
      this.differing.delete(row);
    } else {
      this.differing.add(row);
    }
  }

  private compareAll(): void {
    this.differing.clear();
    for (let row = 0; row < this.file.rowCount; row++) {
      this.compare(row);
    }
  }

  private unsaved(): readonly UnsavedLabel[] {
    return this.unsavedRows().map((row) => ({ row, base: this.known.baseLabel(row), yours: this.label(row) }));
  }

  private differences(): [number, string][] {
    return this.unsavedRows().map((row) => [row, this.label(row)]);
  }
}
