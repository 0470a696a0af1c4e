import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchJob } from '../../../../../src/local/match/job';
import type { WorkerReport } from '../../../../../src/local/tasks/job';
import { projectNode } from '../../../../harness/localGlue';
import { project } from '../../../../harness/project';
import { jobInput, labelByTruth, personsWorkspace, type Workspace } from '../persons';

const program = join(project, 'dist', 'local', 'match-worker.mjs');
let workspace: Workspace;
let input: Awaited<ReturnType<typeof jobInput>>;

beforeAll(async () => {
  workspace = await personsWorkspace(1100, 'threads');
  const outputFile = join(workspace.folder, 'asked.csv');
  const first = await jobInput(workspace, []);
  await work({ ...first, kind: 'generate', outputFile, sets: 10, rowsPerSet: 10 }, process.execPath);
  input = await jobInput(workspace, await labelByTruth(outputFile, workspace.truth));
}, 120_000);

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

/** Runs a job in a worker process as Local Glue does, by any Node; resolves to its answer. */
function work(job: MatchJob, node: string): Promise<WorkerReport> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [], { execPath: node, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (report: WorkerReport) => {
      if (report.type !== 'progress') {
        resolve(report);
      }
    });
    child.on('close', (code) => reject(new Error(`The worker ended with ${code}.`)));
    child.send(job);
  });
}

async function hashOf(threads: number, node: string): Promise<string> {
  const outputFile = join(workspace.folder, `matches-${threads}.csv`);
  const job = { ...input, kind: 'findMatches', outputFile, outputFormat: 'csv', confidenceScores: true } as const;
  const report = await work({ ...job, threads }, node);
  expect(report.type).toBe('done');
  const hash = createHash('sha256').update(JSON.stringify(report));
  return hash.update(await readFile(outputFile)).digest('hex');
}

test('one, two and four threads and two versions of Node give the same bytes', async () => {
  const alone = await hashOf(1, process.execPath);
  expect(await hashOf(2, process.execPath)).toBe(alone);
  expect(await hashOf(4, process.execPath)).toBe(alone);
  expect(await hashOf(2, projectNode)).toBe(alone);
}, 180_000);
