import { expect, test } from 'vitest';
import {
  containment,
  EditSimilarity,
  JaroWinkler,
  jaccard,
  numericCloseness,
} from '../../../../../src/local/match/compare/similarity';
import { Random } from '../../../../../src/local/match/random';
import { fuzz } from '../../../../harness/fuzz';

const codes = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

function compare(similarity: JaroWinkler | EditSimilarity, a: string, b: string): number {
  const items = Int32Array.from([...codes(a), ...codes(b)]);
  return similarity.of(items, 0, a.length, a.length, a.length + b.length);
}

test('Jaro-Winkler gives the published values', () => {
  const similarity = new JaroWinkler(48);
  for (const [a, b, value] of [
    ['martha', 'marhta', 0.9611],
    ['dixon', 'dicksonx', 0.8133],
    ['dwayne', 'duane', 0.84],
    ['abc', 'xyz', 0],
    ['', '', 1],
    ['a', '', 0],
  ] as const) {
    expect(compare(similarity, a, b)).toBeCloseTo(value, 4);
    expect(compare(similarity, b, a)).toBeCloseTo(value, 4);
  }
});

/** Optimal string alignment distance by its recurrence. */
function alignment(a: string, b: string): number {
  const table: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    table.push([]);
    for (let j = 0; j <= b.length; j++) {
      const at = (x: number, y: number): number => table[x]?.[y] ?? 0;
      let cost =
        i === 0
          ? j
          : j === 0
            ? i
            : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(i - 2, j - 2) + 1);
      }
      table[i]?.push(cost);
    }
  }
  return table[a.length]?.[b.length] ?? 0;
}

test('edit similarity agrees with its recurrence, for short and long texts', () => {
  const similarity = new EditSimilarity(48);
  const { seed: first, rounds } = fuzz(2000);
  for (let round = first; round < first + rounds; round++) {
    const random = new Random(`edits ${round}`);
    const draw = (): string =>
      Array.from({ length: random.below(random.chance(0.5) ? 8 : 49) }, () => random.pick([...'abcé'])).join('');
    const a = draw();
    const b = draw();
    const longer = Math.max(a.length, b.length);
    expect(compare(similarity, a, b), `${a} | ${b}`).toBeCloseTo(longer === 0 ? 1 : 1 - alignment(a, b) / longer, 12);
  }
});

/** Jaro-Winkler by its definition. */
function jaroWinkler(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const pairs: [number, number][] = [];
  for (let i = 0; i < a.length; i++) {
    const j = [...b].findIndex((letter, at) => letter === a[i] && !taken.has(at) && Math.abs(at - i) <= reach);
    if (j >= 0) {
      taken.add(j);
      pairs.push([i, j]);
    }
  }
  if (pairs.length === 0) {
    return a.length === b.length && a.length === 0 ? 1 : 0;
  }
  const inB = [...taken].sort((x, y) => x - y);
  const swapped = pairs.filter(([i], at) => a[i] !== b[inB[at] ?? 0]).length;
  const m = pairs.length;
  const jaro = (m / a.length + m / b.length + (m - swapped / 2) / m) / 3;
  const prefix = [...a.slice(0, 4)].findIndex((letter, at) => letter !== b[at]);
  return jaro + (prefix < 0 ? Math.min(4, a.length) : prefix) * 0.1 * (1 - jaro);
}

test('Jaro-Winkler agrees with its definition, for short and long texts', () => {
  const similarity = new JaroWinkler(48);
  const { seed: first, rounds } = fuzz(2000);
  for (let seed = first; seed < first + rounds; seed++) {
    const random = new Random(`jaro ${seed}`);
    const draw = (): string =>
      Array.from({ length: random.below(random.chance(0.5) ? 8 : 49) }, () => random.pick([...'abcé'])).join('');
    const a = draw();
    const b = draw();
    expect(compare(similarity, a, b), `seed ${seed}: ${a} | ${b}`).toBeCloseTo(jaroWinkler(a, b), 12);
  }
});

test('what is shared is measured against the smaller part, or against both', () => {
  expect(jaccard({ shared: 2, a: 3, b: 4 })).toBeCloseTo(2 / 5, 12);
  expect(containment({ shared: 2, a: 3, b: 4 })).toBeCloseTo(2 / 3, 12);
  expect([jaccard, containment].map((of) => of({ shared: 0, a: 0, b: 0 }))).toEqual([0, 0]);
});

test('numbers are close by their relative difference', () => {
  expect(numericCloseness(100, 90)).toBeCloseTo(0.9, 12);
  expect(numericCloseness(0, 0)).toBe(1);
  expect(numericCloseness(-5, 5)).toBe(0);
});

test('characters beyond the first 65,536 are compared as a whole', () => {
  const [a, b] = ['𠀀', '𠀁'].map((text) => Int32Array.from(codes(text)));
  const items = Int32Array.from([...(a ?? []), ...(b ?? [])]);
  expect(new JaroWinkler(48).of(items, 0, 1, 1, 2)).toBe(0);
  expect(new EditSimilarity(48).of(items, 0, 1, 1, 2)).toBe(0);
});
