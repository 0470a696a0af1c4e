import { newTaskRunId } from '../ids';
import { KeyedLock } from '../keyedLock';
import type { Log } from '../log';
import type { State } from '../state';
import {
  isLive,
  type RunRecord,
  type TaskOutcome,
  type TaskStatus,
  type TaskWork,
  type TransformRecord,
} from '../stateRecords';
import { TransformRemoval } from './removal';
import type { RunFiles } from './runFiles';
import { Slots } from './slots';
import { type TaskWorker, targetOf } from './taskWork';
import { JobFailure, WorkerCrash } from './workerProcess';

const stopped = 'Local Glue was stopped while this task run was live. Start the task run again.';
/** Imports and exports at the same time, of all transforms. */
const labelingProcesses = 2;
/** Node's timers take no more than this many milliseconds. */
const longestTimer = 2_147_483_647;

export interface TaskRunsOptions {
  readonly state: State;
  readonly files: RunFiles;
  readonly worker: TaskWorker;
  readonly log: Log;
  /** Matcher processes at the same time; further runs wait in STARTING. */
  readonly processes: number;
  /** Milliseconds of a minute of Timeout; tests have short ones. */
  readonly minute?: number;
}

type Ending = Pick<RunRecord, 'error' | 'outcome'> & { readonly status: TaskStatus };

/** Why a live run is ended from outside. */
type StopReason = 'cancel' | 'timeout' | 'close';

/** Task runs from their start to their end: who may start, who waits for a process, and what became of each. */
export class TaskRuns {
  private readonly live = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  private readonly lock = new KeyedLock();
  private readonly removal: TransformRemoval;
  private readonly matching: Slots;
  private readonly labeling = new Slots(labelingProcesses);
  private closed = false;

  constructor(private readonly options: TaskRunsOptions) {
    this.matching = new Slots(options.processes);
    this.removal = new TransformRemoval(options.state, options.log, (id) => this.stopAll(id));
  }

  /** Settles what an earlier process left: live runs have failed, transforms being deleted go. Call once, before any start. */
  async recover(): Promise<void> {
    const { state, files, worker } = this.options;
    await files.clear();
    for (const run of state.liveRuns()) {
      await worker.undo(run);
      const status = run.status === 'STOPPING' ? 'STOPPED' : 'FAILED';
      await this.end(run, { status, error: stopped });
    }
    for (const { id, deleting } of state.transforms()) {
      if (deleting) {
        this.removeTransform(id);
      }
    }
  }

  /** Starts a task run. `decide` sees the state as it is when the run is recorded; what it throws is thrown. */
  async start(decide: () => { readonly transform: TransformRecord; readonly work: TaskWork }): Promise<RunRecord> {
    const run = await this.options.state.change(() => {
      const record = this.newRun(decide());
      return { changes: [{ put: 'run', record }], result: record };
    });
    this.track(run, (stop) => this.inTurn(run, () => this.execute(run, stop)));
    return run;
  }

  /** When a run may be executed: after those of its transform that it must see the outcome of, and with a process free. */
  private inTurn({ transformId, work: { type } }: RunRecord, execute: () => Promise<void>): Promise<void> {
    switch (type) {
      case 'IMPORT_LABELS':
      case 'EXPORT_LABELS':
        // Two imports at the same time would each forget the other's labels.
        return this.lock.run(`labels of ${transformId}`, () => this.labeling.run(execute));
      case 'LABELING_SET_GENERATION':
        // Two generations at the same time would ask about the same records.
        return this.lock.run(`questions of ${transformId}`, () => this.matching.run(execute));
      default:
        return this.matching.run(execute);
    }
  }

  /** Stops a live run: at once where it waits, else within moments. A run that has ended stays as it is. */
  async cancel(transformId: string, id: string): Promise<RunRecord | undefined> {
    const run = await this.options.state.change(() => {
      const current = this.options.state.run(transformId, id);
      const record = current && canceled(current);
      return { changes: record && record !== current ? [{ put: 'run' as const, record }] : [], result: record };
    });
    if (run?.status === 'STOPPING') {
      this.live.get(id)?.stop.abort('cancel' satisfies StopReason);
    }
    return run;
  }

  /** Has a transform that is marked as being deleted removed, once its runs are stopped. */
  removeTransform(id: string): void {
    this.removal.start(id);
  }

  /** Ends all processes; runs that were live end as FAILED. */
  async close(): Promise<void> {
    this.closed = true;
    await this.removal.close();
    const all = [...this.live.values()];
    for (const { stop } of all) {
      stop.abort('close' satisfies StopReason);
    }
    await Promise.all(all.map(({ done }) => done));
  }

  private newRun({ transform, work }: { readonly transform: TransformRecord; readonly work: TaskWork }): RunRecord {
    const now = new Date();
    return {
      id: newTaskRunId(),
      transformId: transform.id,
      work,
      status: 'STARTING',
      sequence: this.options.state.nextSequence(),
      started: now.getTime(),
      modified: now.getTime(),
      timeout: transform.timeout,
      retries: transform.maxRetries,
      target: targetOf(transform.id, work, now),
    };
  }

  private async stopAll(transformId: string): Promise<void> {
    for (const run of this.options.state.liveRuns(transformId)) {
      const stopping = await this.cancel(transformId, run.id);
      // One that waits for its turn has nothing to end, and the turn may be far off.
      if (stopping?.status === 'STOPPING') {
        await this.live.get(run.id)?.done;
      }
    }
  }

  private track(run: RunRecord, work: (stop: AbortController) => Promise<void>): void {
    const stop = new AbortController();
    const done = work(stop)
      .catch((error: unknown) => {
        this.options.log.error('a task run could not be settled', { taskRunId: run.id, error: String(error) });
      })
      .finally(() => this.live.delete(run.id));
    this.live.set(run.id, { stop, done });
  }

  /** Takes one run from RUNNING to its end. Rejects only where its record can't be written. */
  private async execute(started: RunRecord, stop: AbortController): Promise<void> {
    const run = this.closed ? undefined : await this.begin(started);
    if (!run) {
      return;
    }
    const limit = Math.min(run.timeout * (this.options.minute ?? 60_000), longestTimer);
    const timer = setTimeout(() => stop.abort('timeout' satisfies StopReason), limit);
    try {
      const outcome = await this.attempt(run, stop.signal);
      if (!(await this.succeed(run, outcome))) {
        await this.options.worker.undo(run);
        await this.end(run, { status: 'STOPPED' });
      }
    } catch (error) {
      await this.options.worker.undo(run);
      await this.end(run, this.endingOf(run, stop.signal, error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Undefined where the run was canceled before it began. */
  private begin({ transformId, id }: RunRecord): Promise<RunRecord | undefined> {
    const { state } = this.options;
    return state.change(() => {
      const current = state.run(transformId, id);
      if (current?.status !== 'STARTING') {
        return { changes: [], result: undefined };
      }
      const now = Date.now();
      const record: RunRecord = { ...current, status: 'RUNNING', running: now, modified: now };
      return { changes: [{ put: 'run', record }], result: record };
    });
  }

  /** Does the work, again where the process broke down and the transform allows retries. */
  private async attempt(run: RunRecord, signal: AbortSignal): Promise<TaskOutcome> {
    const { worker, log } = this.options;
    for (let left = run.retries; ; left -= 1) {
      try {
        const onProgress = (step: string, fraction: number) =>
          log.debug('task run', { taskRunId: run.id, step, fraction });
        return await worker.perform(run, { signal, onProgress }, log);
      } catch (error) {
        if (!(error instanceof WorkerCrash) || left <= 0) {
          throw error;
        }
        log.warn('worker process broke down, trying again', { taskRunId: run.id, error: error.message });
      }
    }
  }

  /** False where the run was canceled while the last of its work was done. */
  private async succeed({ transformId, id }: RunRecord, outcome: TaskOutcome): Promise<boolean> {
    const { state, files, log } = this.options;
    const replaced = 'labelCount' in outcome ? state.results(transformId).lastImport : undefined;
    const succeeded = await state.change(() => {
      const current = state.run(transformId, id);
      if (current?.status !== 'RUNNING') {
        return { changes: [], result: false };
      }
      const now = Date.now();
      const finished = state.nextSequence();
      const record: RunRecord = { ...current, status: 'SUCCEEDED', completed: now, modified: now, finished, outcome };
      return { changes: [{ put: 'run', record }], result: true };
    });
    if (succeeded && replaced) {
      await files.forget(replaced);
    }
    log.info('task run ended', { taskRunId: id, transformId, status: succeeded ? 'SUCCEEDED' : 'STOPPED' });
    return succeeded;
  }

  private endingOf(run: RunRecord, signal: AbortSignal, error: unknown): Ending {
    if (signal.aborted) {
      switch (signal.reason as StopReason) {
        case 'cancel':
          return { status: 'STOPPED' };
        case 'timeout':
          return { status: 'TIMEOUT', error: `The task run took longer than the Timeout of ${run.timeout} minutes.` };
        case 'close':
          return { status: 'FAILED', error: stopped };
      }
    }
    if (error instanceof JobFailure) {
      return { status: 'FAILED', error: error.message };
    }
    const details = error instanceof WorkerCrash ? error.details : error instanceof Error ? error.stack : undefined;
    this.options.log.error('task run broke down', { taskRunId: run.id, error: String(error), details });
    const message = error instanceof Error ? error.message : String(error);
    return {
      status: 'FAILED',
      error: `Internal failure: ${message} See the log of Local Glue for task run ${run.id}.`,
    };
  }

  private async end({ transformId, id }: RunRecord, ending: Ending): Promise<void> {
    const { state, log } = this.options;
    await state.change(() => {
      const current = state.run(transformId, id);
      if (!current || !isLive(current.status)) {
        return { changes: [], result: undefined };
      }
      const now = Date.now();
      // The user's word goes before whatever else ended the run in the same moment.
      const status = current.status === 'STOPPING' && ending.status !== 'STOPPED' ? 'STOPPED' : ending.status;
      const record: RunRecord = { ...current, ...ending, status, completed: now, modified: now };
      return { changes: [{ put: 'run', record }], result: undefined };
    });
    log.info('task run ended', { taskRunId: id, transformId, status: ending.status, error: ending.error });
  }
}

function canceled(run: RunRecord): RunRecord {
  const now = Date.now();
  switch (run.status) {
    case 'STARTING':
      return { ...run, status: 'STOPPED', completed: now, modified: now };
    case 'RUNNING':
      return { ...run, status: 'STOPPING', modified: now };
    default:
      return run;
  }
}
