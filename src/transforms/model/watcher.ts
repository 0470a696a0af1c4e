import { meaningOf } from '../../connection/errors/failureKinds';
import { AwsError, type TaskRun } from '../../connection/services';
import type { Disposable } from '../../shared/events';
import { isLive, isUnsettled, type TransformStore } from './store';

/** Time, so that tests can turn it. */
export interface Clock {
  now(): number;
  after(milliseconds: number, callback: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** What the watcher asks; one request each. */
export interface WatcherRequests {
  lookAtRuns(transformId: string, signal: AbortSignal): Promise<void>;
  /** For a transform that is being deleted, or whose labels or metrics may have changed. */
  refresh(transformId: string, signal: AbortSignal): Promise<unknown>;
}

const firstLook = 1_000;
const growth = 1.5;
const longest = 15_000;
/** After throttling or a cut network the pauses grow further. */
const longestBackOff = 60_000;
/** At most two requests a second in all. */
const spacing = 500;

interface Watched {
  due: number;
  pause: number;
  /** The transform itself is to be asked for as well: a task run that changes it has ended. */
  stale: boolean;
}

/**
 * Looks at transforms with a live task run until it ends: after 1 s, then in growing pauses up to 15 s, one request a
 * transform and round, never two at once and at most two a second in all. Rests while the view is hidden, except for
 * task runs that somebody waits for (`settled`).
 */
export class Watcher implements Disposable {
  private readonly watched = new Map<string, Watched>();
  private readonly waitedFor = new Map<string, number>();
  private readonly subscription: Disposable;
  private timer: Disposable | undefined;
  private asking: AbortController | undefined;
  private lastRequest = Number.NEGATIVE_INFINITY;
  private visible = false;
  private disposed = false;

  constructor(
    private readonly store: TransformStore,
    private readonly requests: WatcherRequests,
    private readonly clock: Clock,
    /** Told of failures that end the watching of a transform; a refresh or a new task run starts it again. */
    private readonly onError: (transformId: string, error: unknown) => void,
  ) {
    this.subscription = store.onDidChange((change) => {
      if (change.kind === 'runs' && change.settled.some(changesTransform)) {
        this.watch(change.id, true);
      } else if (change.kind === 'runs' && change.moved.some(isLive)) {
        this.watch(change.id, false);
      } else if (change.kind === 'transform') {
        const entry = this.store.get(change.id);
        if (entry !== undefined && isUnsettled(entry) && !this.watched.has(change.id)) {
          this.watch(change.id, false);
        }
      } else if (change.kind === 'list') {
        this.sync();
      }
      this.schedule();
    });
  }

  /** Whether anyone looks at the view. Becoming visible brings every look that fell due meanwhile. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    if (visible) {
      this.sync();
    }
    this.schedule();
  }

  /** Looks at a transform whose task runs are not known, because one was live before the window was reloaded. */
  lookAgain(id: string): void {
    this.watch(id, false);
    this.schedule();
  }

  /** Number of transforms being watched; for tests and the log. */
  get size(): number {
    return this.watched.size;
  }

  /**
   * Waits for a task run of the store to end, watching it even while the view is hidden.
   * @throws the signal's reason when it is aborted.
   */
  settled(transformId: string, runId: string, signal?: AbortSignal): Promise<TaskRun> {
    return new Promise((resolve, reject) => {
      const waiting: Disposable[] = [];
      const end = () => {
        for (const item of waiting) {
          item.dispose();
        }
        const others = (this.waitedFor.get(transformId) ?? 1) - 1;
        if (others > 0) {
          this.waitedFor.set(transformId, others);
        } else {
          this.waitedFor.delete(transformId);
        }
        this.schedule();
      };
      const check = () => {
        const run = this.store.run(transformId, runId);
        if (run !== undefined && !isLive(run)) {
          end();
          resolve(run);
        } else if (this.store.get(transformId) === undefined) {
          end();
          reject(new AwsError(`Transform ${transformId} is gone.`, { code: 'EntityNotFoundException' }));
        }
      };
      const abort = () => {
        end();
        reject(signal?.reason);
      };
      this.waitedFor.set(transformId, (this.waitedFor.get(transformId) ?? 0) + 1);
      waiting.push(this.store.onDidChange(check));
      if (signal?.aborted) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push({ dispose: () => signal?.removeEventListener('abort', abort) });
      check();
      this.schedule();
    });
  }

  dispose(): void {
    this.disposed = true;
    this.subscription.dispose();
    this.timer?.dispose();
    this.asking?.abort();
    this.watched.clear();
  }

  /** Watches what is unsettled in the store and forgets what is gone from it. */
  private sync(): void {
    for (const id of this.watched.keys()) {
      if (this.store.get(id) === undefined) {
        this.watched.delete(id);
      }
    }
    for (const entry of this.store.all()) {
      if (isUnsettled(entry) && !this.watched.has(entry.id)) {
        this.watch(entry.id, false);
      }
    }
  }

  /** Something moved: look soon, and in short pauses again. */
  private watch(id: string, stale: boolean): void {
    const known = this.watched.get(id);
    const due = this.clock.now() + (stale ? 0 : firstLook);
    this.watched.set(id, { due, pause: firstLook, stale: stale || known?.stale === true });
  }

  private schedule(): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.disposed || this.asking !== undefined) {
      return;
    }
    const next = this.next();
    if (next !== undefined) {
      const wait = Math.max(next.watched.due, this.lastRequest + spacing) - this.clock.now();
      this.timer = this.clock.after(Math.max(0, wait), () => void this.look(next.id, next.watched));
    }
  }

  private next(): { id: string; watched: Watched } | undefined {
    let first: { id: string; watched: Watched } | undefined;
    for (const [id, watched] of this.watched) {
      const wanted = this.visible || this.waitedFor.has(id);
      if (wanted && (first === undefined || watched.due < first.watched.due)) {
        first = { id, watched };
      }
    }
    return first;
  }

  private async look(id: string, watched: Watched): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    this.lastRequest = this.clock.now();
    try {
      const entry = this.store.get(id);
      if (entry === undefined) {
        this.watched.delete(id);
      } else if (watched.stale || entry.transform.Status === 'DELETING') {
        watched.stale = false;
        await this.requests.refresh(id, asking.signal);
      } else {
        await this.requests.lookAtRuns(id, asking.signal);
      }
      this.wentWell(id);
    } catch (error) {
      this.wentWrong(id, error);
    } finally {
      this.asking = undefined;
      this.schedule();
    }
  }

  private wentWell(id: string): void {
    const entry = this.store.get(id);
    const watched = this.watched.get(id);
    if (watched === undefined || watched.stale) {
      return;
    }
    if (entry === undefined || !isUnsettled(entry)) {
      this.watched.delete(id);
      return;
    }
    // A watch that the look itself renewed (something moved) is due already in its first pause.
    if (watched.due <= this.clock.now()) {
      watched.due = this.clock.now() + Math.min(watched.pause * growth, longest);
      watched.pause = Math.min(watched.pause * growth, longest);
    }
  }

  private wentWrong(id: string, error: unknown): void {
    const watched = this.watched.get(id);
    if (this.disposed || watched === undefined) {
      return;
    }
    const meaning = AwsError.is(error) ? meaningOf(error) : undefined;
    // Another look some time later may not meet it.
    if (meaning === 'throttled' || meaning === 'network') {
      watched.pause = Math.min(Math.max(watched.pause, firstLook) * 2, longestBackOff);
      watched.due = this.clock.now() + watched.pause;
      return;
    }
    this.watched.delete(id);
    this.onError(id, error);
  }
}

/** Labels or metrics of the transform are others after such a task run. */
function changesTransform(run: TaskRun): boolean {
  const type = run.Properties?.TaskType;
  return run.Status === 'SUCCEEDED' && (type === 'IMPORT_LABELS' || type === 'EVALUATION');
}
