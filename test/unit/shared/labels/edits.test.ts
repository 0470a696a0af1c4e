import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { invert, type LabelChange, type LabelEdit, Labels } from '../../../../src/shared/labels/edits';
import { fuzz } from '../../../harness/fuzz';
import { naiveRecords, utf8 } from '../samples';

const stored = ['', 'A', 'A', '', 'x'];
const file = LabelingFile.parse(
  utf8(`labeling_set_id,label,n\n${stored.map((label, n) => `s${n >> 1},${label},${n}`).join('\n')}`),
);

test('labels begin as stored; apply says what really changed', () => {
  const labels = new Labels(file);
  expect(stored.map((_, row) => labels.get(row))).toEqual(stored);
  expect(labels.isSame).toBe(true);
  const changes = [
    { row: 0, before: '', after: 'B' },
    { row: 1, before: 'A', after: 'A' },
    { row: 2, before: 'not so', after: '' },
    { row: 99, before: '', after: 'B' },
    { row: -1, before: '', after: 'B' },
  ];
  expect(labels.apply(changes)).toEqual([
    { row: 0, before: '', after: 'B' },
    { row: 2, before: 'A', after: '' },
  ]);
  expect(labels.apply(changes)).toEqual([]);
  expect([labels.isSame, labels.version]).toEqual([false, 1]);
  expect(labels.changed()).toEqual([
    [0, 'B'],
    [2, ''],
  ]);
  expect(new Labels(file, labels.changed()).changed()).toEqual(labels.changed());
});

test('a row that an edit changes twice ends where it began when the edit is taken back', () => {
  const labels = new Labels(file);
  const edit = { name: 'twice', changes: labels.apply([change(0, 'B'), change(0, 'C')]) };
  labels.apply(invert(edit).changes);
  expect(labels.get(0)).toBe('');
  expect(invert(invert(edit))).toEqual(edit);
});

type Step = 'undo' | 'redo' | readonly LabelChange[];

const someChanges = fc.array(
  fc.record({ row: fc.nat(4), before: fc.constant(''), after: fc.constantFrom('', 'A', 'B', 'C') }),
  { maxLength: 4 },
);
const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(fc.constant('undo'), fc.constant('redo'), someChanges, someChanges),
  { maxLength: 40, size: 'max' },
);

test('random edits, undo and redo agree with a naive model that keeps copies of all labels', () => {
  const { seed, rounds } = fuzz(200);
  fc.assert(fc.property(someSteps, agree), { seed, numRuns: rounds });
});

function agree(steps: readonly Step[]): void {
  const labels = new Labels(file);
  const snapshots = [[...stored]];
  const edits: LabelEdit[] = [];
  let at = 0;
  for (const [number, step] of steps.entries()) {
    const [undone, redone] = [edits[at - 1], edits[at]];
    if (step === 'undo') {
      labels.apply(undone ? invert(undone).changes : []);
      at -= undone ? 1 : 0;
    } else if (step === 'redo') {
      labels.apply(redone?.changes ?? []);
      at += redone ? 1 : 0;
    } else {
      edits.splice(at, edits.length, { name: `edit ${number}`, changes: labels.apply(step) });
      const next = [...(snapshots[at] ?? [])];
      for (const { row, after } of step) {
        next[row] = after;
      }
      at += 1;
      snapshots.splice(at, snapshots.length, next);
    }
    const now = stored.map((_, row) => labels.get(row));
    const differing = now.flatMap((label, row) => (label === stored[row] ? [] : [[row, label]]));
    expect(now).toEqual(snapshots[at]);
    expect(labels.changed()).toEqual(differing);
    expect(labels.isSame).toBe(differing.length === 0);
  }
  const written = naiveRecords(new TextDecoder().decode(labels.serialize()));
  expect(written.slice(1).map((row) => row[1])).toEqual(snapshots[at]);
}

function change(row: number, after: string): LabelChange {
  return { row, before: '', after };
}
