import { expect, test } from 'vitest';
import { LabelingFile, type LabelingSet } from '../../../../src/shared/file/labelingFile';
import { Labels } from '../../../../src/shared/labels/edits';
import * as groups from '../../../../src/shared/labels/groups';
import { utf8 } from '../samples';

function setWith(...stored: string[]): { set: LabelingSet; labels: Labels } {
  const file = LabelingFile.parse(utf8(`labeling_set_id,label\n${stored.map((label) => `s,${label}`).join('\n')}`));
  const set = file.sets[0];
  if (!set) {
    throw new Error('the file has one set');
  }
  return { set, labels: new Labels(file) };
}

test('groups are named A to Z, then AA', () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(groups.groupName)).toEqual([
    'A',
    'B',
    'Z',
    'AA',
    'AB',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ]);
});

test('letters and digits 1 to 9 are labels, other keys are not', () => {
  expect(['a', 'Z', '1', '9'].map(groups.labelOfKey)).toEqual(['A', 'Z', '1', '9']);
  expect(['0', ' ', '.', 'é', 'Enter', ''].map(groups.labelOfKey)).toEqual(Array(6).fill(undefined));
});

test('groups of a set come in order of first appearance, any label kept as it is', () => {
  const { set, labels } = setWith('x 1', '', 'A', 'x 1', 'a');
  expect(groups.groupsOf(set, labels)).toEqual([
    { label: 'x 1', rows: [0, 3] },
    { label: 'A', rows: [2] },
    { label: 'a', rows: [4] },
  ]);
});

test('colors follow letters and numbers, and any label has one', () => {
  const colors = (labels: readonly string[]): number[] => labels.map(groups.groupColor);
  expect(colors(['A', 'B', 'C', 'L', 'M', 'Z', 'AA'])).toEqual([0, 1, 2, 11, 0, 1, 2]);
  expect(colors(['1', '2', '13', '100'])).toEqual([0, 1, 0, 3]);
  for (const label of ['0', 'x', ' ', 'same', '漢字', '😀', '9'.repeat(400), 'é'.repeat(400)]) {
    expect(Array.from({ length: groups.groupColors }, (_, at) => at)).toContain(groups.groupColor(label));
  }
});

test('up to twelve groups of two rows and more have colors of their own, rows on their own have none', () => {
  const sizes = (...labels: readonly string[]) => new Map(labels.map((label) => [label, 2]));
  const labels = ['A', 'M', 'X', 'AA', '1', '13', 'same', 'other', '漢字', ' ', 'x 1', 'x 2'];
  expect(new Set(groups.colorsOfGroups(sizes(...labels)).values()).size).toBe(12);
  expect(groups.colorsOfGroups(sizes(...labels, 'thirteenth')).size).toBe(13);
  expect(groups.colorsOfGroups(new Map([...sizes('A'), ['B', 1]]))).toEqual(new Map([['A', 0]]));
  expect(groups.colorsOfGroups(sizes('M', 'A')), 'whatever comes first').toEqual(
    groups.colorsOfGroups(sizes('A', 'M')),
  );
});

test('a free name is taken by no row, whatever its case or blanks', () => {
  const { set, labels } = setWith('A', ' b', 'D');
  expect(groups.freeGroupNames(set, labels, 3)).toEqual(['C', 'E', 'F']);
});

test('finishing a set gives every empty row a group of its own', () => {
  const { set, labels } = setWith('', 'B', '', 'A', '');
  const changes = groups.finishSet(set, labels);
  expect(changes.map(({ row, after }) => [row, after])).toEqual([
    [0, 'C'],
    [2, 'D'],
    [4, 'E'],
  ]);
  expect(groups.finishSet(set, labels, [4, 1, 0]).map(({ row, after }) => [row, after])).toEqual([
    [4, 'C'],
    [0, 'D'],
  ]);
  labels.apply(changes);
  expect(groups.finishSet(set, labels)).toEqual([]);
});

test('more rows than letters still get names of their own', () => {
  const { set, labels } = setWith(...Array<string>(60).fill(''));
  labels.apply(groups.finishSet(set, labels));
  expect(groups.groupsOf(set, labels)).toHaveLength(60);
});

test('same as above follows the order on the screen and starts a group where there is none', () => {
  const { set, labels } = setWith('A', '', '', 'B');
  expect(groups.sameAsAbove(set, [0, 1, 2, 3], 1, labels)).toEqual([{ row: 1, before: '', after: 'A' }]);
  expect(groups.sameAsAbove(set, [0, 1, 2, 3], 0, labels)).toEqual([]);
  expect(groups.sameAsAbove(set, [0, 1, 2, 3], 2, labels)).toEqual([
    { row: 1, before: '', after: 'C' },
    { row: 2, before: '', after: 'C' },
  ]);
  expect(groups.sameAsAbove(set, [3, 2, 1, 0], 2, labels)).toEqual([{ row: 2, before: '', after: 'B' }]);
});

test('rows too short for a label are left alone', () => {
  const file = LabelingFile.parse(utf8('labeling_set_id,label\ns\ns,\n'));
  const labels = new Labels(file);
  const [set] = file.sets;
  expect(set && groups.finishSet(set, labels)).toEqual([{ row: 1, before: '', after: 'A' }]);
  expect([labels.isMissing(0), labels.isMissing(1)]).toEqual([false, true]);
});
