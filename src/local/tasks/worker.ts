import { availableParallelism } from 'node:os';
import { MatchInputError } from '../match/errors';
import type { Report } from '../match/index/tableIndex';
import { countRows } from '../match/output/countRows';
import { runMatchJob } from '../match/pipeline';
import { checkKey } from '../match/table/checkKey';
import { describeFile } from '../match/table/describe';
import { firstRows } from '../match/table/firstRows';
import { Team } from '../match/threads/team';
import { diskFull, systemAdvice } from '../systemError';
import type { TaskJob, TaskResult, WorkerReport } from './job';
import { exportLabels, importLabels } from './labelJobs';
import { ImportError } from './readLabels';

/** Milliseconds between two reports of one step. */
const reportInterval = 200;

/**
 * The worker process: takes one job as its first message, reports, and ends. It has a process of its own so that a task run can be
 * stopped at any moment and its memory is its own. When the parent is gone (killed, crashed) nobody wants the result any more.
 */
// Ctrl+C and an end of the process group are the parent's to act on; it ends its workers itself.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.once('disconnect', () => process.exit(1));
process.once('message', (job: TaskJob) => {
  void work(job).then(finish);
});

async function work(job: TaskJob): Promise<WorkerReport> {
  try {
    return { type: 'done', result: await run(job) };
  } catch (error) {
    if (error instanceof MatchInputError || error instanceof ImportError) {
      return { type: 'failed', reason: error.message };
    }
    const advice = systemAdvice(error) ?? engineAdvice(error);
    if (advice !== undefined) {
      return { type: 'failed', reason: advice };
    }
    // Not the user's doing: leave the stack to the server's log and let the run count as broken down.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  }
}

async function run(job: TaskJob): Promise<TaskResult> {
  switch (job.kind) {
    case 'import':
      return importLabels(job);
    case 'export':
      return exportLabels(job);
    case 'describe':
      return { kind: 'describe', description: await describeFile(job.file, job.scratch) };
    case 'firstRows':
      return { kind: 'firstRows', found: await firstRows(job.table, job.limit, job.scratch) };
    case 'checkKey':
      return { kind: 'checkKey', report: await checkKey(job.table, job.column, job.scratch) };
    case 'count':
      return { kind: 'count', rows: await countRows(job) };
    default: {
      const team = new Team(job.threads ?? availableParallelism(), new URL('./match-thread.mjs', import.meta.url));
      return runMatchJob(job, progressReport(), team);
    }
  }
}

/** Tells the parent of each step, and several times a second how far it is. */
function progressReport(): Report {
  let told = { step: '', at: 0 };
  return (step, fraction) => {
    const now = performance.now();
    if (step !== told.step || now - told.at >= reportInterval) {
      told = { step, at: now };
      process.send?.({ type: 'progress', step, fraction } satisfies WorkerReport);
    }
  };
}

/** What the engine says of memory and disk, in words for users; undefined for all else. */
function engineAdvice(error: unknown): string | undefined {
  const text = error instanceof Error ? error.message : String(error);
  if (/out of memory|failed to allocate/i.test(text)) {
    return 'The task run ran out of memory. Close other programs or use a part of the table, then start the task run again.';
  }
  return /no space left on device|disk is full/i.test(text) ? systemAdvice(diskFull) : undefined;
}

function finish(report: WorkerReport): void {
  process.send?.(report, undefined, undefined, () => process.exit(0));
}
