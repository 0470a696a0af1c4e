import { join } from 'node:path';
import fc from 'fast-check';
import type { CheckResult } from '../../../../src/labeling/saving/saving';
import { StoreError } from '../../../../src/labeling/stores/fileStore';
import { faults } from '../../../harness/faultProxy';
import type { Random } from '../../../harness/random';
import { Answers } from '../answers';
import { Desk, type Entry, type RecordChange } from '../desk';
import type { S3Bench } from '../s3Bench';
import { SharedFile, sameLabels, someLabels } from '../sharedFile';
import { type LabelsById, NaiveModel } from './naiveModel';

/** How often each step is taken, compared with the others. */
const weights = {
  edit: 6,
  undo: 3,
  redo: 2,
  save: 3,
  'save with a fault': 3,
  'edit while saving': 2,
  'revert while saving': 1,
  colleague: 3,
  'colleague moves rows': 1,
  'colleague removes a row': 1,
  'colleague deletes': 1,
  look: 1,
  revert: 1,
  'edit during a revert': 1,
  kill: 2,
  'kill before the backup': 1,
  'kill while saving': 2,
} as const;

type StepName = keyof typeof weights;

/** A step, and the seed of all that is left to chance in it: leaving out other steps does not change this one. */
export interface Step {
  readonly name: StepName;
  readonly seed: number;
}

const deck = (Object.entries(weights) as [StepName, number][]).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => name),
);

/** Any few steps. */
export const someSteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ name: fc.constantFrom(...deck), seed: fc.nat() }),
  { minLength: 4, maxLength: 12, size: 'max' },
);

/** One user on one labeling file in S3, with a colleague, a bad network and a machine that dies now and then. */
export class Sequence {
  readonly steps: string[] = [];
  private readonly file: SharedFile;
  private readonly backupPath: string;
  private model = new NaiveModel();
  /** What the model was when the backup was written last. */
  private kept = new NaiveModel();
  private desk: Desk | undefined;
  private readonly answers: Answers;
  private dying = false;

  constructor(
    private readonly bench: S3Bench,
    private readonly random: Random,
    folder: string,
  ) {
    this.file = new SharedFile(bench, random);
    this.backupPath = join(folder, `${random.seed}.json`);
    this.answers = new Answers(
      random,
      () => this.at,
      (text) => this.steps.push(text),
      (id, theirs, chosen) => {
        // What a program that is dying is told is lost with it.
        if (!this.dying) {
          this.model.decided(id, theirs, chosen);
        }
      },
    );
  }

  async run(steps: readonly Step[]): Promise<void> {
    await this.file.putBack();
    await this.open(false);
    const works: Readonly<Record<StepName, () => Promise<void> | void>> = {
      edit: () => this.edit(),
      undo: () => this.undo(),
      redo: () => this.redo(),
      save: () => this.save(),
      'save with a fault': () => this.saveWithFault(),
      'edit while saving': () => this.editWhileSaving(),
      'revert while saving': () => this.revertWhileSaving(),
      colleague: () => this.file.label(),
      'colleague moves rows': () => this.file.moveRows(),
      'colleague removes a row': () => this.file.removeRow(),
      'colleague deletes': () => this.file.delete(),
      look: () => this.look(),
      revert: () => this.revert(),
      'edit during a revert': () => this.editDuringRevert(),
      kill: () => this.kill(),
      'kill before the backup': () => this.killUnsaved(),
      'kill while saving': () => this.killWhileSaving(),
    };
    for (const { name, seed } of steps) {
      this.steps.push(name);
      this.random.restart(seed);
      await works[name]();
      this.steps.push(`    I see ${JSON.stringify(Object.fromEntries(this.at.shown()))}`);
      this.checkShown();
    }
    this.steps.push('last save');
    this.answers.isMoody = false;
    await this.save();
    this.at.die();
  }

  /** The desk at which the user sits. */
  private get at(): Desk {
    if (this.desk === undefined) {
      throw new Error('nothing is open');
    }
    return this.desk;
  }

  private async open(restart: boolean): Promise<void> {
    if ((await this.file.labels()) === undefined) {
      // A deleted file can't be opened; someone puts it back first.
      await this.file.putBack();
    }
    const places = { bench: this.bench, key: this.file.key, backupPath: this.backupPath };
    const { desk, wrong } = await Desk.open(places, this.answers, restart);
    this.desk = desk;
    this.expectNothing(wrong);
    if (restart) {
      this.model.agree((await this.file.labels()) ?? new Map());
      // Labels whose rows are gone are told of, and are lost.
      this.model.forget((id) => !desk.shown().has(id));
    }
    this.kept = this.model.copy();
  }

  private edit(): void {
    const { document } = this.at;
    const after = this.random.pick(someLabels);
    const rows = Array.from({ length: document.file.rowCount }, (_, row) => row);
    const changes = this.random
      .shuffle(rows)
      .slice(0, this.random.int(1, 3))
      .map((row) => ({ row, before: document.label(row), after }))
      .filter(({ before }) => before !== after);
    for (const change of this.at.edit(changes)) {
      this.model.set(change.id, change.before, after);
    }
  }

  private undo(): void {
    const before = this.at.shown();
    const entry = this.at.undo();
    this.take(entry, before, (change) => change.before);
    for (const change of entry?.restored ? entry.changes : []) {
      if (this.at.storedAtRestart.get(change.id) === change.before) {
        this.model.tookBack(change.id);
      }
    }
  }

  private redo(): void {
    const before = this.at.shown();
    this.take(this.at.redo(), before, (change) => change.after);
  }

  /** An undo or redo sets labels, but not of records that are gone, or were: those are others than the ones it knew. */
  private take(entry: Entry | undefined, before: LabelsById, label: (change: RecordChange) => string): void {
    const now = this.at.shown();
    for (const change of entry?.changes ?? []) {
      const { id } = change;
      const isSame = !this.file.removed.has(id) || now.get(id) === label(change);
      if (now.has(id) && isSame) {
        this.model.set(id, before.get(id) ?? '', label(change));
      }
    }
  }

  private async save(): Promise<void> {
    await this.saving(() => this.at.saving.save());
  }

  private async saveWithFault(): Promise<void> {
    const fault = this.random.pick(Object.values(faults));
    const [method] = this.random.pick([['PUT'], ['PUT'], ['PUT'], ['GET'], ['HEAD'], []]);
    const times = this.random.chance(0.25) ? undefined : this.random.int(1, 4);
    this.steps.push(`  ${JSON.stringify(fault)} for ${times ?? 'all'} ${method ?? 'requests'}`);
    this.bench.proxy.inject(fault, { method, path: this.file.key, times });
    // A write that the service refused, or never got, is not stored; one whose answer is lost may be.
    await this.saving(() => this.at.saving.save(), fault.kind === 'cutAnswer' || fault.kind === 'truncateAnswer');
  }

  private async editWhileSaving(): Promise<void> {
    const { arrived, release } = this.hold();
    await this.saving(async () => {
      const saves = [this.at.saving.save()];
      // It may be cancelled before anything is sent.
      await Promise.race([arrived, Promise.allSettled(saves)]);
      this.edit();
      saves.push(this.at.saving.save());
      release();
      // The first one may be cancelled; what counts is that the last one stores all.
      await Promise.allSettled(saves);
      await saves.at(-1);
    }, true);
  }

  private async revertWhileSaving(): Promise<void> {
    const { arrived, release } = this.hold(this.random.chance(0.5) ? 'PUT' : undefined);
    this.answers.choices = new Map();
    const saved = this.at.saving.save();
    await Promise.race([arrived, Promise.allSettled([saved])]);
    const reverted = this.at.saving.revert();
    this.model.reverted();
    this.at.redoStack = [];
    release();
    const [save, revert] = await Promise.allSettled([saved, reverted]);
    this.bench.proxy.heal(this.file.key);
    this.expectRefusal(save);
    await this.afterRevert(revert);
    this.expect(!this.at.document.isDirty, 'a document reverted while it was saved is clean');
  }

  /** Saves, and compares what is stored and shown with what the model says, whether it succeeded or not. */
  private async saving(save: () => Promise<unknown>, mayLand = false): Promise<void> {
    const before = await this.file.labels();
    const puts = this.puts();
    this.answers.choices = new Map();
    this.answers.tookOver = false;
    const [result] = await Promise.allSettled([save()]);
    this.bench.proxy.heal(this.file.key);
    this.forgetGivenUp();
    if (result?.status === 'fulfilled') {
      await this.checkSaved(before);
    } else {
      this.expectRefusal(result);
      if (this.answers.tookOver && before !== undefined) {
        this.model.agree(before);
      }
      const written = this.puts() - puts;
      if (written > 1 || (mayLand && written > 0)) {
        this.model.unanswered();
      }
    }
    await this.backUp();
  }

  private async look(): Promise<void> {
    const result = await this.at.saving.check();
    const stored = await this.file.labels();
    if ((result.kind === 'same' || result.kind === 'adopted') && stored !== undefined) {
      this.model.agree(stored);
    }
    await this.backUp();
  }

  private async revert(): Promise<void> {
    const reverted = this.at.saving.revert();
    this.model.reverted();
    this.at.redoStack = [];
    const [result] = await Promise.allSettled([reverted]);
    await this.afterRevert(result);
    this.expect(!this.at.document.isDirty, 'a reverted document is clean');
  }

  private async editDuringRevert(): Promise<void> {
    const { arrived, release } = this.hold();
    const reverted = this.at.saving.revert();
    this.model.reverted();
    this.at.redoStack = [];
    await arrived;
    this.edit();
    release();
    const [result] = await Promise.allSettled([reverted]);
    this.bench.proxy.heal(this.file.key);
    await this.afterRevert(result);
  }

  private async afterRevert(result: PromiseSettledResult<CheckResult>): Promise<void> {
    if (result.status === 'rejected') {
      this.expect(StoreError.is(result.reason, 'missing'), String(result.reason));
    } else if (result.value.kind !== 'diverged') {
      const stored = (await this.file.labels()) ?? new Map();
      const others = [...this.at.shown()].filter(([id]) => !this.model.has(id));
      this.expect(
        others.every(([id, label]) => stored.get(id) === label),
        'after a revert all that I did not set since is as it is stored',
      );
      this.model.agree(stored);
      // A save that was under way may have landed since the restart: taking back is measured by what is stored now.
      this.at.storedAtRestart = stored;
    }
    await this.backUp();
  }

  private async kill(): Promise<void> {
    await this.backUp();
    this.at.die();
    await this.open(true);
  }

  /** What was backed up last is all that may be expected. */
  private async killUnsaved(): Promise<void> {
    this.at.die();
    this.model = this.kept;
    await this.open(true);
  }

  private async killWhileSaving(): Promise<void> {
    await this.backUp();
    const { arrived, release } = this.hold('PUT');
    this.dying = true;
    const ended = Promise.allSettled([this.at.saving.save()]);
    await Promise.race([arrived, ended]);
    this.forgetGivenUp();
    this.model.unanswered();
    if (this.random.chance(0.5)) {
      this.undo();
      await this.at.keeper.flush();
    }
    this.at.die();
    // The dead program's request goes its way, or not, before the new one looks.
    release();
    await ended;
    this.dying = false;
    this.answers.gaveUp = false;
    this.bench.proxy.heal(this.file.key);
    await this.open(true);
  }

  /** Has the next request wait. */
  private hold(method?: string): { readonly arrived: Promise<void>; release(): void } {
    const gate = Promise.withResolvers<void>();
    const aim = { path: this.file.key, method, times: 1 };
    this.bench.proxy.inject({ kind: 'hold', until: gate.promise }, aim);
    return { arrived: this.bench.proxy.arrival(this.file.key, method), release: gate.resolve };
  }

  private puts(): number {
    return this.bench.proxy.seen.filter(({ method, path }) => method === 'PUT' && path.includes(this.file.key)).length;
  }

  private async backUp(): Promise<void> {
    await this.at.keeper.flush();
    this.kept = this.model.copy();
  }

  private forgetGivenUp(): void {
    if (this.answers.gaveUp) {
      const shown = this.at.shown();
      this.model.forget((id) => !shown.has(id));
      this.answers.gaveUp = false;
    }
  }

  private async checkSaved(before: LabelsById | undefined): Promise<void> {
    const after = await this.file.labels();
    this.expect(after !== undefined, 'after a save the file is there');
    if (after !== undefined) {
      this.expectNothing(this.model.checkSaved(before, after, this.answers.choices));
      this.expect(sameLabels(this.at.shown(), after), 'after a save what is shown is stored');
    }
    this.expect(!this.at.document.isDirty, 'after a save nothing is unsaved');
    this.model.saved();
    this.at.storedAtRestart = new Map();
    this.expectNothing(await this.file.foreignBytes());
  }

  private checkShown(): void {
    this.expectNothing(this.model.checkShown(this.at.shown()));
  }

  private expectRefusal(result: PromiseSettledResult<unknown> | undefined): void {
    const reason = result?.status === 'rejected' ? result.reason : undefined;
    this.expect(reason === undefined || StoreError.is(reason), `a failed save says why: ${String(reason)}`);
    this.steps.push(`  ${reason === undefined ? 'saved' : `not saved: ${reason}`}`);
  }

  private expectNothing(wrong: readonly string[]): void {
    this.expect(wrong.length === 0, wrong.join('\n'));
  }

  private expect(condition: boolean, what: string): void {
    if (!condition) {
      throw new Error(`${what}\nsteps: ${this.steps.join('\n')}`);
    }
  }
}
