import { expect, test, vi } from 'vitest';
import { LargeObjects } from '../../../../src/labeling/s3/largeObjects';

vi.mock('vscode', () => import('../../vscodeText'));

const uri = { authority: 'test', path: '/bucket/large.csv' };

/** VS Code's memory, which outlives the window. */
function memory() {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? (kept.get(key) as T) : otherwise) as T,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
}

test('a large object is asked about once, also over a reload of the window', async () => {
  const asked: number[] = [];
  const answers = [false, true, true];
  const kept = memory();
  const window = () =>
    new LargeObjects(kept, async (_, size) => {
      asked.push(size);
      return answers.shift() ?? false;
    });
  const first = window();
  expect(await first.confirm(uri, 100)).toBe(false);
  expect(await first.confirm(uri, 100)).toBe(true);
  expect(await first.confirm(uri, 150)).toBe(true);
  expect(await window().confirm(uri, 200)).toBe(true);
  expect(asked).toEqual([100, 100]);
  expect(await window().confirm(uri, 201), 'it has grown beyond what was agreed to').toBe(true);
  expect(await window().confirm({ ...uri, path: '/bucket/other.csv' }, 100)).toBe(false);
  expect(asked).toEqual([100, 100, 201, 100]);
});
