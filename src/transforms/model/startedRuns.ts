import type { Memento } from 'vscode';

/** A task run that was started in this workspace and has not been seen to end. */
export interface StartedRun {
  readonly connectionId: string;
  readonly transformId: string;
  readonly runId: string;
  /** Of an import: what is remembered and told once it has ended well. */
  readonly importing?: StartedImport;
}

/** What is imported, and into how many labels. */
export interface StartedImport {
  /** The file's document: an object or a file of this machine. */
  readonly uri: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly hash: string;
  /** Version of the object. */
  readonly etag: string | undefined;
  readonly labels: number;
  /** Rows without a label. */
  readonly leftOut: number;
  /** Labels that the transform had before. */
  readonly before: number;
  readonly replaces: boolean;
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

  /** Forgets a run. @returns it, if it was one of these. */
  async take(connectionId: string, runId: string): Promise<StartedRun | undefined> {
    const before = this.read();
    const found = before.find((run) => run.runId === runId && run.connectionId === connectionId);
    if (found !== undefined) {
      await this.memory.update(
        key,
        before.filter((run) => run !== found),
      );
    }
    return found;
  }

  private read(): readonly StartedRun[] {
    return this.memory.get<readonly StartedRun[]>(key) ?? [];
  }
}
