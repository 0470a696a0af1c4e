import { expect, test } from 'vitest';
import type { Examples } from '../../../../../src/local/match/learn/examples';
import { Forest, probabilityUnit } from '../../../../../src/local/match/learn/forest';
import { Random } from '../../../../../src/local/match/random';

const width = 4;
const options = { trees: 40, maxDepth: 10, leastWeight: 1, increasing: Array<boolean>(width).fill(false) };

/** Random examples whose outcome is a function of their features; feature 3 is noise. */
function examplesOf(rows: number, seed: string, outcome: (features: Float32Array) => boolean): Examples {
  const random = new Random(seed);
  const features = Float32Array.from({ length: rows * width }, () => random.next());
  const outcomes = Uint8Array.from({ length: rows }, (_, row) =>
    outcome(features.subarray(row * width, (row + 1) * width)) ? 1 : 0,
  );
  return { features, width, rows, outcomes, weights: new Int32Array(rows).fill(1) };
}

function accuracy(forest: Forest, { features, rows, outcomes }: Examples): number {
  const scores = new Uint16Array(rows);
  forest.predict(features, rows, scores);
  return scores.filter((score, row) => (score * 2 >= probabilityUnit ? 1 : 0) === outcomes[row]).length / rows;
}

test.each([
  ['a step', (f: Float32Array) => (f[0] ?? 0) > 0.6],
  ['a conjunction', (f: Float32Array) => (f[0] ?? 0) > 0.4 && (f[1] ?? 0) > 0.4],
  ['exclusive or', (f: Float32Array) => (f[0] ?? 0) > 0.5 !== (f[1] ?? 0) > 0.5],
])('learns %s', (_, outcome) => {
  const forest = Forest.train(examplesOf(800, 'train', outcome), options, new Random('forest'));
  expect(accuracy(forest, examplesOf(800, 'test', outcome))).toBeGreaterThan(0.95);
});

test('importances sum to 1 and point at the features that decide', () => {
  const examples = examplesOf(600, 'importance', (f) => (f[2] ?? 0) > 0.5);
  const { importances } = Forest.train(examples, options, new Random('forest'));
  expect(importances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
  expect(importances[2]).toBeGreaterThan(0.8);
});

test('the same seed gives the same forest, another seed another one', () => {
  const examples = examplesOf(300, 'same', (f) => (f[0] ?? 0) + (f[1] ?? 0) > 1);
  const predict = (seed: string): Uint16Array => {
    const scores = new Uint16Array(examples.rows);
    Forest.train(examples, options, new Random(seed)).predict(examples.features, examples.rows, scores);
    return scores;
  };
  expect(predict('a')).toEqual(predict('a'));
  expect(predict('a')).not.toEqual(predict('b'));
});

test('learns on which side unknown values belong', () => {
  const known = examplesOf(400, 'unknown', (f) => (f[0] ?? 0) > 0.5);
  for (const unknownMatches of [0, 1]) {
    const features = known.features.slice();
    const outcomes = known.outcomes.slice();
    for (let row = 0; row < 100; row++) {
      features[row * width] = -1;
      outcomes[row] = unknownMatches;
    }
    const examples = { ...known, features, outcomes };
    expect(accuracy(Forest.train(examples, options, new Random('forest')), examples)).toBeGreaterThan(0.98);
  }
});

test('weight 0 takes an example out', () => {
  const examples = examplesOf(400, 'weights', (f) => (f[0] ?? 0) > 0.5);
  const wrong = examples.outcomes.map((outcome, row) => (row < 200 ? 1 - outcome : outcome));
  const weights = examples.weights.map((weight, row) => (row < 200 ? 0 : weight));
  const forest = Forest.train({ ...examples, outcomes: wrong, weights }, options, new Random('forest'));
  expect(accuracy(forest, examples)).toBeGreaterThan(0.95);
});

test('only one kind of example gives that kind for sure', () => {
  const examples = examplesOf(50, 'one kind', () => false);
  const scores = new Uint16Array(50);
  Forest.train(examples, options, new Random('forest')).predict(examples.features, 50, scores);
  expect(new Set(scores)).toEqual(new Set([0]));
});

test('leaves of a least weight do not learn single wrong labels', () => {
  const random = new Random('wrong');
  const truth = examplesOf(1000, 'right', (f) => (f[0] ?? 0) > 0.5);
  const outcomes = truth.outcomes.map((outcome) => (random.chance(0.05) ? 1 - outcome : outcome));
  const unsure = (leastWeight: number): number => {
    const forest = Forest.train({ ...truth, outcomes }, { ...options, leastWeight }, new Random('forest'));
    const test = examplesOf(1000, 'test', (f) => (f[0] ?? 0) > 0.5);
    const scores = new Uint16Array(test.rows);
    forest.predict(test.features, test.rows, scores);
    return scores.reduce(
      (sum, score, row) => sum + Math.abs(score / probabilityUnit - (test.outcomes[row] ?? 0)) ** 2,
      0,
    );
  };
  expect(unsure(10)).toBeLessThan(0.8 * unsure(1));
});
