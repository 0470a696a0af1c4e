import { expect, test } from 'vitest';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { Labels } from '../../../../src/shared/labels/edits';
import { outcomeOf, ProgressCounter, rowsPerMinute } from '../../../../src/shared/labels/progress';
import { eachRound } from '../../../harness/fuzz';
import { randomFile, utf8 } from '../samples';

test('rows and sets are counted', () => {
  const file = LabelingFile.parse(utf8('labeling_set_id,label\n1,A\n1,A\n1,B\n2,\n2,A\n'));
  const labels = new Labels(file);
  const counter = new ProgressCounter(file, labels);
  expect(counter.now).toEqual({ rows: 5, labeledRows: 4, sets: 2, doneSets: 1, unsureRows: 0 });
  labels.apply([{ row: 3, before: '', after: 'B' }]);
  counter.update([3]);
  expect(counter.now).toEqual({ rows: 5, labeledRows: 5, sets: 2, doneSets: 2, unsureRows: 0 });
  expect(counter.labeledIn(1)).toBe(2);
  expect(outcomeOf(file, labels)).toEqual({ groups: 4, matched: 1, apart: 3 });
});

test('rows without a label field do not count: work could never finish them', () => {
  const file = LabelingFile.parse(utf8('labeling_set_id,label\ns,A\ns,\ns\nt\n'));
  const labels = new Labels(file);
  const counter = new ProgressCounter(file, labels);
  expect(counter.now).toEqual({ rows: 2, labeledRows: 1, sets: 2, doneSets: 1, unsureRows: 0 });
  expect([counter.rowsIn(0), counter.isDone(0)]).toEqual([2, false]);
  expect([counter.rowsIn(1), counter.isDone(1)]).toEqual([0, true]);
  labels.apply([{ row: 1, before: '', after: 'B' }]);
  counter.update([1]);
  expect(counter.now).toEqual({ rows: 2, labeledRows: 2, sets: 2, doneSets: 2, unsureRows: 0 });
  expect(counter.isDone(0)).toBe(true);
});

test('counting after each edit gives what counting anew gives', async () => {
  await eachRound(100, (random) => {
    const file = LabelingFile.parse(utf8(randomFile(random)));
    const labels = new Labels(file);
    const counter = new ProgressCounter(file, labels);
    for (let step = 0; step < 20; step++) {
      const done = labels.apply([{ row: random.int(0, file.rowCount), before: '', after: random.pick(['', 'A']) }]);
      counter.update(done.map(({ row }) => row));
      expect(counter.now).toEqual(new ProgressCounter(file, labels).now);
    }
  });
});

test('the rate is that of the last rows, the time before them included, pauses cut to a minute', () => {
  const steps = (...all: readonly (readonly [seconds: number, rows: number])[]) =>
    all.map(([seconds, rows]) => ({ at: seconds * 1000, rows }));
  expect(rowsPerMinute(steps([0, 0], [1, 4]))).toBeUndefined();
  expect(rowsPerMinute(steps([0, 0], [30, 10])), 'ten rows at once after half a minute').toBe(20);
  expect(rowsPerMinute(steps([0, 0], [30, 10], [60, 10]))).toBe(20);
  const single = Array.from({ length: 10 }, (_, at) => [(at + 1) * 3, 1] as const);
  expect(rowsPerMinute(steps([0, 0], ...single))).toBe(20);
  expect(rowsPerMinute(steps([0, 0], [3600, 5]))).toBe(5);
  expect(rowsPerMinute(steps([0, 0], [1, 1000], [61, 50])), 'older steps do not count').toBe(50);
});
