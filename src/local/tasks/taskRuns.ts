import { formatS3Path } from '../../shared/s3Path';
import { KeyedLock } from '../keyedLock';
import { type Log, logFault } from '../log';
import { newTaskRunId } from '../state/ids';
import type { RunRecord, TaskOutcome, TaskWork, TransformRecord } from '../state/records';
import type { State } from '../state/state';
import { systemAdvice } from '../systemError';
import { type JobSupervisor, targetOf } from './jobSupervisor';
import { TaskProgress } from './progress';
import { TransformRemoval } from './removal';
import type { RunFiles } from './runFiles';
import { type Ending, RunSteps } from './runSteps';
import { Slots } from './slots';
import { JobFailure, WorkerCrash } from './workerProcess';

const stopped = 'Local Glue was stopped while this task run was running. Start the task run again.';
/** Imports and exports at the same time, of all transforms. */
const labelingProcesses = 2;
/** Node's timers take no more than this many milliseconds. */
const longestTimer = 2_147_483_647;

export interface TaskRunsOptions {
  readonly state: State;
  readonly files: RunFiles;
  readonly worker: JobSupervisor;
  readonly log: Log;
  /** Matcher processes at the same time; further runs wait in STARTING. */
  readonly processes: number;
  /** Milliseconds of a minute of Timeout; tests have short ones. */
  readonly minute?: number;
}

/** Why a live run is ended from outside. */
type StopReason = 'cancel' | 'timeout' | 'close';

/** Task runs from their start to their end: who may start, who waits for a process, and what became of each. */
export class TaskRuns {
  /** How far live runs are. */
  readonly progress = new TaskProgress();
  private readonly live = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  private readonly lock = new KeyedLock();
  private readonly removal: TransformRemoval;
  private readonly matching: Slots;
  private readonly labeling = new Slots(labelingProcesses);
  private readonly closing = new AbortController();
  private readonly steps: RunSteps;

  constructor(private readonly options: TaskRunsOptions) {
    this.steps = new RunSteps(options.state, options.log, this.closing.signal);
    this.matching = new Slots(options.processes);
    this.removal = new TransformRemoval(options.state, options.log, (id) => this.stopAll(id));
  }

  /** Settles what an earlier process left: live runs have failed, transforms being deleted go. Call once, before any start. */
  async recover(): Promise<void> {
    const { state, files } = this.options;
    await files.clear();
    for (const run of state.liveRuns()) {
      await this.settle(run, { status: 'FAILED', error: stopped });
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
    const run = await this.steps.cancel(transformId, id);
    if (run?.status === 'STOPPING') {
      const live = this.live.get(id);
      live?.stop.abort('cancel' satisfies StopReason);
      if (run.running === undefined && live) {
        // It waits for its turn, which may be far off, and only the disk keeps it from having ended.
        this.live.set(id, { ...live, done: this.guard(run, this.steps.end(run, { status: 'STOPPED' })) });
      }
    }
    return run;
  }

  /** Has a transform that is marked as being deleted removed, once its runs are stopped. */
  removeTransform(id: string): void {
    this.removal.start(id);
  }

  /** Ends all processes; runs that were live end as FAILED. */
  async close(): Promise<void> {
    this.closing.abort();
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
    const done = this.guard(run, work(stop)).finally(() => {
      this.live.delete(run.id);
      this.progress.forget(run.id);
    });
    this.live.set(run.id, { stop, done });
  }

  private guard({ id }: RunRecord, done: Promise<void>): Promise<void> {
    return done.catch((error: unknown) => {
      logFault(this.options.log, 'a task run could not be settled', error, { taskRunId: id });
    });
  }

  /** Takes one run from RUNNING to its end. Rejects only where its record can't be written before all is closed. */
  private async execute(started: RunRecord, stop: AbortController): Promise<void> {
    const run = this.closing.signal.aborted ? undefined : await this.steps.begin(started);
    if (!run) {
      return;
    }
    const limit = Math.min(run.timeout * (this.options.minute ?? 60_000), longestTimer);
    const timer = setTimeout(() => stop.abort('timeout' satisfies StopReason), limit);
    try {
      const outcome = await this.attempt(run, stop.signal);
      if (!(await this.succeed(run, outcome))) {
        await this.settle(run, { status: 'STOPPED' });
      }
    } catch (error) {
      await this.settle(run, this.endingOf(run, stop.signal, error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Does the work, again where the process crashed and the transform allows retries. */
  private async attempt(run: RunRecord, signal: AbortSignal): Promise<TaskOutcome> {
    const { worker, log } = this.options;
    for (let left = run.retries; ; left -= 1) {
      try {
        const onProgress = (step: string, fraction: number) => {
          this.progress.note(run.id, step, fraction);
          log.debug('task run', { taskRunId: run.id, step, fraction });
        };
        return await worker.perform(run, { signal, onProgress }, log);
      } catch (error) {
        if (!(error instanceof WorkerCrash) || left <= 0) {
          throw error;
        }
        log.warn('worker process crashed, trying again', { taskRunId: run.id });
      }
    }
  }

  /** False where the run was canceled while the last of its work was done. */
  private async succeed(run: RunRecord, outcome: TaskOutcome): Promise<boolean> {
    const { state, files, log } = this.options;
    const replaced = 'labelCount' in outcome ? state.results(run.transformId).lastImport : undefined;
    const succeeded = await this.steps.succeed(run, outcome);
    if (succeeded && replaced) {
      // The run has succeeded whether or not what it replaced can be cleared away.
      await files.forget(replaced).catch((error: unknown) => logFault(log, 'old labels could not be removed', error));
    }
    if (succeeded) {
      log.info('task run ended', { taskRunId: run.id, transformId: run.transformId, status: succeeded.status });
    }
    return succeeded !== undefined;
  }

  /** Ends a run that has not succeeded, with nothing left of it. */
  private async settle(run: RunRecord, ending: Ending): Promise<void> {
    const { worker, log } = this.options;
    let { error } = ending;
    try {
      await worker.undo(run);
    } catch (fault) {
      logFault(log, 'what a task run wrote could not be removed', fault, { taskRunId: run.id });
      const where = run.target ? formatS3Path(run.target) : 'what it wrote';
      error = [error, `${where} could not be removed; it is not complete.`].filter(Boolean).join(' ');
    }
    await this.steps.end(run, { ...ending, error });
    // Not its error: the words of an input may be in it.
    log.info('task run ended', { taskRunId: run.id, transformId: run.transformId, status: ending.status });
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
    const advice = systemAdvice(error);
    if (advice !== undefined) {
      return { status: 'FAILED', error: advice };
    }
    logFault(this.options.log, 'task run crashed', error, { taskRunId: run.id });
    if (error instanceof WorkerCrash) {
      this.options.log.debug('what the worker process wrote', { taskRunId: run.id, details: error.details });
    }
    const words = error instanceof WorkerCrash ? error.message : 'Local Glue failed with an internal error.';
    return { status: 'FAILED', error: `${words} See the log of Local Glue for task run ${run.id}.` };
  }
}
