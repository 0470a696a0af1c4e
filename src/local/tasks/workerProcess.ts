import { type ChildProcess, fork } from 'node:child_process';
import type { TaskJob, TaskResult, WorkerReport } from './job';

/** The job can't be done as it was asked for; the message is fit for a task run's ErrorString. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** The worker process broke down: a fault of the program, or the system killed it. `details` is for the log. */
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
    const child = fork(program, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
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
        reject(new WorkerCrash(`The worker process could not be started: ${error.message}`, details));
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
        const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
        reject(new WorkerCrash(`The worker process ${how} before the work was done.`, details));
      }
    });
    child.send(job);
  });
}
