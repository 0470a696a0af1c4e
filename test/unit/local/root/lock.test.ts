import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localGlueProgram, projectNode, startLocalGlue } from '../../../harness/localGlue';
import { run } from '../../../harness/processes';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const inUse = expect.stringMatching(/^glue-local: Another process already serves the folder .*\n$/);

test('a root folder is used by one process at a time, and free again once that has ended or was killed', async () => {
  const first = await startLocalGlue({ root });
  expect(await glueLocal()).toMatchObject({ code: 1, output: inUse });
  await first.kill();
  const second = await startLocalGlue({ root });
  expect(second.credentials).toEqual(first.credentials);
  expect(await glueLocal()).toMatchObject({ code: 1, output: inUse });
  await second.stop();
  await (await startLocalGlue({ root })).stop();
  expect((await stat(join(root, 'lock.duckdb'))).mode & 0o777).toBe(0o600);
});

test('of processes that start at once one wins, on a new folder and on one whose server was killed', async () => {
  for (let round = 0; round < 2; round++) {
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => startLocalGlue({ root })));
    const winners = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
    await Promise.all(winners.map((local) => local.kill()));
    expect(winners).toHaveLength(1);
    const reasons = starts.flatMap((start) => (start.status === 'rejected' ? String(start.reason) : []));
    expect(reasons).toEqual(Array.from({ length: 4 }, () => expect.stringContaining('already serves the folder')));
    expect((await readdir(root)).filter((name) => name.includes('lock'))).toEqual(['lock.duckdb']);
  }
});

test('what a start that was killed left of its lock is no obstacle', async () => {
  await writeFile(join(root, '.lock-00000000-0000-4000-8000-000000000000.duckdb'), '');
  await (await startLocalGlue({ root })).stop();
  expect((await readdir(root)).filter((name) => name.includes('lock'))).toEqual(['lock.duckdb']);
});

// Needs a kernel that lets this user make namespaces, as a developer's Linux does.
test.runIf(spawnSync('unshare', ['--user', '--map-root-user', '--pid', '--fork', 'true']).status === 0)(
  'a process in another PID namespace (a container that shares the folder) is refused, too',
  async () => {
    const local = await startLocalGlue({ root });
    const elsewhere = ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc'];
    const second = await run('unshare', [...elsewhere, projectNode, localGlueProgram, '--root', root]);
    expect(second).toMatchObject({ code: 1, output: inUse });
    await local.stop();
  },
);

const glueLocal = () => run(projectNode, [localGlueProgram, '--root', root]);
