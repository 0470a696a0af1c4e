import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MatchMetrics } from '../../../../../src/local/match/job';
import { pairMetrics } from '../../../../../src/local/match/learn/estimate';
import type { LabeledRow } from '../../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../../src/local/match/pipeline';
import { Random } from '../../../../../src/local/match/random';
import { readTable } from '../../../../../src/local/match/table/readTable';
import { fuzz } from '../../../../harness/fuzz';
import { tableFile } from '../../../../harness/tableFile';
import { jobInput, personsWorkspace, type Workspace } from '../persons';

let workspace: Workspace;
/** Rows of the table by cluster. */
let clusters: string[][][];

beforeAll(async () => {
  workspace = await personsWorkspace(400, 'estimate');
  const lines = readFileSync(workspace.table.files[0]?.path ?? '', 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const byCluster = new Map<string, string[][]>();
  for (const cells of lines.map((line) => line.split(','))) {
    const cluster = workspace.truth.get(cells[0] ?? '') ?? '';
    byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), cells]);
  }
  clusters = [...byCluster.values()];
});

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

async function evaluate(labels: readonly LabeledRow[]): Promise<MatchMetrics> {
  const result = await runMatchJob({ ...(await jobInput(workspace, labels)), kind: 'evaluate' }, () => undefined);
  if (result.kind !== 'evaluate') {
    throw new Error(`An evaluation answered ${result.kind}.`);
  }
  return result.metrics;
}

/** A labeling set of `matching` clusters with two rows each and `single` with one. */
function labelSet(setId: string, from: number, matching: number, single: number): LabeledRow[] {
  const several = clusters.filter((rows) => rows.length > 1).slice(from * matching, (from + 1) * matching);
  const others = clusters.filter((rows) => rows.length === 1).slice(from * single, (from + 1) * single);
  return [...several.map((rows) => rows.slice(0, 2)), ...others].flatMap((rows, i) =>
    rows.map((cells) => ({ setId, label: String(i), cells })),
  );
}

test('counts, precision, recall, F1 and the area agree with their definitions on random scores', () => {
  const { seed: first, rounds } = fuzz(40);
  for (let round = first; round < first + rounds; round++) {
    const seed = `metrics ${round}`;
    const random = new Random(seed);
    const heldOut = Array.from({ length: 1 + random.below(60) }, () => ({
      match: random.chance(0.3),
      score: random.below(12) / 11,
    }));
    const threshold = random.next();
    const { areaUnderPrecisionRecallCurve, precision, recall, f1, confusionMatrix } = pairMetrics(heldOut, threshold);
    const count = (match: boolean, called: boolean): number =>
      heldOut.filter((pair) => pair.match === match && pair.score >= threshold === called).length;
    expect(confusionMatrix, seed).toEqual({
      truePositives: count(true, true),
      falsePositives: count(false, true),
      trueNegatives: count(false, false),
      falseNegatives: count(true, false),
    });
    const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = confusionMatrix;
    expect(precision, seed).toBeCloseTo(tp === 0 ? 0 : tp / (tp + fp), 12);
    expect(recall, seed).toBeCloseTo(tp === 0 ? 0 : tp / (tp + fn), 12);
    expect(f1, seed).toBeCloseTo(tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn), 12);
    expect(areaUnderPrecisionRecallCurve, seed).toBeCloseTo(naiveArea(heldOut), 12);
  }
});

/** Average precision threshold by threshold. */
function naiveArea(heldOut: readonly { match: boolean; score: number }[]): number {
  const total = heldOut.filter(({ match }) => match).length;
  let area = 0;
  let before = 0;
  for (const threshold of [...new Set(heldOut.map(({ score }) => score))].sort((x, y) => y - x)) {
    const called = heldOut.filter(({ score }) => score >= threshold);
    const found = called.filter(({ match }) => match).length;
    area += total === 0 ? 0 : ((found - before) / total) * (found / called.length);
    before = found;
  }
  return area;
}

test('an estimate covers every labeled pair once and ranks all columns but the key', async () => {
  const labels = [0, 1, 2, 3, 4, 5].flatMap((set) => labelSet(`s${set}`, set, 3, 4));
  const metrics = await evaluate(labels);
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = metrics.confusionMatrix;
  expect(truePositives + falseNegatives).toBe(6 * 3);
  expect(falsePositives + trueNegatives).toBe(6 * (45 - 3));
  expect(metrics.f1).toBeGreaterThan(0.7);
  const names = metrics.columnImportances.map(({ column }) => column);
  expect([...names].sort()).toEqual(
    workspace.table.columns
      .map(({ name }) => name)
      .filter((name) => name !== 'id')
      .sort(),
  );
  const values = metrics.columnImportances.map(({ importance }) => importance);
  expect(values).toEqual([...values].sort((x, y) => y - x));
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  expect(await evaluate(labels)).toEqual(metrics);
});

test('a higher precision-recall tradeoff needs more evidence', async () => {
  const labels = [0, 1, 2, 3, 4, 5].flatMap((set) => labelSet(`s${set}`, set, 3, 4));
  const called: number[] = [];
  for (const precisionRecallTradeoff of [0, 0.5, 1]) {
    const input = await jobInput(workspace, labels);
    const result = await runMatchJob(
      { ...input, settings: { ...workspace.settings, precisionRecallTradeoff }, kind: 'evaluate' },
      () => undefined,
    );
    if (result.kind === 'evaluate') {
      called.push(result.metrics.confusionMatrix.truePositives + result.metrics.confusionMatrix.falsePositives);
    }
  }
  expect(called).toEqual([...called].sort((x, y) => y - x));
  expect(called[0]).toBeGreaterThan(called[2] ?? 0);
});

test('rows without a label convey nothing; a row the table lacks is taken at its own cells', async () => {
  const labels = [0, 1, 2, 3].flatMap((set) => labelSet(`s${set}`, set, 3, 4));
  const noise = labelSet('s9', 6, 3, 4).map((row) => ({ ...row, label: ' ' }));
  expect(await evaluate([...labels, ...noise])).toEqual(await evaluate(labels));
  const foreign = labels.map((row) => ({ ...row, cells: row.cells.map((cell, i) => (i === 0 ? `x${cell}` : cell)) }));
  const metrics = await evaluate(foreign);
  expect(metrics.confusionMatrix.truePositives + metrics.confusionMatrix.falseNegatives).toBe(12);
  expect(metrics.f1).toBeGreaterThan(0.6);
});

describe('says why nothing can be estimated', () => {
  test('without labels', async () => {
    await expect(evaluate([])).rejects.toThrow(/no labeling set with two or more labeled rows/);
  });
  test('with a single set', async () => {
    await expect(evaluate(labelSet('s', 0, 3, 4))).rejects.toThrow(/single labeling set.*Label more sets/);
  });
  test('without matches, without non-matches', async () => {
    const sets = [...labelSet('a', 0, 3, 4), ...labelSet('b', 1, 3, 4)];
    await expect(evaluate(sets.map((row, i) => ({ ...row, label: String(i) })))).rejects.toThrow(/no matching pair/);
    await expect(evaluate(sets.map((row) => ({ ...row, label: 'A' })))).rejects.toThrow(/no pair that does not match/);
  });
});

const tutorial = join('..', 'shared', 'data', 'aws-tutorial');
const tutorialLabels = join(tutorial, 'dblp_acm_labels.csv');
if (!existsSync(tutorialLabels)) {
  console.log(`Not run: ${tutorialLabels} is not there.`);
}

test.runIf(existsSync(tutorialLabels))(
  "the AWS tutorial's label file, three sets of fifty, is understood",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tutorial-'));
    try {
      const names = ['labeling_set_id', 'label', 'id', 'title', 'authors', 'venue', 'year', 'source'];
      const format = { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 } as const;
      const columns = names.map((name) => ({ name, type: 'string' }));
      const file = await readTable({ files: [tableFile(tutorialLabels)], format, columns }, 'id', folder);
      const labels: LabeledRow[] = Array.from({ length: file.rows }, (_, row) => {
        const [setId = '', label = '', ...cells] = file.cells.map((column) => column[row] ?? '');
        return { setId, label, cells };
      });
      const labelsFile = join(folder, 'labels.json');
      await writeFile(labelsFile, JSON.stringify(labels));
      const result = await runMatchJob(
        {
          kind: 'evaluate',
          table: { files: [tableFile(join(tutorial, 'dblp_acm_records.csv'))], format, columns: columns.slice(2) },
          settings: { ...workspace.settings, primaryKey: 'id', seed: 'tutorial' },
          labelsFile,
          scratch: folder,
        },
        () => undefined,
      );
      if (result.kind !== 'evaluate') {
        throw new Error(`An evaluation came to ${result.kind}.`);
      }
      const { truePositives, falsePositives, trueNegatives, falseNegatives } = result.metrics.confusionMatrix;
      expect(truePositives + falseNegatives).toBe(37);
      expect(trueNegatives + falsePositives).toBe(3638);
      expect(result.metrics.f1).toBeGreaterThan(0.9);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
