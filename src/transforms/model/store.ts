import type { MLTransform, TaskRun } from '../../connection/services';
import { type Disposable, Emitter } from '../../shared/events';

/** A transform as the view knows it. `runs` are those loaded so far, newest first; undefined before the first look. */
export interface TransformEntry {
  readonly id: string;
  transform: MLTransform;
  runs: readonly TaskRun[] | undefined;
  /** Where the next page of older task runs starts; undefined when all are loaded. */
  nextToken: string | undefined;
}

/** What changed. `list`: which transforms there are. Else the one transform, with its task runs or without. */
export type StoreChange =
  | { readonly kind: 'list' }
  | { readonly kind: 'transform'; readonly id: string }
  | {
      readonly kind: 'runs';
      readonly id: string;
      /** Task runs that were not known before or whose status is another now. */
      readonly moved: readonly TaskRun[];
      /** Task runs of `moved` that were seen live before and have ended now. */
      readonly settled: readonly TaskRun[];
    };

const liveStatuses: ReadonlySet<string> = new Set(['STARTING', 'RUNNING', 'STOPPING']);

/** Whether a task run may still change by itself. */
export function isLive(run: TaskRun): boolean {
  return run.Status !== undefined && liveStatuses.has(run.Status);
}

/** Whether the watcher has something to wait for: a live task run, or a deletion under way. */
export function isUnsettled(entry: TransformEntry): boolean {
  return entry.transform.Status === 'DELETING' || (entry.runs ?? []).some(isLive);
}

/** All transforms and task runs of the current connection, updated in place, with one change event. Makes no request. */
export class TransformStore implements Disposable {
  private readonly entries = new Map<string, TransformEntry>();
  private readonly changed = new Emitter<StoreChange>();

  readonly onDidChange = this.changed.event;

  /** In the order the service gave. */
  all(): readonly TransformEntry[] {
    return [...this.entries.values()];
  }

  get(id: string): TransformEntry | undefined {
    return this.entries.get(id);
  }

  run(transformId: string, runId: string): TaskRun | undefined {
    return this.entries.get(transformId)?.runs?.find((run) => run.TaskRunId === runId);
  }

  /** Takes the list as it is now; what is known of task runs stays with the transforms that are still there. */
  replaceAll(transforms: readonly MLTransform[]): void {
    const before = new Map(this.entries);
    this.entries.clear();
    for (const transform of transforms) {
      const id = transform.TransformId;
      if (id !== undefined) {
        const known = before.get(id);
        this.entries.set(id, { id, transform, runs: known?.runs, nextToken: known?.nextToken });
      }
    }
    this.changed.fire({ kind: 'list' });
  }

  /** Task runs that have ended are asked for again when they are shown next; live ones stay, for they are watched. */
  forgetRuns(): void {
    for (const entry of this.entries.values()) {
      if (!(entry.runs ?? []).some(isLive)) {
        entry.runs = undefined;
        entry.nextToken = undefined;
      }
    }
  }

  /** Takes one transform as it is now. */
  put(transform: MLTransform): void {
    const id = transform.TransformId;
    if (id === undefined) {
      return;
    }
    const known = this.entries.get(id);
    if (known === undefined) {
      this.entries.set(id, { id, transform, runs: undefined, nextToken: undefined });
      this.changed.fire({ kind: 'list' });
    } else {
      known.transform = transform;
      this.changed.fire({ kind: 'transform', id });
    }
  }

  remove(id: string): void {
    if (this.entries.delete(id)) {
      this.changed.fire({ kind: 'list' });
    }
  }

  clear(): void {
    this.entries.clear();
    this.changed.fire({ kind: 'list' });
  }

  /**
   * Takes the newest page of a transform's task runs. Older ones that are known stay; when the page does not reach to
   * what is known (many new ones came), the list starts anew from it so that it has no hole.
   */
  putNewest(id: string, page: readonly TaskRun[], nextToken: string | undefined): void {
    const entry = this.entries.get(id);
    if (entry === undefined) {
      return;
    }
    const ids = new Set(page.map((run) => run.TaskRunId));
    const known = entry.runs ?? [];
    const connects = nextToken === undefined || known.some((run) => ids.has(run.TaskRunId));
    const older = connects ? known.filter((run) => !ids.has(run.TaskRunId) && isOlder(run, page)) : [];
    this.setRuns(entry, [...page, ...older], older.length > 0 ? entry.nextToken : nextToken);
  }

  /** Takes a further, older page. */
  putOlder(id: string, page: readonly TaskRun[], nextToken: string | undefined): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) {
      const ids = new Set(page.map((run) => run.TaskRunId));
      const known = (entry.runs ?? []).filter((run) => !ids.has(run.TaskRunId));
      this.setRuns(entry, [...known, ...page], nextToken);
    }
  }

  /** Takes one task run as it is now, e.g. one that was just started or cancelled. */
  putRun(run: TaskRun): void {
    const entry = run.TransformId === undefined ? undefined : this.entries.get(run.TransformId);
    if (entry === undefined) {
      return;
    }
    const runs = entry.runs ?? [];
    const at = runs.findIndex((known) => known.TaskRunId === run.TaskRunId);
    this.setRuns(entry, at < 0 ? [run, ...runs] : runs.with(at, run), entry.nextToken);
  }

  dispose(): void {
    this.entries.clear();
    this.changed.dispose();
  }

  private setRuns(entry: TransformEntry, runs: readonly TaskRun[], nextToken: string | undefined): void {
    const before = new Map((entry.runs ?? []).map((run) => [run.TaskRunId, run]));
    const moved = runs.filter((run) => isOther(run, before.get(run.TaskRunId)));
    const first = entry.runs === undefined;
    const hadMore = entry.nextToken !== undefined;
    const changed = first || moved.length > 0 || runs.length !== before.size || hadMore !== (nextToken !== undefined);
    entry.runs = runs;
    entry.nextToken = nextToken;
    if (changed) {
      const settled = moved.filter((run) => !isLive(run) && isLiveBefore(before.get(run.TaskRunId)));
      this.changed.fire({ kind: 'runs', id: entry.id, moved, settled });
    }
  }
}

/** Has another state than before, or is further. */
function isOther(run: TaskRun, before: TaskRun | undefined): boolean {
  return run.Status !== before?.Status || run.progress?.Fraction !== before?.progress?.Fraction;
}

function isLiveBefore(run: TaskRun | undefined): boolean {
  return run !== undefined && isLive(run);
}

function isOlder(run: TaskRun, page: readonly TaskRun[]): boolean {
  const last = page.at(-1)?.StartedOn;
  return last === undefined || run.StartedOn === undefined || run.StartedOn <= last;
}
