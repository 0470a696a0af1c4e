import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchResult } from '../../../../src/local/match/job';
import type { LabeledRow } from '../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../src/local/match/pipeline';
import { jobInput, labelByTruth, pairCount, personsWorkspace, type Workspace } from './persons';

const seed = 'pipeline';
let workspace: Workspace;

beforeAll(async () => {
  workspace = await personsWorkspace(600, seed);
});

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

type Result<K extends MatchResult['kind']> = Extract<MatchResult, { kind: K }>;

async function generate(
  labels: readonly LabeledRow[],
  asked: readonly (readonly string[])[],
  file: string,
): Promise<Result<'generate'>> {
  const result = await runMatchJob(
    {
      ...(await jobInput(workspace, labels, asked)),
      kind: 'generate',
      outputFile: join(workspace.folder, file),
      sets: 10,
      rowsPerSet: 10,
    },
    () => undefined,
  );
  return result as Result<'generate'>;
}

/** Pair F1 of a match run over all true pairs of the table. */
async function matchF1(labels: readonly LabeledRow[]): Promise<number> {
  const outputFile = join(workspace.folder, 'matches.csv');
  const result = (await runMatchJob(
    {
      ...(await jobInput(workspace, labels)),
      kind: 'findMatches',
      outputFile,
      outputFormat: 'csv',
      confidenceScores: false,
    },
    () => undefined,
  )) as Result<'findMatches'>;
  const lines = (await readFile(outputFile, 'utf8')).trimEnd().split('\n').slice(1);
  const rows = lines.map((line) => line.split(','));
  const groups = rows.map((cells) => cells.at(-1) ?? '');
  expect(result.rows).toBe(workspace.truth.size);
  expect(result.clusters).toBe(new Set(groups).size);
  expect(result.matchedPairs).toBe(pairCount(groups));
  const truths = rows.map((cells) => workspace.truth.get(cells[0] ?? '') ?? '');
  const both = pairCount(groups.map((group, i) => `${group} ${truths[i]}`));
  return (2 * both) / (pairCount(groups) + pairCount(truths));
}

test('the loop: asks, learns from labels, asks about other pairs, estimates, matches better', async () => {
  const first = await generate([], [], 'first.csv');
  expect(first.rows).toBe(100);
  expect(first.sets.map((set) => set.length)).toEqual(Array(10).fill(10));
  const labels = await labelByTruth(join(workspace.folder, 'first.csv'), workspace.truth);

  const second = await generate(labels, first.sets, 'second.csv');
  const together = (sets: readonly (readonly string[])[]): string[] =>
    sets.flatMap((set) => set.flatMap((a, i) => set.slice(i + 1).map((b) => [a, b].sort().join(' '))));
  const before = new Set(together(first.sets));
  expect(together(second.sets).filter((pair) => before.has(pair))).toEqual([]);

  const more = [...labels, ...(await labelByTruth(join(workspace.folder, 'second.csv'), workspace.truth))];
  const early = await matchF1(labels.slice(0, 20));
  const late = await matchF1(more);
  expect(late, `seed ${seed}`).toBeGreaterThan(early);
  expect(late, `seed ${seed}`).toBeGreaterThan(0.95);

  const { metrics } = (await runMatchJob(
    { ...(await jobInput(workspace, more)), kind: 'evaluate' },
    () => undefined,
  )) as Result<'evaluate'>;
  expect(metrics.f1).toBeGreaterThan(0.8);
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = metrics.confusionMatrix;
  expect(truePositives + falsePositives + trueNegatives + falseNegatives).toBe(20 * 45);
});

test('the labeling file has the form that Glue gives it, and the same seed gives the same file', async () => {
  const result = await generate([], [], 'form.csv');
  const text = await readFile(join(workspace.folder, 'form.csv'), 'utf8');
  await generate([], [], 'again.csv');
  expect(await readFile(join(workspace.folder, 'again.csv'), 'utf8')).toBe(text);
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  expect(lines[0]).toBe(`labeling_set_id,label,${workspace.table.columns.map(({ name }) => name).join(',')}`);
  const source = new Set((await readFile(workspace.table.files[0]?.path ?? '', 'utf8')).split('\n'));
  const order = lines.slice(1).map((line) => {
    const [, id = '', cells = ''] =
      /^([0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}),,(.*)$/.exec(line) ?? [];
    expect(source).toContain(cells);
    return `${id} ${cells.split(',')[0]}`;
  });
  expect(order).toEqual([...order].sort());
  expect(order.map((entry) => entry.split(' ')[1])).toEqual(result.sets.flat());
});

test('matching without labels says what to do first', async () => {
  await expect(matchF1([])).rejects.toThrow(/no labels.*Generate a labeling set/);
});
