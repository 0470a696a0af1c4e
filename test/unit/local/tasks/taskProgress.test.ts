import { expect, test } from 'vitest';
import { TaskProgress } from '../../../../src/local/tasks/progress';

test('a step tells how far it is and when it will be done, each step anew', () => {
  let now = 0;
  const progress = new TaskProgress(() => now);
  expect(progress.of('run')).toBe(undefined);
  progress.note('run', 'Reading', 0);
  expect(progress.of('run')).toEqual({ step: 'Reading', fraction: 0, secondsLeft: undefined, at: 0 });
  now = 4000;
  progress.note('run', 'Reading', 0.25);
  expect(progress.of('run')).toEqual({ step: 'Reading', fraction: 0.25, secondsLeft: 12, at: 4000 });
  now = 5000;
  progress.note('run', 'Comparing', 0.5);
  expect(progress.of('run')?.secondsLeft).toBe(undefined);
  now = 7000;
  progress.note('run', 'Comparing', 1);
  expect(progress.of('run')?.secondsLeft).toBe(0);
  progress.forget('run');
  expect(progress.of('run')).toBe(undefined);
});

test('a step that is begun again is timed again', () => {
  let now = 0;
  const progress = new TaskProgress(() => now);
  progress.note('run', 'Comparing', 0.9);
  now = 10_000;
  progress.note('run', 'Comparing', 0.1);
  now = 12_000;
  progress.note('run', 'Comparing', 0.5);
  expect(progress.of('run')?.secondsLeft).toBe(2);
});
