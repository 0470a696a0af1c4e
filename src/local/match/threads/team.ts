import { Worker } from 'node:worker_threads';
import { sharedInts } from './memory';
import { type SharedWork, takeParts } from './parts';

/** Below this many items a thread costs more than it gives. */
const worthThreads = 1024;

/** The threads of a job, this one among them. */
export class Team {
  private readonly threads: Worker[] = [];

  /**
   * @param size threads that work at the same time
   * @param program the built thread program (matchThread.ts); without it all is done on this thread
   */
  constructor(
    readonly size: number,
    private readonly program: URL | undefined,
  ) {}

  /** Does the items of a work from `first` up to `count`, `grain` of them at a time. */
  async run(
    work: SharedWork,
    count: number,
    grain: number,
    report: (fraction: number) => void,
    first = 0,
  ): Promise<void> {
    const order = { work, next: sharedInts(1).fill(first), count, grain };
    const helpers = count - first < worthThreads ? [] : this.hire();
    const done = helpers.map((thread) => finished(thread));
    for (const thread of helpers) {
      thread.postMessage(order);
    }
    takeParts(order, (begun) => report((begun - first) / (count - first)));
    await Promise.all(done);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private hire(): readonly Worker[] {
    while (this.program && this.threads.length + 1 < this.size) {
      this.threads.push(new Worker(this.program));
    }
    return this.threads;
  }
}

/** Resolves when a thread says that no part is left, rejects when it crashed. */
function finished(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      thread.off('message', onMessage).off('error', onError);
      act();
    };
    const onMessage = (): void => settle(resolve);
    const onError = (error: Error): void => settle(() => reject(error));
    thread.on('message', onMessage).on('error', onError);
  });
}
