import { type ChildProcess, fork } from 'node:child_process';
import { heapMegabytes } from '../match/size/memoryNeed';
import { systemAdvice } from '../systemError';
import type { TaskJob, TaskResult, WorkerReport } from './job';

/** The job can't be done as it was asked for; the message is fit for a task run's ErrorString. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** The worker process crashed, or the system killed it. `details` is for the log. */
export class WorkerCrash extends Error {
  override readonly name = 'WorkerCrash';

  constructor(
    message: string,
    readonly details: string,
  ) {
    super(message);
  }
}

export interface JobOptions {
  /** Kills the worker process; the promise rejects once the process is gone. */
  readonly signal: AbortSignal;
  readonly onProgress: (step: string, fraction: number) => void;
}

/** Does a job. Rejects with JobFailure, WorkerCrash or the signal's reason. */
export type RunJob = (job: TaskJob, options: JobOptions) => Promise<TaskResult>;

/** The end of what a worker wrote to stderr is kept for the log. */
const detailsKept = 4000;

/** Runs each job in a process of its own, started from the given program (the built match worker). */
export function processRunner(program: string): RunJob {
  return (job, { signal, onProgress }) => {
    signal.throwIfAborted();
    const child = fork(program, [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [`--max-old-space-size=${heapMegabytes()}`],
    });
    const kill = () => child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    return watch(child, job, onProgress)
      .catch((error: unknown) => {
        throw signal.aborted ? signal.reason : error;
      })
      .finally(() => signal.removeEventListener('abort', kill));
  };
}

/** Sends the job and settles when the process is gone, so that whoever waits knows it holds no file any more. */
function watch(child: ChildProcess, job: TaskJob, onProgress: JobOptions['onProgress']): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    let answer: WorkerReport | undefined;
    let details = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      details = (details + text).slice(-detailsKept);
    });
    child.on('message', (message: WorkerReport) => {
      if (message.type === 'progress') {
        onProgress(message.step, message.fraction);
      } else {
        answer = message;
      }
    });
    child.on('error', (error) => {
      if (child.pid === undefined) {
        const advice = systemAdvice(error) ?? 'Close other programs and start the task run again.';
        reject(new WorkerCrash(`The work could not be begun: the system starts no process for it. ${advice}`, details));
      } else {
        details += error.message;
      }
    });
    child.on('close', (code, signal) => {
      if (answer?.type === 'done') {
        resolve(answer.result);
      } else if (answer?.type === 'failed') {
        reject(new JobFailure(answer.reason));
      } else {
        reject(new WorkerCrash(crashText(signal), `${details}\nended by ${signal ?? `code ${code}`}`));
      }
    });
    child.send(job);
  });
}

/** What a user needs to know of a process that is gone; how it went is for the log. */
function crashText(signal: NodeJS.Signals | null): string {
  return signal === 'SIGKILL' || signal === 'SIGABRT'
    ? 'The task run was killed, most likely because memory ran out. Close other programs or use a part of the table, then start the task run again.'
    : 'Local Glue crashed in this task run. Start the task run again; if it crashes again, please report it.';
}
