import { expect, test } from 'vitest';
import { probabilityUnit } from '../../../../../src/local/match/learn/forest';
import { bestThreshold, type Judged } from '../../../../../src/local/match/learn/threshold';

/** So many pairs of each score, a part of them matches. */
function judgedOf(groups: readonly (readonly [score: number, pairs: number, matches: number])[]): Judged[] {
  return groups.flatMap(([score, pairs, matches]) =>
    Array.from({ length: pairs }, (_, i) => ({ score: Math.round(score * probabilityUnit), match: i < matches })),
  );
}

function thresholdOf(judged: readonly Judged[]): number {
  return bestThreshold(
    judged,
    Uint16Array.from(judged, ({ score }) => score),
  );
}

test('stays in the middle where labels say nothing else', () => {
  expect(bestThreshold([], new Uint16Array(10))).toBe(0.5);
  expect(
    thresholdOf(
      judgedOf([
        [0.05, 200, 0],
        [0.95, 50, 50],
      ]),
    ),
  ).toBe(0.5);
});

test('moves where many held-out labels say that the forest is too strict, or too lax', () => {
  const strict = thresholdOf(
    judgedOf([
      [0.05, 200, 0],
      [0.3, 60, 57],
      [0.95, 50, 50],
    ]),
  );
  expect(strict).toBeLessThan(0.35);
  const lax = thresholdOf(
    judgedOf([
      [0.05, 200, 0],
      [0.65, 60, 3],
      [0.95, 50, 50],
    ]),
  );
  expect(lax).toBeGreaterThan(0.6);
});

test('does not follow what a few labels may say by chance', () => {
  expect(
    thresholdOf(
      judgedOf([
        [0.05, 200, 0],
        [0.3, 3, 3],
        [0.95, 50, 50],
      ]),
    ),
  ).toBe(0.5);
  expect(
    thresholdOf(
      judgedOf([
        [0.05, 200, 0],
        [0.3, 40, 24],
        [0.95, 50, 50],
      ]),
    ),
  ).toBeCloseTo(0.5, 1);
});
