import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, watch } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadIndex } from '../../../../../src/local/match/index/keptIndex';
import type { MatchJob } from '../../../../../src/local/match/job';
import type { WorkerReport } from '../../../../../src/local/tasks/job';
import { fuzz } from '../../../../harness/fuzz';
import { project } from '../../../../harness/project';
import { Random } from '../../../../harness/random';
import { jobInput, personsWorkspace, type Workspace } from '../persons';

const program = join(project, 'dist', 'local', 'match-worker.mjs');
const { seed, rounds } = fuzz(6);
let workspace: Workspace;
/** Rows that are not equal to another one but for their key. */
let different: number;
let job: MatchJob;
let folder = '';

beforeAll(async () => {
  workspace = await personsWorkspace(800, 'killed');
  const [, ...lines] = (await readFile(workspace.table.files[0]?.path ?? '', 'utf8')).trimEnd().split('\n');
  different = new Set(lines.map((line) => line.slice(line.indexOf(',')))).size;
  folder = join(workspace.folder, 'indexes');
  await mkdir(folder);
  const input = await jobInput(workspace, []);
  const outputFile = join(workspace.folder, 'asked.csv');
  const keeping = { folder, mostBytes: 1e9 };
  job = { ...input, kind: 'generate', outputFile, sets: 2, rowsPerSet: 10, keeping, threads: 1 };
});

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

/** Runs a job that keeps an index; `onFile` is told of each change to a file of the index's folder. */
async function work(onFile: (name: string, kill: () => void) => void): Promise<readonly WorkerReport[]> {
  const reports: WorkerReport[] = [];
  const watching = new AbortController();
  const child = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'close');
  child.on('message', (report: WorkerReport) => reports.push(report));
  const look = async () => {
    for await (const { filename } of watch(folder, { signal: watching.signal })) {
      onFile(filename ?? '', () => child.kill('SIGKILL'));
    }
  };
  const looking = look().catch((error: Error) => expect(error.name).toBe('AbortError'));
  child.send(job);
  await ended;
  watching.abort();
  await looking;
  return reports;
}

test('a kill while an index is kept leaves it whole or absent, and the next job keeps it all the same', async () => {
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const about = `seed ${seed + round}`;
    const random = new Random(seed + round);
    // At the first sign of the file, or at a later one.
    let signs = random.int(1, 4);
    const reports = await work((_, kill) => {
      signs -= 1;
      if (signs === 0) {
        kill();
      }
    });
    killed += reports.some(({ type }) => type === 'done') ? 0 : 1;
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.index'))) {
      const whole = await loadIndex({ folder, mostBytes: 1e9 }, basename(name, '.index'));
      expect(whole?.records.count, about).toBe(different);
      await rm(join(folder, name));
    }
  }
  expect(killed).toBeGreaterThan(0);
  const last = await work(() => undefined);
  expect(last.at(-1)?.type).toBe('done');
  expect((await readdir(folder)).filter((file) => file.endsWith('.index'))).toHaveLength(1);
}, 60_000);
