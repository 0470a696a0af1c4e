import { expect, test } from 'vitest';
import { LabelingFile } from '../../../src/shared/file/labelingFile';
import { orderByLikeness } from '../../../src/shared/rowOrder';

const people = [
  'p1,ann,miller,ulm',
  'p2,carl,crane,jena',
  'p3,bob,stone,bonn',
  'p4,anne,miller,ulm',
  'p5,zoe,zahn,kiel',
  'p6,stone,rob,bonn',
];

function fileOf(...lines: readonly string[]): LabelingFile {
  const text = ['labeling_set_id,label,id,given,family,town', ...lines.map((line) => `s,,${line}`)].join('\n');
  return LabelingFile.parse(new TextEncoder().encode(text));
}

/** Keys of the rows in their order; `labels` by key. */
function order(lines: readonly string[], labels: Readonly<Record<string, string>> = {}): string[] {
  const file = fileOf(...lines);
  const rows = file.sets[0]?.rows ?? [];
  const ordered = orderByLikeness(file, rows, [3, 4, 5], (row) => labels[file.cell(row, 2)] ?? '');
  expect(
    ordered.toSorted((a, b) => a - b),
    'every row once',
  ).toEqual(rows);
  return ordered.map((row) => file.cell(row, 2));
}

test('alike rows stand next to each other, also where values are in other columns', () => {
  const shown = order(people);
  expect(Math.abs(shown.indexOf('p1') - shown.indexOf('p4'))).toBe(1);
  expect(Math.abs(shown.indexOf('p3') - shown.indexOf('p6'))).toBe(1);
});

test('the order is the same every time', () => {
  expect(order(people)).toEqual(order(people));
  expect(order(['p1,x,y,z', 'p2,x,y,z', 'p3,x,y,z', 'p4,x,y,z'])).toEqual(['p1', 'p2', 'p3', 'p4']);
  expect(order(['p1,,,', 'p2,,,', 'p3,,,'])).toEqual(['p1', 'p2', 'p3']);
});

test('groups that were formed come first, in the order of their first rows; a row on its own is no group', () => {
  const shown = order(people, { p2: 'B', p5: 'B', p6: 'A', p3: 'A', p1: 'C' });
  expect(shown.slice(0, 4)).toEqual(['p2', 'p5', 'p3', 'p6']);
  expect(shown.slice(4).toSorted()).toEqual(['p1', 'p4']);
});

test('sets that nobody compares by eye stay in the file’s order', () => {
  const many = Array.from({ length: 201 }, (_, at) => `p${at},${at % 7},${at % 5},x`);
  expect(order(many)).toEqual(many.map((_, at) => `p${at}`));
});
