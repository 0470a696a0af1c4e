import { expect, test } from 'vitest';
import { blockingBudget, choosePairs } from '../../../../../src/local/match/compare/candidates';
import { cosineUnit, type Neighbours } from '../../../../../src/local/match/compare/neighbours';

/** Each record's neighbours are those behind it, all around; the nearest has cosine 1, the others have `cosine`. */
function ring(rows: number, k: number, cosine: number): Neighbours {
  const ids = new Int32Array(rows * k);
  const cosines = new Uint16Array(rows * k).fill(Math.floor(cosine * cosineUnit));
  for (let record = 0; record < rows; record++) {
    cosines[record * k] = cosineUnit;
    for (let rank = 0; rank < k; rank++) {
      ids[record * k + rank] = (record + rank + 1) % rows;
    }
  }
  return { k, ids, cosines, norms: new Float64Array(rows) };
}

test('beyond five a row, only pairs of promise are candidates', () => {
  const rows = 20_000;
  const budget = blockingBudget(0.5, rows);
  const perRow = (cosine: number) => choosePairs(ring(rows, 30, cosine), rows, budget).left.length / rows;
  // Seen from one side only, each pair counts half.
  expect(perRow(0.9)).toBe(20);
  expect(perRow(0.3)).toBe(10);
});

test('a small table has the pairs of its budget, whatever they promise', () => {
  const rows = 1000;
  const budget = blockingBudget(0.5, rows);
  expect(choosePairs(ring(rows, 90, 0.3), rows, budget).left.length / rows).toBeGreaterThan(75);
});
