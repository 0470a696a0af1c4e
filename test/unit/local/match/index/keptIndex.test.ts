import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blockingBudget } from '../../../../../src/local/match/compare/candidates';
import { indexOf } from '../../../../../src/local/match/index/indexOf';
import { indexName, keepIndex, loadIndex } from '../../../../../src/local/match/index/keptIndex';
import { inKeyOrder, type OrderedTable } from '../../../../../src/local/match/index/keyOrder';
import { Team } from '../../../../../src/local/match/threads/team';
import { generatePersons } from '../../../../../src/local/sample/persons';

const team = new Team(1, undefined);
let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'kept-')), 'indexes');
});

afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true });
});

function table(rows: number, change?: (cells: string[][]) => void): OrderedTable {
  const persons = generatePersons({ rows, seed: 'kept' });
  const cells = persons.columns.map((_, column) => persons.rows.map((row) => row[column] ?? ''));
  change?.(cells);
  return inKeyOrder({
    columns: persons.columns,
    key: 0,
    rows,
    cells,
  });
}

async function index(of: OrderedTable, mostBytes: number) {
  const steps: string[] = [];
  const keeping = { folder, mostBytes };
  const made = await indexOf(of, blockingBudget(0.5, of.rows), keeping, team, (step) => steps.push(step));
  return { made, isNew: steps.includes('Comparing texts') };
}

test('an index that was kept is the one that was made', async () => {
  const persons = table(150);
  const first = await index(persons, 1e9);
  const second = await index(persons, 1e9);
  expect([first.isNew, second.isNew]).toEqual([true, false]);
  expect(second.made).toEqual(first.made);
  expect(second.made.records.grams.weights.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('it belongs to the rows of the table and the budget, not to the order of the rows', () => {
  const budget = blockingBudget(0.5, 60);
  const name = indexName(table(60), budget);
  expect(
    indexName(
      table(60, (cells) => {
        for (const column of cells) {
          column.reverse();
        }
      }),
      budget,
    ),
  ).toBe(name);
  const changes: ((cells: string[][]) => void)[] = [
    ([, names]) => names?.splice(3, 1, 'someone else'),
    // The same text, cut otherwise.
    ([, names]) => names?.splice(0, 2, `${names[0]}${names[1]?.[0]}`, names[1]?.slice(1) ?? ''),
    ([keys]) => keys?.splice(0, 1, 'zz'),
  ];
  for (const change of changes) {
    expect(indexName(table(60, change), budget)).not.toBe(name);
  }
  expect(indexName(table(60), { ...budget, visits: budget.visits + 1 })).not.toBe(name);
});

test('a damaged index counts for nothing and is made again', async () => {
  const persons = table(80);
  await index(persons, 1e9);
  const [file = ''] = await readdir(folder);
  const path = join(folder, file);
  for (const damage of [() => truncate(path, 5000), () => truncate(path, 3), () => writeFile(path, 'nonsense')]) {
    await damage();
    expect((await index(persons, 1e9)).isNew).toBe(true);
    expect((await index(persons, 1e9)).isNew).toBe(false);
  }
});

test('the ones used least recently go when all take more than they may; one too large is not kept', async () => {
  const tables = [60, 61, 62].map((rows) => table(rows));
  for (const [i, each] of tables.entries()) {
    await index(each, 1e9);
    const path = join(folder, `${indexName(each, blockingBudget(0.5, each.rows))}.index`);
    await utimes(path, 1000 + i, 1000 + i);
  }
  const sizes = await Promise.all((await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size));
  const [a, b, c] = tables as [OrderedTable, OrderedTable, OrderedTable];
  // The first is used again, so that the second is the one to go.
  expect((await index(a, 1e9)).isNew).toBe(false);
  const room = sizes.reduce((sum, size) => sum + size, 0) * 1.1;
  await index(table(63), room);
  expect(await index(a, 1e9).then(({ isNew }) => isNew)).toBe(false);
  expect(await index(c, 1e9).then(({ isNew }) => isNew)).toBe(false);
  expect(await index(b, 1e9).then(({ isNew }) => isNew)).toBe(true);
  await rm(folder, { recursive: true });
  await index(a, 10);
  expect(await readdir(folder)).toEqual([]);
});

test('what a killed process left unfinished is not taken for an index, and goes in time', async () => {
  const persons = table(60);
  const { made } = await index(persons, 1e9);
  const unfinished = join(folder, 'abc.1.unfinished');
  await writeFile(unfinished, 'half');
  expect(await loadIndex({ folder, mostBytes: 1e9 }, 'abc')).toBe(undefined);
  await utimes(unfinished, 1000, 1000);
  await keepIndex({ folder, mostBytes: 1e9 }, 'def', made);
  expect((await readdir(folder)).filter((file) => file.endsWith('.unfinished'))).toEqual([]);
});
