import { expect, test } from 'vitest';
import { MatchInputError } from '../../../../../src/local/match/errors';
import { inKeyOrder } from '../../../../../src/local/match/index/keyOrder';
import { checkMemory, reckonBytes } from '../../../../../src/local/match/size/reckon';

const cells = [
  ['a', 'b', 'c'],
  ['x'.repeat(1000), 'y'.repeat(500), ''],
];
const table = inKeyOrder({ columns: ['id', 'text'], key: 0, rows: 3, cells });
const need = { rows: 3, columns: 2, characters: 1500, k: 40, threads: 2 };

test('what does not fit is refused with the figures, what fits is let through', () => {
  const bytes = reckonBytes(need);
  expect(() => checkMemory(table, 40, 2, bytes)).not.toThrow();
  expect(() => checkMemory(table, 40, 2, bytes - 1)).toThrow(MatchInputError);
  expect(() => checkMemory(table, 40, 2, bytes - 1)).toThrow(
    /3 rows with 1 MB of text takes about 1 MB of memory, and 1 MB are free/,
  );
});

test('more rows, longer text, more neighbours and more threads take more', () => {
  for (const more of [{ rows: 4 }, { characters: 1600 }, { k: 50 }, { threads: 3 }]) {
    expect(reckonBytes({ ...need, ...more })).toBeGreaterThan(reckonBytes(need));
  }
});
