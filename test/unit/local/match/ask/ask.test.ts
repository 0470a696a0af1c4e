import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchResult } from '../../../../../src/local/match/job';
import type { LabeledRow } from '../../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../../src/local/match/pipeline';
import { nameUuid } from '../../../../../src/local/match/setIds';
import { tableFile } from '../../../../harness/tableFile';
import { jobInput, labelByTruth, personsWorkspace, type Workspace } from '../persons';

const seed = 'ask';
let small: Workspace;

beforeAll(async () => {
  small = await personsWorkspace(36, seed);
});

afterAll(async () => {
  await rm(small.folder, { recursive: true });
});

async function generate(
  workspace: Workspace,
  labels: readonly LabeledRow[],
  asked: readonly (readonly string[])[],
  size: { sets: number; rowsPerSet: number } = { sets: 10, rowsPerSet: 10 },
): Promise<Extract<MatchResult, { kind: 'generate' }>> {
  const outputFile = join(workspace.folder, 'asked.csv');
  const input = await jobInput(workspace, labels, asked);
  const result = await runMatchJob({ ...input, kind: 'generate', outputFile, ...size }, () => undefined);
  if (result.kind !== 'generate') {
    throw new Error(`A generate job answered ${result.kind}.`);
  }
  return result;
}

test('asks until nothing is left, never twice about a pair, then says so', async () => {
  const seen = new Set<string>();
  const asked: (readonly string[])[] = [];
  const labels: LabeledRow[] = [];
  const rounds = async (): Promise<void> => {
    for (let round = 0; round < 500; round++) {
      const { sets, rows } = await generate(small, labels, asked, { sets: 8, rowsPerSet: 10 });
      expect(rows).toBe(sets.flat().length);
      expect(sets.length).toBeGreaterThan(0);
      for (const set of sets) {
        expect(set.length).toBeGreaterThan(1);
        expect(set.length).toBeLessThanOrEqual(10);
        expect(set).toEqual([...new Set(set)].sort());
        for (const [i, a] of set.entries()) {
          for (const b of set.slice(i + 1)) {
            expect(seen.has(`${a} ${b}`), `seed ${seed}: ${a} and ${b} were asked twice`).toBe(false);
            seen.add(`${a} ${b}`);
          }
        }
      }
      asked.push(...sets);
      if (round < 2) {
        labels.push(...(await labelByTruth(join(small.folder, 'asked.csv'), small.truth)));
      }
    }
  };
  await expect(rounds()).rejects.toThrow(/nothing left to ask.*Import the labels/);
  expect(asked.length).toBeGreaterThan(8);
});

test('labels alone, without the files that asked for them, keep their pairs from being asked', async () => {
  const first = await generate(small, [], []);
  const labels = await labelByTruth(join(small.folder, 'asked.csv'), small.truth);
  const second = await generate(small, labels, []);
  const pairs = (sets: readonly (readonly string[])[]): string[] =>
    sets.flatMap((set) => set.flatMap((a, i) => set.slice(i + 1).map((b) => `${a} ${b}`)));
  const before = new Set(pairs(first.sets));
  expect(pairs(second.sets).filter((pair) => before.has(pair))).toEqual([]);
});

test('the first sets hold both matches and lookalikes, several rows of a kind in a set', async () => {
  const workspace = await personsWorkspace(1000, seed);
  try {
    const { sets } = await generate(workspace, [], []);
    const groups = sets.map((set) => new Set(set.map((key) => workspace.truth.get(key))).size);
    expect(sets.flat().length).toBe(100);
    expect(groups.filter((count) => count < 10).length, `seed ${seed}`).toBeGreaterThan(5);
    expect(groups.every((count) => count > 1)).toBe(true);
  } finally {
    await rm(workspace.folder, { recursive: true });
  }
});

test.each([
  [2, 3],
  [30, 1],
])('sets of %i rows can be had too', async (rowsPerSet, sets) => {
  const result = await generate(small, [], [], { sets, rowsPerSet });
  expect(result.sets.map((set) => set.length)).toEqual(Array(sets).fill(rowsPerSet));
});

test('a table of a single row has nothing to ask', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'single-'));
  try {
    const file = join(folder, 'one.csv');
    await writeFile(file, `${small.table.columns.map(({ name }) => name).join(',')}\np1,a,b,c,d,e,f,g,h\n`);
    await expect(
      generate({ ...small, folder, table: { ...small.table, files: [tableFile(file)] } }, [], []),
    ).rejects.toThrow(/The table has one row, and a labeling set compares rows/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('cells keep their text: quotes, line breaks, leading blanks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cells-'));
  try {
    const file = join(folder, 'cells.csv');
    const rows = ['1, "Ann ""A"" Lee", x', '2,"Ann\nLee",x', '3," Ann, Lee",x', '4,Bob Gray,y', '5,Bob Grey,y'];
    await writeFile(file, `id,name,city\n${rows.join('\n')}\n`);
    const columns = ['id', 'name', 'city'].map((name) => ({ name, type: 'string' }));
    const workspace = { ...small, folder, table: { ...small.table, files: [tableFile(file)], columns } };
    await generate(workspace, [], [], { sets: 1, rowsPerSet: 5 });
    const text = await readFile(join(folder, 'asked.csv'), 'utf8');
    expect(text.split('\n')[0]).toBe('labeling_set_id,label,id,name,city');
    expect(text).toMatch(/,,1,"Ann ""A"" Lee", x\n/);
    expect(text).toMatch(/,,2,"Ann\nLee",x\n/);
    expect(text).toMatch(/,,3," Ann, Lee",x\n/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('name UUIDs are those of version 3 without a namespace', () => {
  // java.util.UUID.nameUUIDFromBytes of the bytes of "hello"
  expect(nameUuid('hello')).toBe('5d41402a-bc4b-3a76-b971-9d911017c592');
});
