import { type Disposable, Emitter } from '../../shared/events';

type Stage = 'coming' | 'open' | 'over';

/** What asks questions. */
export interface Asker {
  /** Text was typed into the labeling editor that was meant for a question. */
  typed(text: string): void;
  /** The labeling editor has taken the focus: what is typed there follows what the question has now. */
  pageTookFocus(): void;
  /** The question gets the focus again. */
  takeFocus(): void;
}

/**
 * Which commands ask something, now or soon. Keys that are typed meanwhile are meant for their questions, so the labeling
 * editor asks here before it takes any.
 */
export class Prompts implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly stages = new Map<Asker, Stage>();
  private interruptions = 0;
  /** Fires when a question is announced, opens or is over. */
  readonly onDidChange = this.changed.event;

  /** Whether a question is about to open. */
  get isComing(): boolean {
    return [...this.stages.values()].includes('coming');
  }

  /** Whether a question is on the screen. */
  get isOpen(): boolean {
    return [...this.stages.values()].includes('open');
  }

  /** What asks now or is about to, the latest if there are several. */
  get asker(): Asker | undefined {
    return [...this.stages.keys()].at(-1);
  }

  /** Whether something asks that no command began, as for the code of an MFA device. It takes the place of what is open. */
  get isInterrupted(): boolean {
    return this.interruptions > 0;
  }

  /** Asks in the middle of what a command asks. That opens again afterwards. */
  async interrupt<T>(ask: () => Promise<T>): Promise<T> {
    this.interruptions++;
    try {
      return await ask();
    } finally {
      this.interruptions--;
      this.changed.fire();
    }
  }

  /** Says how far the questions of an asker are. */
  set(asker: Asker, stage: Stage): void {
    if (stage === 'over') {
      this.stages.delete(asker);
    } else {
      this.stages.set(asker, stage);
    }
    this.changed.fire();
  }

  dispose(): void {
    this.stages.clear();
    this.changed.fire();
    this.changed.dispose();
  }
}
