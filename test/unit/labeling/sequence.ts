import { join } from 'node:path';
import type { Backup } from '../../../src/labeling/backup';
import { BackupKeeper, findBackup } from '../../../src/labeling/backupKeeper';
import { LabelingDocument } from '../../../src/labeling/document';
import type { AppliedEdit } from '../../../src/labeling/documentTypes';
import { restore } from '../../../src/labeling/restoring';
import { S3FileStore } from '../../../src/labeling/s3FileStore';
import { Saving } from '../../../src/labeling/saving';
import { StoreError } from '../../../src/labeling/store';
import { LabelingFile } from '../../../src/shared/labelingFile';
import type { ConflictRow } from '../../../src/shared/protocol';
import { faults } from '../../harness/faultProxy';
import type { Random } from '../../harness/random';
import { type LabelsById, NaiveModel } from './naiveModel';
import type { S3Bench } from './s3Bench';

const labels = ['', 'A', 'B', 'C', 'a,b', '"'];
const rowCount = 8;

/** One entry of VS Code's undo stack. */
interface Entry {
  readonly edit: AppliedEdit;
  readonly restored?: boolean;
  readonly changes: readonly { readonly id: string; readonly before: string; readonly after: string }[];
}

/** One user on one labeling file in S3, with a colleague, a bad network and a machine that dies now and then. */
export class Sequence {
  readonly steps: string[] = [];
  private readonly key: string;
  private readonly backupPath: string;
  private readonly model = new NaiveModel();
  private readonly original: string;
  private undoStack: Entry[] = [];
  private redoStack: Entry[] = [];
  private storedAtRestart: LabelsById = new Map();
  private decisions: { readonly id: string; readonly before: string; readonly after: string }[] = [];
  private choices = new Map<string, string>();
  private dying = false;
  private document: LabelingDocument | undefined;
  private saving: Saving | undefined;
  private keeper: BackupKeeper | undefined;

  constructor(
    private readonly bench: S3Bench,
    private readonly random: Random,
    folder: string,
  ) {
    this.key = `sequence ${random.seed}.csv`;
    this.backupPath = join(folder, `${random.seed}.json`);
    const rows = Array.from({ length: rowCount }, (_, id) => `s${id >> 2},,"${id}",é ${id}`);
    this.original = `labeling_set_id,label,id,name\r\n${rows.join('\r\n')}`;
  }

  async run(stepCount: number): Promise<void> {
    await this.storeAsColleague(this.original);
    await this.open(false);
    const steps: readonly [number, string, () => Promise<void> | void][] = [
      [6, 'edit', () => this.edit()],
      [3, 'undo', () => this.undo()],
      [2, 'redo', () => this.redo()],
      [3, 'save', () => this.save()],
      [3, 'save with a fault', () => this.saveWithFault()],
      [2, 'edit while saving', () => this.editWhileSaving()],
      [3, 'colleague', () => this.colleague()],
      [1, 'colleague moves rows', () => this.colleagueMoves()],
      [1, 'colleague deletes', () => this.bench.direct.delete('bucket', this.key)],
      [1, 'look', () => this.look()],
      [1, 'revert', () => this.revert()],
      [2, 'kill', () => this.kill()],
      [2, 'kill while saving', () => this.killWhileSaving()],
    ];
    const deck = steps.flatMap(([weight, name, work]) => Array.from({ length: weight }, () => ({ name, work })));
    for (let at = 0; at < stepCount; at++) {
      const { name, work } = this.random.pick(deck);
      this.steps.push(name);
      await work();
      this.steps.push(`    I see ${JSON.stringify(Object.fromEntries(this.shown()))}`);
      this.check();
    }
    this.steps.push('last save');
    await this.save();
    this.keeper?.dispose();
  }

  private get open_(): { document: LabelingDocument; saving: Saving; keeper: BackupKeeper } {
    const { document, saving, keeper } = this;
    if (document === undefined || saving === undefined || keeper === undefined) {
      throw new Error('nothing is open');
    }
    return { document, saving, keeper };
  }

  private async open(restart: boolean): Promise<void> {
    const store = new S3FileStore(
      this.bench.objects,
      { authority: 'test', path: `/bucket/${this.key}` },
      async () => true,
    );
    if ((await this.stored()) === undefined) {
      // A deleted file can't be opened; someone puts it back first.
      await this.storeAsColleague(this.original);
    }
    const document = new LabelingDocument(await store.read());
    this.document = document;
    this.undoStack = [];
    this.redoStack = [];
    const backup = restart ? await findBackup(this.backupPath, undefined) : undefined;
    this.keeper = new BackupKeeper(this.backupPath, this.key, document, backup);
    this.saving = new Saving(document, store, {
      decide: async (rows) => this.decide(rows),
      recreate: async () => true,
      giveUp: async () => true,
      replace: async () => true,
      adopted: () => undefined,
      decided: (edit) => this.undoStack.push({ edit, changes: this.decisions }),
      decisionName: () => 'decide',
    });
    if (restart) {
      this.restore(document, backup);
    }
  }

  private decide(rows: readonly ConflictRow[]): ReadonlyMap<number, string> {
    const chosen = new Map<number, string>();
    this.decisions = [];
    for (const { row, theirs, yours } of rows) {
      const after = this.random.chance(0.5) ? theirs : yours;
      chosen.set(row, after);
      this.choices.set(this.id(row), after);
      this.decisions.push({ id: this.id(row), before: after === yours ? theirs : yours, after });
      if (!this.dying) {
        this.model.decided(this.id(row), theirs, after);
      }
    }
    return chosen;
  }

  /** After the restore, undoing all that came back leads to what is stored, and redoing it leads back. */
  private restore(document: LabelingDocument, backup: Backup | undefined): void {
    if (backup === undefined) {
      this.expect(!document.isDirty, 'a document without a backup is clean');
      return;
    }
    this.storedAtRestart = this.shown();
    const { edits } = restore(document, backup, 'restored');
    const restored = this.shown();
    const changes = [...edits].reverse().map((edit): Entry => {
      const before = this.shown();
      edit.undo();
      const after = this.shown();
      const undone = [...after].filter(([id, label]) => before.get(id) !== label);
      return {
        edit,
        restored: true,
        changes: undone.map(([id, label]) => ({ id, before: label, after: before.get(id) ?? '' })),
      };
    });
    this.expect(!document.isDirty, 'undoing all that was restored leaves nothing unsaved');
    for (const edit of edits) {
      edit.redo();
    }
    this.expect(same(this.shown(), restored), 'redoing it brings it all back');
    this.undoStack = changes.reverse();
  }

  private edit(): void {
    const { document } = this.open_;
    const after = this.random.pick(labels);
    const rows = this.random.shuffle(Array.from({ length: rowCount }, (_, row) => row)).slice(0, this.random.int(1, 3));
    const changes = rows
      .filter((row) => row < document.file.rowCount && document.label(row) !== after)
      .map((row) => ({ row, before: document.label(row), after }));
    const edit = document.edit({ name: 'edit', changes });
    if (edit === undefined) {
      return;
    }
    for (const { row, before } of changes) {
      this.model.set(this.id(row), before, after);
    }
    this.undoStack.push({ edit, changes: changes.map((change) => ({ ...change, id: this.id(change.row) })) });
    this.redoStack = [];
  }

  private undo(): void {
    const entry = this.undoStack.pop();
    if (entry !== undefined) {
      for (const { id, before } of entry.changes) {
        this.model.set(id, this.shown().get(id) ?? '', before);
      }
      entry.edit.undo();
      for (const { id, before } of entry.restored ? entry.changes : []) {
        if (this.storedAtRestart.get(id) === before) {
          this.model.tookBack(id);
        }
      }
      this.redoStack.push(entry);
    }
  }

  private redo(): void {
    const entry = this.redoStack.pop();
    if (entry !== undefined) {
      for (const { id, after } of entry.changes) {
        this.model.set(id, this.shown().get(id) ?? '', after);
      }
      entry.edit.redo();
      this.undoStack.push(entry);
    }
  }

  private async save(): Promise<void> {
    const before = await this.stored();
    this.choices = new Map();
    await this.open_.saving.save();
    await this.open_.keeper.flush();
    await this.checkSaved(before);
  }

  private async saveWithFault(): Promise<void> {
    const before = await this.stored();
    const fault = this.random.pick(Object.values(faults));
    const method = this.random.pick(['PUT', 'PUT', 'PUT', 'GET', 'HEAD']);
    const times = this.random.int(1, 4);
    this.steps.push(`  ${JSON.stringify(fault)} for ${times} ${method}`);
    this.bench.proxy.inject(fault, { method, path: this.key, times });
    this.choices = new Map();
    try {
      await this.open_.saving.save();
      await this.checkSaved(before);
    } catch (error) {
      this.expect(StoreError.is(error), `a failed save says why: ${String(error)}`);
      // A write that the service refused, or never got, is not stored; one whose answer is lost may be.
      if (fault.kind === 'cutAnswer' || fault.kind === 'truncateAnswer') {
        this.model.unanswered();
      }
      this.expectNothing(this.model.checkShown(this.shown()));
    } finally {
      this.bench.proxy.heal(this.key);
    }
    await this.open_.keeper.flush();
  }

  private async editWhileSaving(): Promise<void> {
    const before = await this.stored();
    const gate = Promise.withResolvers<void>();
    this.bench.proxy.inject({ kind: 'hold', until: gate.promise }, { path: this.key, times: 1 });
    this.choices = new Map();
    const arrived = this.bench.proxy.arrival(this.key);
    const saves = [this.open_.saving.save()];
    await arrived;
    this.edit();
    saves.push(this.open_.saving.save());
    gate.resolve();
    await Promise.all(saves);
    this.bench.proxy.heal(this.key);
    await this.open_.keeper.flush();
    await this.checkSaved(before);
  }

  private async colleague(): Promise<void> {
    const stored = await this.bench.direct.get('bucket', this.key).catch(() => undefined);
    if (stored !== undefined) {
      const file = LabelingFile.parse(stored.bytes);
      const row = this.random.int(0, file.rowCount - 1);
      const label = this.random.pick(labels);
      const bytes = file.serialize((at) => (at === row ? label : file.storedLabel(at)));
      await this.bench.direct.put('bucket', this.key, bytes);
    }
  }

  private async colleagueMoves(): Promise<void> {
    const stored = await this.bench.direct.get('bucket', this.key).catch(() => undefined);
    if (stored !== undefined) {
      const [header, ...rows] = new TextDecoder().decode(stored.bytes).split('\r\n');
      await this.storeAsColleague([header, ...this.random.shuffle(rows)].join('\r\n'));
    }
  }

  private async look(): Promise<void> {
    const result = await this.open_.saving.check();
    const stored = await this.stored();
    if (result.kind !== 'gone' && stored !== undefined) {
      this.model.agree(stored);
    }
    await this.open_.keeper.flush();
  }

  private async revert(): Promise<void> {
    const stored = await this.stored();
    await this.open_.saving.revert().catch((error) => this.expect(StoreError.is(error, 'missing'), String(error)));
    this.model.reverted();
    this.redoStack = [];
    this.expect(!this.open_.document.isDirty, 'a reverted document is clean');
    this.expect(stored === undefined || same(this.shown(), stored), 'a reverted document shows what is stored');
    await this.open_.keeper.flush();
  }

  private async kill(): Promise<void> {
    await this.open_.keeper.flush();
    this.open_.keeper.dispose();
    await this.open(true);
    this.model.agree((await this.stored()) ?? new Map());
  }

  private async killWhileSaving(): Promise<void> {
    await this.open_.keeper.flush();
    const gate = Promise.withResolvers<void>();
    this.bench.proxy.inject({ kind: 'hold', until: gate.promise }, { path: this.key, method: 'PUT', times: 1 });
    const { saving } = this.open_;
    this.dying = true;
    const arrived = this.bench.proxy.arrival(this.key, 'PUT');
    const ended = saving.save().then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([arrived, ended]);
    this.model.unanswered();
    if (this.random.chance(0.5)) {
      this.undo();
      await this.open_.keeper.flush();
    }
    this.open_.keeper.dispose();
    // The dead program's request goes its way, or not, before the new one looks.
    gate.resolve();
    await ended;
    this.dying = false;
    this.bench.proxy.heal(this.key);
    await this.open(true);
    this.model.agree((await this.stored()) ?? new Map());
  }

  private async checkSaved(before: LabelsById | undefined): Promise<void> {
    const after = await this.stored();
    this.expect(after !== undefined, 'after a save the file is there');
    if (after !== undefined) {
      this.expectNothing(this.model.checkSaved(before, after, this.choices));
      this.expect(same(this.shown(), after), 'after a save what is shown is stored');
    }
    this.expect(!this.open_.document.isDirty, 'after a save nothing is unsaved');
    this.model.saved();
    this.storedAtRestart = new Map();
    await this.checkBytes();
  }

  /** Outside the labels not a byte changes, whatever happens. */
  private async checkBytes(): Promise<void> {
    const { bytes } = await this.bench.direct.get('bucket', this.key);
    const file = LabelingFile.parse(bytes);
    const blank = new TextDecoder().decode(file.serialize(() => ''));
    const sorted = (text: string): string => text.replaceAll(',"",', ',,').split('\r\n').sort().join('\r\n');
    this.expect(sorted(blank) === sorted(this.original), `the bytes outside the labels are the same: ${blank}`);
  }

  private check(): void {
    this.expectNothing(this.model.checkShown(this.shown()));
  }

  private shown(): Map<string, string> {
    const { document } = this.open_;
    return new Map(Array.from({ length: document.file.rowCount }, (_, row) => [this.id(row), document.label(row)]));
  }

  private id(row: number): string {
    return this.open_.document.file.cell(row, 2);
  }

  private async stored(): Promise<Map<string, string> | undefined> {
    const object = await this.bench.direct.get('bucket', this.key).catch(() => undefined);
    if (object === undefined) {
      return undefined;
    }
    const file = LabelingFile.parse(object.bytes);
    return new Map(Array.from({ length: file.rowCount }, (_, row) => [file.cell(row, 2), file.storedLabel(row)]));
  }

  private async storeAsColleague(text: string): Promise<void> {
    await this.bench.direct.put('bucket', this.key, new TextEncoder().encode(text));
  }

  private expectNothing(wrong: readonly string[]): void {
    this.expect(wrong.length === 0, wrong.join('\n'));
  }

  private expect(condition: boolean, what: string): void {
    if (!condition) {
      throw new Error(`seed ${this.random.seed}: ${what}\nsteps: ${this.steps.join('\n')}`);
    }
  }
}

function same(one: LabelsById, other: LabelsById): boolean {
  return one.size === other.size && [...one].every(([id, label]) => other.get(id) === label);
}
