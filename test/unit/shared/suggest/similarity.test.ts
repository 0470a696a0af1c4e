import { expect, test } from 'vitest';
import { averageLinkage } from '../../../../src/shared/suggest/averageLinkage';
import { jaroWinkler, similarity, wordsOf } from '../../../../src/shared/suggest/similarity';
import { eachRound } from '../../../harness/fuzz';

const even = (): number => 1;
const alike = (a: string, b: string): number => similarity(wordsOf(a), wordsOf(b), even);

test.each([
  ['MARTHA', 'MARHTA', 0.9611],
  ['DIXON', 'DICKSONX', 0.8133],
  ['DWAYNE', 'DUANE', 0.84],
  ['', 'A', 0],
  ['same', 'same', 1],
])('Jaro-Winkler of %s and %s is the published %d', (a, b, expected) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4);
  expect(jaroWinkler(b, a)).toBeCloseTo(expected, 4);
});

test('case, accents, punctuation and the parts of a code do not count', () => {
  expect(wordsOf('  Müller-Lüdenscheidt,  É. ').text).toBe('muller ludenscheidt e');
  expect(alike('LC-52SE94U', 'lc52se94u')).toBe(1);
  expect(wordsOf(' .-, ').words).toEqual([]);
});

test('names in another order are nearly the same, initials half', () => {
  expect(alike('Anna Berg', 'Berg, Anna')).toBeGreaterThan(0.95);
  const full = 'Maitrayi Sabaratnam, Øystein Torbjørnsen, Rune Humborstad';
  expect(alike(full, 'M. Sabaratnam, Ø. Torbjørnsen, R. Humborstad')).toBeGreaterThan(0.7);
  expect(alike(full, 'Viswanath Poosala, Yannis Ioannidis, Joe Smith')).toBeLessThan(0.3);
});

test('texts whose numbers differ are less alike', () => {
  expect(alike('cluster validity methods part i', 'cluster validity methods part ii')).toBeLessThan(0.6);
  expect(alike('cluster validity methods part i', 'cluster validity method part i')).toBeGreaterThan(0.9);
});

test('likeness is symmetric, from 0 to 1, and 1 for the same text', async () => {
  const words = ['anna', 'ana', 'b', 'berg', '12', '13', 'x5', 'of', ''];
  await eachRound(300, (random) => {
    const text = (): string => Array.from({ length: random.int(0, 6) }, () => random.pick(words)).join(' ');
    const [a, b] = [text(), text()];
    expect(alike(a, a)).toBe(1);
    expect(alike(a, b)).toBeGreaterThanOrEqual(0);
    expect(alike(a, b)).toBeLessThanOrEqual(1);
    // The loose matching of words is greedy, so the order may matter a little.
    expect(Math.abs(alike(a, b) - alike(b, a))).toBeLessThan(0.2);
  });
});

test('average linkage joins by the mean over all pairs, and orders by closeness', () => {
  const at = [0, 1, 10, 11, 100];
  const near = (a: number, b: number): number => -Math.abs((at[a] ?? 0) - (at[b] ?? 0));
  expect(averageLinkage(5, near, -2)).toEqual({ clusters: [[0, 1], [2, 3], [4]], order: [0, 1, 2, 3, 4] });
  // 0 and 3 are near by way of 1, but not on average.
  expect(averageLinkage(5, near, -10).clusters).toEqual([[0, 1, 2, 3], [4]]);
  expect(averageLinkage(0, near, 0)).toEqual({ clusters: [], order: [] });
  expect(averageLinkage(1, near, 0)).toEqual({ clusters: [[0]], order: [0] });
});

test('average linkage agrees with a naive one that computes every mean anew', async () => {
  await eachRound(100, (random) => {
    const count = random.int(2, 9);
    const table = Array.from({ length: count }, () =>
      Array.from({ length: count }, () => random.int(-9, 9) + random.next()),
    );
    const likeness = (a: number, b: number): number => table[Math.min(a, b)]?.[Math.max(a, b)] ?? 0;
    const mean = (a: number[], b: number[]): number =>
      a.flatMap((x) => b.map((y) => likeness(x, y))).reduce((sum, value) => sum + value, 0) / (a.length * b.length);
    let clusters = Array.from({ length: count }, (_, item) => [item]);
    for (;;) {
      const pairs = clusters.flatMap((a, i) => clusters.slice(i + 1).map((b) => ({ a, b, value: mean(a, b) })));
      const best = pairs.toSorted((p, q) => q.value - p.value)[0];
      if (!best || best.value < 2) {
        break;
      }
      clusters = [...clusters.filter((each) => each !== best.a && each !== best.b), [...best.a, ...best.b]];
    }
    const sorted = (found: readonly (readonly number[])[]): string[] =>
      found.map((each) => each.toSorted((a, b) => a - b).join(' ')).sort();
    expect(sorted(averageLinkage(count, likeness, 2).clusters)).toEqual(sorted(clusters));
  });
});
