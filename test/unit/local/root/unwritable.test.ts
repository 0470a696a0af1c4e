import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localGlueProgram, projectNode, startLocalGlue } from '../../../harness/localGlue';
import { run } from '../../../harness/processes';

// A start on a folder that can't be written to: it ends at once, names the folder and changes nothing.

const world = ['--user', '--map-root-user', '--mount'];
/** Needs a kernel that lets this user mount a disk of its own, as a developer's Linux does. */
const canMount = spawnSync('unshare', [...world, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'unwritable-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Starts on the root in a world of its own that a script has changed first. */
function start(script: string) {
  const program = [projectNode, localGlueProgram, '--root', root, '--port', '0'];
  return run('unshare', [...world, 'sh', '-c', `${script} && exec "$@"`, root, ...program]);
}

const readOnly = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"';

test.runIf(canMount)('a new folder on a read-only disk is refused by its name', async () => {
  expect(await start(readOnly)).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      /^glue-local: The root folder can't be used \(EROFS: .*unwritable-.*\)\. Give a --root that can be written to\.\n$/,
    ),
  });
  expect(await readdir(root)).toEqual([]);
});

test.runIf(canMount)('so is one that has been used, and no advice is to remove anything of it', async () => {
  await (await startLocalGlue({ root })).stop();
  const before = await readdir(root, { recursive: true });
  const { code, output } = await start(readOnly);
  expect(code).toBe(1);
  expect(output).toMatch(/^glue-local: The root folder can't be used \(EROFS: .*unwritable-/);
  expect(output).not.toContain('remove');
  expect(await readdir(root, { recursive: true })).toEqual(before);
  await (await startLocalGlue({ root })).stop();
});

test.runIf(canMount)('a disk that is full at the start is told as such', async () => {
  const full = 'mount -t tmpfs -o size=64k tmpfs "$0" && { head -c 1M /dev/zero > "$0/ballast" 2>/dev/null || true; }';
  expect(await start(full)).toMatchObject({
    code: 1,
    output: "glue-local: The disk that holds Local Glue's data is full. Free some space and try again.\n",
  });
});
