import { describe, expect, test } from 'vitest';
import { CardHeights } from '../../../../../media/labeling/list/cardHeights';
import { columnWishes, layOutColumns } from '../../../../../media/labeling/list/columnWidths';
import { ScrollSpace } from '../../../../../media/labeling/list/scrollSpace';
import { LabelingFile } from '../../../../../src/shared/file/labelingFile';
import { eachRound } from '../../../../harness/fuzz';

describe('heights of cards', () => {
  test('tops and the card at a distance agree with a plain sum, whatever is measured', async () => {
    await eachRound(4, (random) => {
      const heights = Array.from({ length: 200 }, () => random.int(20, 400));
      const cards = new CardHeights(heights.length, (place) => heights[place] ?? 0);
      for (let round = 0; round < 300; round++) {
        const place = random.int(0, heights.length - 1);
        heights[place] = random.int(20, 400);
        cards.set(place, heights[place] ?? 0);
        const asked = random.int(0, heights.length - 1);
        const top = heights.slice(0, asked).reduce((sum, height) => sum + height, 0);
        expect(cards.top(asked)).toBe(top);
        expect(cards.at(top + random.int(0, (heights[asked] ?? 1) - 1))).toBe(asked);
      }
      expect(cards.at(-50)).toBe(0);
      expect(cards.at(cards.total + 50)).toBe(heights.length - 1);
    });
  });
});

describe('a list taller than an element can be', () => {
  test('is seen from end to end, and small movements are exact', async () => {
    await eachRound(4, (random) => {
      const total = 50_000;
      const visible = 500;
      const space = new ScrollSpace(total, visible, 8000);
      expect(space.height).toBe(8000);
      for (let round = 0; round < 300; round++) {
        const wanted = random.int(0, total - visible);
        const scrollTop = space.jump(wanted);
        expect(scrollTop).toBeGreaterThanOrEqual(0);
        expect(scrollTop).toBeLessThanOrEqual(8000 - visible);
        expect(space.toList(scrollTop)).toBeCloseTo(wanted, 6);
        const before = space.toList(scrollTop);
        const moved = Math.min(Math.max(scrollTop + random.int(-300, 300), 0), 8000 - visible);
        const corrected = space.scrolled(moved) ?? moved;
        expect(space.toList(corrected)).toBeCloseTo(
          Math.min(Math.max(before + moved - scrollTop, 0), total - visible),
          6,
        );
      }
      expect(space.toList(space.jump(total))).toBe(total - visible);
    });
  });

  test('costs nothing where the list is short enough', () => {
    const space = new ScrollSpace(5000, 500, 8000);
    expect(space.jump(1234)).toBe(1234);
    expect(space.scrolled(4000)).toBeUndefined();
    expect(space.toElement(77)).toBe(77);
  });
});

describe('widths of columns', () => {
  const columns = ['id', 'title', 'year'].map((name, index) => ({ name, index, isKey: index === 0 }));
  const wishes = [
    { least: 80, wanted: 80, full: 80, isText: true },
    { least: 110, wanted: 480, full: 700, isText: true },
    { least: 60, wanted: 60, full: 90, isText: false },
  ];
  const plain = { hidden: [], pinned: [], widths: {} };
  const widths = (available: number, layout = plain) =>
    layOutColumns(columns, wishes, layout, available).map(({ width }) => width);

  test('long texts give way first, and nothing is cut below what it needs', () => {
    expect(widths(54 + 400)).toEqual([80, 259, 60]);
    expect(widths(100)).toEqual([80, 110, 60]);
  });

  test('room that is left goes to texts that wrap, then to numbers that are cut, and no column is wider than its values', () => {
    expect(widths(54 + 720)).toEqual([80, 579, 60]);
    expect(widths(54 + 850)).toEqual([80, 700, 70]);
    expect(widths(54 + 1800)).toEqual([80, 700, 90]);
  });

  test('columns are measured on values from all over the file', () => {
    const cells = Array.from({ length: 900 }, (_, row) => [row > 800 ? 'x'.repeat(50) : 'x', 'one two', '1999-01-01']);
    const file = LabelingFile.parse(
      new TextEncoder().encode(
        ['labeling_set_id,label,code,text,day', ...cells.map((row) => `s,,${row.join(',')}`)].join('\n'),
      ),
    );
    const [code, text, day] = columnWishes(
      file,
      [2, 3, 4].map((index) => ({ index, name: 'n', isKey: false })),
      (value) => value.length * 7,
    );
    expect(code?.full).toBe(365);
    expect(code?.least).toBeLessThan(120);
    expect([text?.wanted, text?.isText]).toEqual([64, true]);
    expect(day).toEqual({ least: 85, wanted: 85, full: 85, isText: false });
  });

  test('pinned columns come first and stay at the left, hidden ones are gone, widths by hand are kept', () => {
    const layout = { hidden: ['id'], pinned: ['year'], widths: { title: 333 } };
    const shown = layOutColumns(columns, wishes, layout, 54 + 333 + 60);
    expect(shown.map(({ name, width, left }) => [name, width, left])).toEqual([
      ['year', 60, 54],
      ['title', 333, undefined],
    ]);
  });
});
