import type { Log } from '../log';
import { isLive, type RunRecord, type TaskOutcome, type TaskStatus } from '../state/records';
import type { State } from '../state/state';
import { untilDone } from './untilDone';

export type Ending = Pick<RunRecord, 'error' | 'outcome'> & { readonly status: TaskStatus };

/** What a step makes of a run; undefined where it is too late for the step. */
type Step = (run: RunRecord) => RunRecord | undefined;

/**
 * The steps of a task run's record from RUNNING to its end. A step that the disk refuses is tried again until it is taken, so that no run
 * stays in a state that is over. Each rejects only on closing; the next start then settles the run.
 */
export class RunSteps {
  constructor(
    private readonly state: State,
    private readonly log: Log,
    private readonly closing: AbortSignal,
  ) {}

  /** Undefined where the run was canceled before it began. */
  begin(run: RunRecord): Promise<RunRecord | undefined> {
    return this.take(run, (current) => {
      const now = nowAfter(current);
      return current.status === 'STARTING' ? { ...current, status: 'RUNNING', running: now, modified: now } : undefined;
    });
  }

  /** Undefined where the run was canceled while the last of its work was done. */
  succeed(run: RunRecord, outcome: TaskOutcome): Promise<RunRecord | undefined> {
    return this.take(run, (current) => {
      if (current.status !== 'RUNNING') {
        return undefined;
      }
      const finished = this.state.nextSequence();
      return { ...ended(current, { status: 'SUCCEEDED', outcome }), finished };
    });
  }

  /** Nothing happens to a run that has ended already. */
  async end(run: RunRecord, ending: Ending): Promise<void> {
    await this.take(run, (current) => {
      if (!isLive(current.status)) {
        return undefined;
      }
      // The user's word goes before whatever else ended the run in the same moment.
      const status = current.status === 'STOPPING' ? 'STOPPED' : ending.status;
      return ended(current, { ...ending, status });
    });
  }

  /**
   * Notes that the user wants a run to end: STOPPED where it has not begun, else STOPPING. Where that can't be written now it holds
   * nevertheless, as STOPPING, and `end` is to follow.
   */
  async cancel(transformId: string, id: string): Promise<RunRecord | undefined> {
    const { state } = this;
    const canceled = (waiting: 'STOPPED' | 'STOPPING') => () => {
      const current = state.run(transformId, id);
      const record = current && canceledRun(current, waiting);
      return { changes: record && record !== current ? [{ put: 'run' as const, record }] : [], result: record };
    };
    try {
      return await state.change(canceled('STOPPED'));
    } catch {
      return await state.assume(canceled('STOPPING'));
    }
  }

  private take({ transformId, id }: RunRecord, step: Step): Promise<RunRecord | undefined> {
    const { state, log, closing } = this;
    const decide = () => {
      const current = state.run(transformId, id);
      const record = current && step(current);
      return { changes: record ? [{ put: 'run' as const, record }] : [], result: record };
    };
    return untilDone(() => state.change(decide), {
      closing,
      log,
      what: `the record of task run ${id} can't be written`,
    });
  }
}

function canceledRun(run: RunRecord, waiting: 'STOPPED' | 'STOPPING'): RunRecord {
  switch (run.status) {
    case 'STARTING':
      return waiting === 'STOPPED' ? ended(run, { status: waiting }) : { ...run, status: waiting };
    case 'RUNNING':
      return { ...run, status: 'STOPPING', modified: nowAfter(run) };
    default:
      return run;
  }
}

function ended(run: RunRecord, ending: Ending): RunRecord {
  const now = nowAfter(run);
  return { ...run, ...ending, completed: now, modified: now };
}

/** Clocks are set back at times, but no run ends before it began. */
function nowAfter({ started, running = started, modified }: RunRecord): number {
  return Math.max(Date.now(), started, running, modified);
}
