import { type Log, logFault } from '../log';
import type { State } from '../state/state';
import { untilDone } from './untilDone';

/** As on AWS, a deleted transform is seen as DELETING for a while before it is gone. */
const linger = 500;

/** Removes deleted transforms in the background: first their task runs end, then the record and the files go. */
export class TransformRemoval {
  private readonly pending = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly state: State,
    private readonly log: Log,
    private readonly stopRuns: (transformId: string) => Promise<void>,
  ) {}

  /** Nothing happens where the removal is under way. */
  start(id: string): void {
    if (!this.pending.has(id)) {
      const removal = this.remove(id)
        .catch((error: unknown) => {
          logFault(this.log, 'a transform could not be removed', error, { transformId: id });
        })
        .finally(() => this.pending.delete(id));
      this.pending.set(id, removal);
    }
  }

  /** What is not removed yet will be on the next start. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.pending.values());
  }

  private async remove(id: string): Promise<void> {
    await this.stopRuns(id);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, linger);
      this.closing.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (!this.closing.signal.aborted) {
      const remove = () =>
        this.state.change(() => ({ changes: [{ remove: 'transform', key: id }], result: undefined }));
      const how = { closing: this.closing.signal, log: this.log, what: `transform ${id} can't be removed` };
      await untilDone(remove, how);
      await this.state.removeTransformFiles(id);
    }
  }
}
