import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EarlierOutput, MatchResult, MatchSettings } from '../../../../src/local/match/job';
import type { LabeledRow } from '../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../src/local/match/pipeline';
import { Random } from '../../../../src/local/match/random';
import { jobInput, type Workspace } from './persons';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cases-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Cells behind the key, row by row; keys are r0000, r0001 and so on. */
async function tableOf(
  rows: readonly (readonly string[])[],
  settings: Partial<MatchSettings> = {},
): Promise<Workspace> {
  const path = join(folder, 'rows.csv');
  const columns = ['id', ...(rows[0] ?? []).map((_, i) => `c${i}`)];
  await writeFile(
    path,
    [columns, ...rows.map((cells, i) => [keyOf(i), ...cells])].map((row) => `${row.join()}\n`).join(''),
  );
  return {
    folder,
    truth: new Map(),
    table: {
      files: [{ path, name: path }],
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: columns.map((name) => ({ name, type: 'string' })),
    },
    settings: {
      primaryKey: 'id',
      precisionRecallTradeoff: 0.5,
      accuracyCostTradeoff: 0.5,
      enforceProvidedLabels: false,
      ...settings,
    },
  };
}

function keyOf(row: number): string {
  return `r${String(row).padStart(4, '0')}`;
}

/** A labeling set: row numbers by what they are about. */
function labelSet(workspace: Workspace, set: string, groups: readonly (readonly number[])[]): LabeledRow[] {
  const cells = workspace.table.columns.slice(1).map(() => '');
  return groups.flatMap((group, i) =>
    group.map((row) => ({ setId: set, label: String(i), cells: [keyOf(row), ...cells] })),
  );
}

async function match(workspace: Workspace, labels: readonly LabeledRow[], earlierFile?: string) {
  const outputFile = join(folder, earlierFile === undefined ? 'matches.csv' : 'matches-again.csv');
  const input = await jobInput(workspace, labels);
  const earlier = earlierFile === undefined ? undefined : earlierOutput(earlierFile);
  await runMatchJob(
    {
      ...input,
      kind: 'findMatches',
      outputFile,
      outputFormat: 'csv',
      confidenceScores: true,
      ...(earlier ? { earlier } : {}),
    },
    () => undefined,
  );
  const lines = (await readFile(outputFile, 'utf8')).trimEnd().split('\n').slice(1);
  const cells = lines.map((line) => line.split(','));
  return { ids: cells.map((row) => row.at(-2) ?? ''), confidence: cells.map((row) => Number(row.at(-1))) };
}

function earlierOutput(path: string): EarlierOutput {
  return { files: [{ path, name: path }], matchAllRows: false, reportFile: join(folder, 'report.json') };
}

async function generate(
  workspace: Workspace,
  labels: readonly LabeledRow[] = [],
): Promise<readonly (readonly string[])[]> {
  const input = await jobInput(workspace, labels);
  const outputFile = join(folder, 'sets.csv');
  const result = await runMatchJob(
    { ...input, kind: 'generate', outputFile, sets: 10, rowsPerSet: 10 },
    () => undefined,
  );
  return result.kind === 'generate' ? result.sets : [];
}

/** Made-up words that have nothing to do with each other. */
function words(count: number, seed: string): string[] {
  const random = new Random(seed);
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  return Array.from({ length: count }, () => Array.from({ length: 9 }, () => random.pick(letters)).join(''));
}

describe('rows whose compared cells are all equal', () => {
  test('match without being asked about, however many there are, for sure', async () => {
    const names = words(30, 'copies');
    const workspace = await tableOf(
      Array.from({ length: 600 }, (_, i) => [names[i % 30] ?? '', `town ${i % 7 === 0 ? '' : ''}x`]),
    );
    const sets = await generate(workspace);
    expect(new Set(sets.flat()).size).toBeLessThanOrEqual(30);
    const labels = labelSet(workspace, 's', [[0], [1], [2]]);
    const { ids, confidence } = await match(workspace, labels);
    expect(new Set(ids).size).toBe(30);
    expect(ids.every((id, i) => id === ids[i % 30])).toBe(true);
    expect(confidence.every((value) => value === 1)).toBe(true);
  });

  test('are kept apart by labels that are to be enforced, and only those', async () => {
    const workspace = await tableOf([['ann'], ['ann'], ['ann'], ['bob']], { enforceProvidedLabels: true });
    const { ids } = await match(workspace, labelSet(workspace, 's', [[0], [1]]));
    expect(ids[0]).not.toBe(ids[1]);
    expect([ids[0], ids[1]]).toContain(ids[2]);
    expect([ids[0], ids[1], ids[2]]).not.toContain(ids[3]);
  });

  test('count in the estimate as the matches that they are', async () => {
    const [a = '', b = '', c = '', d = ''] = words(4, 'estimate');
    const workspace = await tableOf([[a], [a], [b], [b], [c], [c], [d], [d]]);
    const labels = [
      labelSet(workspace, 's', [
        [0, 1],
        [2, 3],
      ]),
      labelSet(workspace, 't', [[4, 5], [6], [7]]),
    ].flat();
    const result = (await runMatchJob(
      { ...(await jobInput(workspace, labels)), kind: 'evaluate' },
      () => undefined,
    )) as Extract<MatchResult, { kind: 'evaluate' }>;
    const { truePositives, falsePositives, falseNegatives, trueNegatives } = result.metrics.confusionMatrix;
    expect({ truePositives, falsePositives, falseNegatives }).toEqual({
      truePositives: 3,
      falsePositives: 1,
      falseNegatives: 0,
    });
    expect(trueNegatives).toBe(8);
  });

  test('of a large table are one cluster and take no time', async () => {
    const workspace = await tableOf(Array.from({ length: 2000 }, () => ['same', 'row']));
    const { ids } = await match(workspace, labelSet(workspace, 's', [[0, 1, 2]]));
    expect(new Set(ids).size).toBe(1);
  });

  test('join the cluster of their likes when they come later, and make one where they have none', async () => {
    const [a = '', b = '', c = ''] = words(3, 'later');
    const before = [[`${a} x`], [`${a} y`], [b], [b], ...words(30, 'others').map((word) => [word])];
    const labels = (workspace: Workspace): LabeledRow[] => labelSet(workspace, 's', [[0, 1], [2], [4], [5]]);
    const first = await tableOf(before);
    const told = await match(first, labels(first));
    expect(told.ids[2]).toBe(told.ids[3]);
    const second = await tableOf([...before, [`${a} x`], [b], [c], [c]]);
    const { ids, confidence } = await match(second, labels(second), join(folder, 'matches.csv'));
    expect(ids.slice(0, before.length)).toEqual(told.ids);
    const [copyOfA, copyOfB, newOne, another] = ids.slice(before.length);
    expect(copyOfA).toBe(ids[0]);
    expect(copyOfB).toBe(ids[2]);
    expect(another).toBe(newOne);
    expect(told.ids).not.toContain(newOne);
    expect(confidence.at(-1)).toBe(1);
  });

  test('that are blank tell nothing and stay alone', async () => {
    const workspace = await tableOf([
      ['', ''],
      ['', ''],
      ['ann lee', 'x'],
      ['anna lee', 'x'],
    ]);
    const { ids } = await match(workspace, labelSet(workspace, 's', [[2, 3]]));
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('where all labels match', () => {
  test('a labeled pair of a three-row table is joined, the third row is not', async () => {
    const workspace = await tableOf([
      ['ann lee', 'oak road 1'],
      ['anna lee', 'oak road 1'],
      ['bob cole', 'elm street 7'],
    ]);
    const { ids } = await match(workspace, labelSet(workspace, 's', [[0, 1]]));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('the two rows of a table are joined', async () => {
    const workspace = await tableOf([['ann lee'], ['anna lee']]);
    const { ids } = await match(workspace, labelSet(workspace, 's', [[0, 1]]));
    expect(ids[0]).toBe(ids[1]);
  });

  test('a table in which nearly everything is the same thing written otherwise becomes one cluster', async () => {
    const tails = words(60, 'tails').map((word) => word.slice(0, 2));
    const workspace = await tableOf(
      tails.map((tail, i) => [`international business machines ${tail}`, `armonk ${i % 3}`]),
    );
    const { ids } = await match(workspace, labelSet(workspace, 's', [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]));
    const largest = Math.max(...[...new Set(ids)].map((id) => ids.filter((other) => other === id).length));
    expect(largest).toBeGreaterThan(50);
  });
});

test('large clusters are learned as matches though far neighbours are assumed to be none', async () => {
  const random = new Random('clusters');
  const names = words(8, 'names');
  const towns = words(8, 'towns');
  const misspelled = (word: string): string => {
    const at = random.below(word.length - 1);
    return word.slice(0, at) + word.slice(at + 1);
  };
  const rows = Array.from({ length: 480 }, (_, i) => [misspelled(names[i % 8] ?? ''), misspelled(towns[i % 8] ?? '')]);
  const workspace = await tableOf(rows);
  const labels = [0, 1, 2, 3].flatMap((set) =>
    labelSet(
      workspace,
      `s${set}`,
      [0, 1, 2, 3].map((thing) => [0, 8, 16].map((step) => set * 24 + thing + step)),
    ),
  );
  const { ids } = await match(workspace, labels);
  const pairs = (same: (a: number, b: number) => boolean): number =>
    ids.reduce((sum, _, a) => sum + ids.slice(a + 1).filter((_, b) => same(a, a + 1 + b)).length, 0);
  const truth = pairs((a, b) => a % 8 === b % 8);
  const both = pairs((a, b) => a % 8 === b % 8 && ids[a] === ids[b]);
  expect(both / truth).toBeGreaterThan(0.95);
});
