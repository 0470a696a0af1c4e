import { expect, test } from 'vitest';
import { drawPairs } from '../../../../../src/local/match/ask/draw';
import { pairsOfLargeGroups } from '../../../../../src/local/match/ask/groups';
import { probabilityUnit } from '../../../../../src/local/match/learn/forest';
import { Random } from '../../../../../src/local/match/random';

const scores = Uint16Array.from({ length: 10_000 }, (_, pair) =>
  pair < 9000 ? 0 : pair < 9500 ? 0.5 * probabilityUnit : pair < 9900 ? 0.95 * probabilityUnit : probabilityUnit,
);

test('the chances told are those with which pairs are drawn, so that weighted draws count all pairs', () => {
  const draws = drawPairs(scores, 20_000, new Random('draw'));
  expect(draws).toHaveLength(20_000);
  for (const [from, to] of [
    [0, 9000],
    [9000, 9500],
    [9500, 9900],
    [9900, 10_000],
  ] as const) {
    const told = draws
      .filter(({ pair }) => pair >= from && pair < to)
      .reduce((sum, { chance }) => sum + 1 / (chance * draws.length), 0);
    expect(Math.abs(told / (to - from) - 1), `${from}`).toBeLessThan(0.15);
  }
});

test('doubtful pairs are drawn far more often than their number, and every stratum is', () => {
  const draws = drawPairs(scores, 400, new Random('draw'));
  const part = (from: number, to: number): number =>
    draws.filter(({ pair }) => pair >= from && pair < to).length / draws.length;
  expect(part(9000, 9500)).toBeGreaterThan(0.4);
  expect(part(0, 9000)).toBeGreaterThan(0.01);
  expect(part(9900, 10_000)).toBeGreaterThan(0.01);
  expect(drawPairs(scores, 400, new Random('draw'))).toEqual(draws);
  expect(drawPairs(new Uint16Array(0), 5, new Random('draw'))).toEqual([]);
});

test('the group in which the model joins most is asked about first, however sure the model is', () => {
  const chain = (from: number, count: number): (readonly [number, number])[] =>
    Array.from({ length: count - 1 }, (_, i) => [from + i, from + i + 1] as const);
  const pairs = [...chain(0, 40), ...chain(100, 10), ...chain(200, 3)];
  const order = pairsOfLargeGroups(
    {
      count: 300,
      pairs: { left: Int32Array.from(pairs, ([a]) => a), right: Int32Array.from(pairs, ([, b]) => b) },
      random: new Random('groups'),
    },
    new Uint16Array(pairs.length).fill(0.97 * probabilityUnit),
    (a) => a === 0,
  );
  const groups = order.map((pair) => ((pairs[pair]?.[0] ?? 0) < 100 ? 40 : (pairs[pair]?.[0] ?? 0) < 200 ? 10 : 3));
  expect(groups[0]).toBe(40);
  expect(groups).toContain(10);
  expect(groups).not.toContain(3);
  expect(groups.indexOf(10)).toBeGreaterThan(5);
  expect(order.map((pair) => pairs[pair]?.[0])).not.toContain(0);
});
