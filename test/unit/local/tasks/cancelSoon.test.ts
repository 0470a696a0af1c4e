import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchJob } from '../../../../src/local/match/job';
import { processRunner } from '../../../../src/local/tasks/workerProcess';
import { project } from '../../../harness/project';
import { jobInput, personsWorkspace, type Workspace } from '../match/persons';

const run = processRunner(join(project, 'dist', 'local', 'match-worker.mjs'));
let workspace: Workspace;
let job: MatchJob;

beforeAll(async () => {
  workspace = await personsWorkspace(6000, 'cancel-soon');
  const input = await jobInput(workspace, []);
  const outputFile = join(workspace.folder, 'asked.csv');
  const keeping = { folder: join(workspace.folder, 'indexes'), mostBytes: 1e9 };
  job = { ...input, kind: 'generate', outputFile, sets: 10, rowsPerSet: 10, threads: 3, keeping };
}, 60_000);

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

/** Cancels the job when it comes to a step, and resolves to the milliseconds until its process was gone. */
async function timeToEnd(step: string): Promise<number> {
  const stop = new AbortController();
  let canceled = 0;
  const ended = run(job, {
    signal: stop.signal,
    onProgress: (at) => {
      if (at === step && canceled === 0) {
        canceled = performance.now();
        stop.abort('cancel');
      }
    },
  });
  await expect(ended, step).rejects.toBe('cancel');
  return performance.now() - canceled;
}

// In all of them the process's main thread is busy and heeds no message; in the last, other threads are, too.
test.each(['Reading the table', 'Comparing texts', 'Finding candidate pairs'])(
  'canceled while it is at “%s”, work ends within a second and leaves no file',
  async (step) => {
    expect(await timeToEnd(step)).toBeLessThan(1000);
    const left = await readdir(workspace.folder, { recursive: true });
    expect(left).not.toContain('asked.csv');
  },
  60_000,
);
