import type { Memento } from 'vscode';

/** A task run that was started in this workspace and has not been seen to end. */
export interface StartedRun {
  readonly connectionId: string;
  readonly transformId: string;
  readonly runId: string;
}

const key = 'glueLabeling.startedRuns';
/** Runs that were never seen again (deleted transforms, other connections) must not pile up. */
const mostRemembered = 100;

/** Task runs started here, remembered over a reload of the window, so that they are watched again and their end is told. */
export class StartedRuns {
  constructor(private readonly memory: Memento) {}

  all(connectionId: string): readonly StartedRun[] {
    return this.read().filter((run) => run.connectionId === connectionId);
  }

  async add(run: StartedRun): Promise<void> {
    await this.memory.update(key, [...this.read(), run].slice(-mostRemembered));
  }

  /** Forgets a run. @returns whether it was one of these. */
  async take(connectionId: string, runId: string): Promise<boolean> {
    const before = this.read();
    const after = before.filter((run) => run.runId !== runId || run.connectionId !== connectionId);
    if (after.length === before.length) {
      return false;
    }
    await this.memory.update(key, after);
    return true;
  }

  private read(): readonly StartedRun[] {
    return this.memory.get<readonly StartedRun[]>(key) ?? [];
  }
}
