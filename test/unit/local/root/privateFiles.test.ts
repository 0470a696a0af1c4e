import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocalGlue } from '../../../harness/localGlue';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'private-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

/** Modes of what lies in the root, by name. */
async function modes(root: string): Promise<Record<string, string>> {
  const names = (await readdir(root)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await mode(join(root, name))])));
}

const expected = {
  'credentials.json': '600',
  'endpoint.json': '600',
  'lock.duckdb': '600',
  log: '700',
  objects: '700',
  scratch: '700',
  'set-aside': '700',
  state: '700',
};

test('a root that others may enter keeps its mode, is told, and what is in it is private', async () => {
  const root = join(folder, 'root');
  await mkdir(root);
  await chmod(root, 0o755);
  const first = await startLocalGlue({ root });
  expect(await modes(root)).toEqual(expected);
  expect((await first.log()).join('\n')).toContain('others may enter the root folder (mode 755)');
  await first.stop();
  // As a copy of the folder, or a careless chmod -R, leaves it.
  for (const name of await readdir(root)) {
    await chmod(join(root, name), 0o777);
  }
  await writeFile(join(root, 'notes.txt'), 'not ours');
  await chmod(join(root, 'notes.txt'), 0o644);
  const second = await startLocalGlue({ root });
  expect(await modes(root)).toEqual({ ...expected, 'notes.txt': '644' });
  expect(await mode(root)).toBe('755');
  await second.stop();
});

test('a root that was made for it is private as a whole, without a word', async () => {
  const root = join(folder, 'new', 'root');
  const local = await startLocalGlue({ root });
  expect(await mode(root)).toBe('700');
  expect((await local.log()).join('\n')).not.toContain('others may enter');
  await local.stop();
});
