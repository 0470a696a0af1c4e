import { expect, test } from 'vitest';
import { layOut } from '../../../../../src/local/match/compare/layout';
import { Marks } from '../../../../../src/local/match/compare/marks';
import { packColumn } from '../../../../../src/local/match/compare/packColumn';
import { packRecords } from '../../../../../src/local/match/compare/packRecords';
import { listAt, type Ragged } from '../../../../../src/local/match/compare/ragged';
import { TextCutter } from '../../../../../src/local/match/compare/text';
import { Unicode } from '../../../../../src/local/match/compare/unicode';
import { fuzz } from '../../../../harness/fuzz';
import { Random } from '../../../../harness/random';

const { seed, rounds } = fuzz(20);

/** The same by sets: what two lists share, and what each has, by weight. */
function overlap(x: Ragged, a: number, b: number, weigh: (item: number) => number) {
  const [one, other] = [listAt(x, a), listAt(x, b)];
  const sum = (items: Int32Array) => items.reduce((total, item) => total + weigh(item), 0);
  const shared = new Set(other);
  return { shared: sum(one.filter((item) => shared.has(item))), a: sum(one), b: sum(other) };
}

test('marks tell what any two records share, over more columns than one array has bits for', () => {
  for (let round = 0; round < rounds; round++) {
    const random = new Random(seed + round);
    const rows = random.int(2, 30);
    const words = ['anna', 'hanna', 'annabel', 'x12', '4711', 'b-47', 'smith', 'smithe', ''];
    const unicode = new Unicode();
    const cutter = new TextCutter(unicode);
    const names = Array.from({ length: random.pick([1, 3, 40]) }, (_, at) => `c${at}`);
    const columns = names.map((name) => {
      const cells = Array.from({ length: rows }, () => `${random.pick(words)} ${random.pick(words)}`);
      return packColumn(name, cells, cutter);
    });
    const records = packRecords(columns, rows, unicode);
    const layout = layOut(records);
    const marks = new Marks(records, layout);
    const placeOf = (column: number, record: number) => layout.places[record * layout.width + column] ?? 0;
    for (let pair = 0; pair < 40; pair++) {
      const [a, b] = [random.int(0, rows - 1), random.int(0, rows - 1)];
      marks.set(a);
      const found = { shared: 0, a: 0, b: 0 };
      const about = `seed ${seed + round}: ${a} ${b}`;
      const wordWeight = (item: number) => records.words.weights[item] ?? 0;
      for (const [at, { value, words: wordLists, grams }] of records.columns.entries()) {
        const [x, y] = [value[a] ?? 0, value[b] ?? 0];
        if (y === 0) {
          expect(placeOf(at, b), about).toBe(0);
          continue;
        }
        marks.wordsOf(at, placeOf(at, b), found);
        expect(found, about).toEqual(overlap(wordLists, x, y, wordWeight));
        marks.gramsOf(at, placeOf(at, b), found);
        expect(found, about).toEqual(overlap(grams, x, y, () => 1));
      }
      marks.wordsOfRecord(b, found);
      expect(found, about).toEqual(overlap(records.words.lists, a, b, wordWeight));
      marks.codesOfRecord(b, found);
      expect(found, about).toEqual(overlap(records.codes.lists, a, b, (item) => records.codes.weights[item] ?? 0));
    }
  }
});
