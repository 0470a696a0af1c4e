import { expect, test } from 'vitest';
import { invert, type LabelChange, type LabelEdit, Labels } from '../../../src/shared/edits';
import { LabelingFile } from '../../../src/shared/labelingFile';
import { eachRound } from '../../harness/fuzz';
import { naiveRecords, utf8 } from './samples';

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

test('random edits, undo and redo agree with a naive model that keeps copies of all labels', async () => {
  await eachRound(200, (random) => {
    const labels = new Labels(file);
    const snapshots = [[...stored]];
    const edits: LabelEdit[] = [];
    let at = 0;
    for (let step = 0; step < 40; step++) {
      const kind = random.int(0, 3);
      const [undone, redone] = [edits[at - 1], edits[at]];
      if (kind === 0 && undone) {
        labels.apply(invert(undone).changes);
        at -= 1;
      } else if (kind === 1 && redone) {
        labels.apply(redone.changes);
        at += 1;
      } else {
        const wanted = Array.from({ length: random.int(0, 4) }, () =>
          change(random.int(0, 4), random.pick(['', 'A', 'B', 'C'])),
        );
        edits.splice(at, edits.length, { name: `edit ${step}`, changes: labels.apply(wanted) });
        const next = [...(snapshots[at] ?? [])];
        for (const { row, after } of wanted) {
          next[row] = after;
        }
        at += 1;
        snapshots.splice(at, snapshots.length, next);
      }
      const now = stored.map((_, row) => labels.get(row));
      const differing = now.flatMap((label, row) => (label === stored[row] ? [] : [[row, label]]));
      expect(now, `step ${step}`).toEqual(snapshots[at]);
      expect(labels.changed(), `step ${step}`).toEqual(differing);
      expect(labels.isSame, `step ${step}`).toBe(differing.length === 0);
    }
    const written = naiveRecords(new TextDecoder().decode(labels.serialize()));
    expect(written.slice(1).map((row) => row[1])).toEqual(snapshots[at]);
  });
});

function change(row: number, after: string): LabelChange {
  return { row, before: '', after };
}
