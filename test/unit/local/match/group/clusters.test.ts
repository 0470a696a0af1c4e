import { expect, test } from 'vitest';
import { clusterRecords } from '../../../../../src/local/match/group/clusters';
import type { Link } from '../../../../../src/local/match/group/input';
import { probabilityUnit } from '../../../../../src/local/match/learn/forest';
import { Random } from '../../../../../src/local/match/random';
import { fuzz } from '../../../../harness/fuzz';

/** Clusters `count` records whose pairs score as the table says; other pairs score 0. */
function cluster(
  count: number,
  table: readonly (readonly [number, number, number])[],
  threshold = 0.5,
  links?: Link[],
) {
  return clusterRecords({
    count,
    pairs: { left: Int32Array.from(table, ([a]) => a), right: Int32Array.from(table, ([, b]) => b) },
    scores: Uint16Array.from(table, ([, , score]) => score * probabilityUnit),
    threshold,
    links,
  });
}

test('clusters are numbered by first record; a record alone is a cluster', () => {
  const { clusterOf, count, confidence } = cluster(5, [
    [1, 3, 0.9],
    [0, 4, 0.2],
  ]);
  expect([...clusterOf]).toEqual([0, 1, 2, 1, 3]);
  expect(count).toBe(4);
  expect([...confidence].map((value) => Math.round(value * 100) / 100)).toEqual([0.8, 0.9, 1, 0.8]);
});

test('average linkage does not chain two groups over one weak bridge', () => {
  const strong = (a: number, b: number): [number, number, number] => [a, b, 0.95];
  const { clusterOf } = cluster(6, [
    strong(0, 1),
    strong(0, 2),
    strong(1, 2),
    strong(3, 4),
    strong(3, 5),
    strong(4, 5),
    [2, 3, 0.6],
  ]);
  expect([...clusterOf]).toEqual([0, 0, 0, 1, 1, 1]);
});

test('pairs that blocking missed are judged too where they can be', () => {
  const chain = [0, 1, 2].map((a) => [a, a + 1, 0.9] as const);
  const input = {
    count: 4,
    pairs: { left: Int32Array.from(chain, ([a]) => a), right: Int32Array.from(chain, ([, b]) => b) },
    scores: Uint16Array.from(chain, ([, , score]) => score * probabilityUnit),
    threshold: 0.5,
  };
  expect(clusterRecords(input).count).toBeGreaterThan(1);
  expect(
    clusterRecords({ ...input, score: (left) => new Uint16Array(left.length).fill(0.8 * probabilityUnit) }).count,
  ).toBe(1);
});

test('must-links join and cannot-links part, whatever the scores say', () => {
  const links = [
    { a: 0, b: 3, match: true },
    { a: 1, b: 2, match: false },
  ];
  const { clusterOf } = cluster(
    4,
    [
      [0, 1, 0.9],
      [1, 2, 0.99],
      [0, 3, 0.01],
    ],
    0.5,
    links,
  );
  expect(clusterOf[0]).toBe(clusterOf[3]);
  expect(clusterOf[1]).not.toBe(clusterOf[2]);
});

/** The definition, step by step on all pairs. */
function naive(
  count: number,
  score: (a: number, b: number) => number,
  threshold: number,
  links: readonly Link[],
): number[][] {
  let groups = Array.from({ length: count }, (_, i) => [i]);
  const joined = (x: number[], y: number[]): void => {
    groups = groups.filter((group) => group !== x && group !== y);
    groups.push([...x, ...y]);
  };
  for (const { a, b } of links.filter(({ match }) => match)) {
    const x = groups.find((group) => group.includes(a));
    const y = groups.find((group) => group.includes(b));
    if (x && y && x !== y) {
      joined(x, y);
    }
  }
  for (;;) {
    let best: { x: number[]; y: number[]; mean: number } | undefined;
    for (const x of groups) {
      for (const y of groups) {
        const apart = links.some(
          ({ a, b, match }) => !match && ((x.includes(a) && y.includes(b)) || (x.includes(b) && y.includes(a))),
        );
        if (x !== y && !apart) {
          const mean =
            x.reduce((sum, a) => sum + y.reduce((part, b) => part + score(a, b), 0), 0) / (x.length * y.length);
          if (mean >= threshold && (!best || mean > best.mean)) {
            best = { x, y, mean };
          }
        }
      }
    }
    if (!best) {
      return groups.map((group) => group.sort((a, b) => a - b)).sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0));
    }
    joined(best.x, best.y);
  }
}

test('agrees with the definition of average linkage on random graphs with links', () => {
  const { seed: first, rounds } = fuzz(60);
  for (let round = first; round < first + rounds; round++) {
    const seed = `clusters ${round}`;
    const random = new Random(seed);
    const count = 4 + random.below(9);
    const scores = new Map<string, number>();
    const table: [number, number, number][] = [];
    const links: Link[] = [];
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        if (random.chance(0.6)) {
          const score = random.below(probabilityUnit) / probabilityUnit;
          table.push([a, b, score]);
          scores.set(`${a} ${b}`, score);
        }
        if (random.chance(0.06)) {
          links.push({ a, b, match: random.chance(0.5) });
        }
      }
    }
    const score = (a: number, b: number): number => scores.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? 0;
    const { clusterOf } = cluster(count, table, 0.5, links);
    const groups = new Map<number, number[]>();
    for (const [record, group] of clusterOf.entries()) {
      groups.set(group, [...(groups.get(group) ?? []), record]);
    }
    expect([...groups.values()], seed).toEqual(naive(count, score, 0.5, links));
  }
});

test('a component of many records is grouped as a whole, with few pairs scored beside those proposed', () => {
  const count = 4000;
  const table = Array.from({ length: count - 1 }, (_, i) => [i, i + 1, i % 2 === 0 ? 0.99 : 0.51] as const);
  const { clusterOf, confidence } = cluster(count, table, 0.5);
  expect(clusterOf.length).toBe(count);
  expect(Math.max(...clusterOf)).toBe(confidence.length - 1);
  for (let i = 0; i < count; i += 2) {
    expect(clusterOf[i]).toBe(clusterOf[i + 1]);
  }
});

/** A ring of records, each proposed with the next few; all pairs score alike. */
function ring(count: number, score: number) {
  const table = Array.from({ length: count * 5 }, (_, i) => {
    const [a, b] = [Math.floor(i / 5), (Math.floor(i / 5) + 1 + (i % 5)) % count];
    return [Math.min(a, b), Math.max(a, b)] as const;
  }).sort(([a, b], [c, d]) => a - c || b - d);
  let scored = 0;
  const clusters = clusterRecords({
    count,
    pairs: { left: Int32Array.from(table, ([a]) => a), right: Int32Array.from(table, ([, b]) => b) },
    scores: new Uint16Array(table.length).fill(0.9 * probabilityUnit),
    threshold: 0.5,
    score: (left) => {
      scored += left.length;
      return new Uint16Array(left.length).fill(score * probabilityUnit);
    },
  });
  return { ...clusters, scored };
}

test('one giant cluster stays one, whatever its size', () => {
  const { count, confidence, scored } = ring(5000, 0.9);
  expect(count).toBe(1);
  expect(confidence[0]).toBeCloseTo(0.9, 4);
  expect(scored).toBeLessThan(1_000_000);
});

test('a giant component that only hangs together by neighbours falls apart', () => {
  const { clusterOf, count } = ring(5000, 0.05);
  const sizes = new Map<number, number>();
  for (const cluster of clusterOf) {
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  }
  expect(count).toBeGreaterThan(500);
  expect(Math.max(...sizes.values())).toBeLessThan(20);
});
