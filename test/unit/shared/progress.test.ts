import { expect, test } from 'vitest';
import { Labels } from '../../../src/shared/edits';
import { LabelingFile } from '../../../src/shared/labelingFile';
import { outcomeOf, ProgressCounter, progressText, rateText, rowsPerMinute } from '../../../src/shared/progress';
import { Random } from '../../harness/random';
import { randomFile, utf8 } from './samples';

test('rows and sets are counted and told in one line', () => {
  const file = LabelingFile.parse(utf8('labeling_set_id,label\n1,A\n1,A\n1,B\n2,\n2,A\n'));
  const labels = new Labels(file);
  const counter = new ProgressCounter(file, labels);
  expect(progressText(counter.now)).toBe('4 of 5 rows labeled, 1 of 2 sets done');
  labels.apply([{ row: 3, before: '', after: 'B' }]);
  counter.update([3]);
  expect(progressText(counter.now)).toBe('5 of 5 rows labeled, 2 of 2 sets done');
  expect(counter.labeledIn(1)).toBe(2);
  expect(outcomeOf(file, labels)).toEqual({ groups: 4, matched: 1, apart: 3 });
});

test('counting after each edit gives what counting anew gives', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = new Random(seed);
    const file = LabelingFile.parse(utf8(randomFile(random)));
    const labels = new Labels(file);
    const counter = new ProgressCounter(file, labels);
    for (let step = 0; step < 20; step++) {
      const done = labels.apply([{ row: random.int(0, file.rowCount), before: '', after: random.pick(['', 'A']) }]);
      counter.update(done.map(({ row }) => row));
      expect(counter.now, `seed ${seed}`).toEqual(new ProgressCounter(file, labels).now);
    }
  }
});

test('the rate is that of the last rows, pauses cut to a minute', () => {
  const every = (milliseconds: number, count: number): number[] =>
    Array.from({ length: count }, (_, at) => at * milliseconds);
  expect(rowsPerMinute([1, 2, 3, 4])).toBeUndefined();
  expect(rowsPerMinute(every(3000, 10))).toBe(20);
  expect(rowsPerMinute([0, 0, 0, 0, 3_600_000])).toBe(4);
  const progress = { rows: 100, labeledRows: 37, sets: 10, doneSets: 3 };
  expect(rateText(progress, every(3333, 12))).toBe('18 rows a minute, about 3 min left');
  expect(rateText({ ...progress, labeledRows: 99 }, every(3000, 12))).toBe('20 rows a minute, less than a minute left');
  expect(rateText({ ...progress, rows: 100_000 }, every(3000, 12))).toBe('20 rows a minute, about 83 h left');
  expect(rateText({ ...progress, labeledRows: 100 }, every(3000, 12))).toBe('');
  expect(rateText(progress, [])).toBe('');
});
