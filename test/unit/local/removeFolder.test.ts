import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolder } from '../../../src/local/removeFolder';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remove-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a folder goes with all that is in it, and nothing that is only linked to', async () => {
  const [gone, kept] = [join(folder, 'gone'), join(folder, 'kept')];
  await mkdir(join(gone, 'table', 'deep'), { recursive: true });
  await mkdir(kept);
  await writeFile(join(kept, 'file'), 'kept');
  await symlink(kept, join(gone, 'table', 'link'));
  const names = Array.from({ length: 300 }, (_, at) => String(at));
  await Promise.all(names.map((name) => writeFile(join(gone, 'table', name), name)));
  await writeFile(join(gone, 'table', 'deep', 'file'), '');
  await removeFolder(gone);
  expect(await readdir(folder)).toEqual(['kept']);
  expect(await readFile(join(kept, 'file'), 'utf8')).toBe('kept');
});

test('one that is not there is no fault', async () => {
  await removeFolder(join(folder, 'nowhere'));
});
