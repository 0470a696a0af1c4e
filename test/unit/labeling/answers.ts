import type { AppliedEdit } from '../../../src/labeling/document/types';
import type { SavingQuestions } from '../../../src/labeling/saving/saving';
import type { ConflictRow } from '../../../src/shared/protocol';
import type { Random } from '../../harness/random';
import type { Desk, RecordChange } from './desk';

/** What the user of a sequence says when saving asks. */
export class Answers implements SavingQuestions {
  /** Some questions are cancelled. */
  isMoody = true;
  /** Labels whose rows are gone were given up. */
  gaveUp = false;
  /** A save took over what others stored. */
  tookOver = false;
  /** By record: the label that was chosen of those that both sides set. */
  choices = new Map<string, string>();
  private decisions: readonly RecordChange[] = [];

  constructor(
    private readonly random: Random,
    private readonly desk: () => Desk,
    private readonly say: (text: string) => void,
    private readonly chose: (id: string, theirs: string, chosen: string) => void,
  ) {}

  async decide(rows: readonly ConflictRow[]): Promise<ReadonlyMap<number, string> | undefined> {
    if (!this.answer()) {
      return undefined;
    }
    const chosen = new Map<number, string>();
    this.decisions = rows.map(({ row, theirs, yours }) => {
      const id = this.desk().id(row);
      const after = this.random.chance(0.5) ? theirs : yours;
      chosen.set(row, after);
      this.choices.set(id, after);
      this.chose(id, theirs, after);
      return { id, before: after === yours ? theirs : yours, after };
    });
    return chosen;
  }

  async recreate(): Promise<boolean> {
    return this.answer();
  }

  async replace(): Promise<boolean> {
    return this.answer();
  }

  async giveUp(): Promise<boolean> {
    this.gaveUp = this.answer();
    return this.gaveUp;
  }

  adopted(): void {
    this.tookOver = true;
  }

  decided(edit: AppliedEdit): void {
    this.desk().undoStack.push({ edit, restored: false, changes: this.decisions });
  }

  decisionName(): string {
    return 'decide';
  }

  private answer(): boolean {
    const answers = !this.isMoody || this.random.chance(0.75);
    this.say(`  I am asked, and ${answers ? 'answer' : 'cancel'}`);
    return answers;
  }
}
