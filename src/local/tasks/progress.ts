/** How far a live task run is. */
export interface Progress {
  /** What it is at work on, in words. */
  readonly step: string;
  /** The part of the step that is done, 0 to 1. */
  readonly fraction: number;
  /** Seconds until the step is done, going by the part that is; unknown at its beginning. */
  readonly secondsLeft: number | undefined;
  /** When this was so, in milliseconds. */
  readonly at: number;
}

/** Milliseconds of a step that are too few to go by. */
const tooEarly = 1000;

/** What live task runs have told of themselves. It is not kept: a run that is not live has no progress. */
export class TaskProgress {
  private readonly steps = new Map<string, { step: string; began: number; fraction: number; at: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  note(runId: string, step: string, fraction: number): void {
    const at = this.now();
    const held = this.steps.get(runId);
    const began = held?.step === step && held.fraction <= fraction ? held.began : at;
    this.steps.set(runId, { step, began, fraction, at });
  }

  of(runId: string): Progress | undefined {
    const held = this.steps.get(runId);
    if (!held) {
      return undefined;
    }
    const { step, fraction, began, at } = held;
    const known = fraction > 0 && at - began >= tooEarly;
    const secondsLeft = known ? Math.ceil(((at - began) * (1 - fraction)) / fraction / 1000) : undefined;
    return { step, fraction, secondsLeft, at };
  }

  forget(runId: string): void {
    this.steps.delete(runId);
  }
}
