import { describe, expect, test } from 'vitest';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { invert, Labels, moved } from '../../../../src/shared/labels/edits';
import { mergeLabels } from '../../../../src/shared/labels/merge';
import { sameButLabels } from '../../../../src/shared/labels/rowMatch';
import { eachRound } from '../../../harness/fuzz';
import { Random } from '../../../harness/random';
import { randomFile, utf8 } from '../samples';

function fileOf(...lines: string[]): LabelingFile {
  return LabelingFile.parse(utf8(`labeling_set_id,label,id\n${lines.join('\n')}\n`));
}

/** The same rows with labels set anew: `labels` by row, the rest as stored. */
function relabeled(file: LabelingFile, labels: Readonly<Record<number, string>>): Labels {
  return new Labels(
    file,
    Object.entries(labels).map(([row, label]) => [Number(row), label]),
  );
}

const stored = (labels: Labels): LabelingFile => LabelingFile.parse(labels.serialize());
const all = (labels: Pick<Labels, 'get' | 'file'>): string[] =>
  Array.from({ length: labels.file.rowCount }, (_, row) => labels.get(row));

describe('merging by row', () => {
  const base = fileOf('s,,1', 's,A,2', 's,A,3', 's,B,4', 't,,5', 't,,6');

  test('each side keeps what it alone changed; only what both changed differently is asked', () => {
    const theirs = stored(relabeled(base, { 0: 'B', 1: '', 3: 'X', 4: 'A' }));
    const yours = relabeled(base, { 1: '', 2: 'C', 3: 'Y', 5: 'B' });
    const merge = mergeLabels(base, theirs, yours);
    expect(all(merge.labels)).toEqual(['B', '', 'C', 'X', 'A', 'B']);
    expect(merge.conflicts).toEqual([{ row: 3, base: 'B', theirs: 'X', yours: 'Y' }]);
    expect(merge.changes.map(({ row }) => row)).toEqual([2, 5]);
    expect([merge.lost, merge.joined]).toEqual([[], []]);
  });

  test('rows that moved, came or went are found by set id and cells; labels of lost rows are handed back', () => {
    const theirs = fileOf('u,A,9', 't,,6', 's,A,3', 's,,1', 's,A,2');
    const yours = relabeled(base, { 0: 'Z', 3: 'Q', 5: 'A' });
    const merge = mergeLabels(base, theirs, yours);
    expect(all(merge.labels)).toEqual(['A', 'A', 'A', 'Z', 'A']);
    expect(merge.lost).toEqual([{ row: 3, setId: 's', base: 'B', yours: 'Q' }]);
    const edit = {
      name: 'label',
      changes: [
        { row: 0, before: '', after: 'Z' },
        { row: 3, before: 'B', after: 'Q' },
      ],
    };
    const here = moved(edit, merge.rowOf);
    expect(here.changes).toEqual([{ row: 3, before: '', after: 'Z' }]);
    merge.labels.apply(invert(here).changes);
    expect(merge.labels.get(3)).toBe('');
  });

  test('a file that was repaired or saved with other quotes meanwhile still has the same rows', () => {
    const theirs = LabelingFile.parse(
      utf8('\ufeff"labeling_set_id";"label";"id"\r\ns;A;"1"\r\ns;A;2\r\ns;A;3\r\ns;B;4\r\nt;;5\r\nt;;6'),
    );
    const merge = mergeLabels(base, theirs, relabeled(base, { 5: 'B' }));
    expect(all(merge.labels)).toEqual(['A', 'A', 'A', 'B', '', 'B']);
  });

  test('a new column on their side does not lose rows', () => {
    const theirs = LabelingFile.parse(
      utf8('labeling_set_id,label,id,note\ns,,1,x\ns,A,2,\ns,A,3,\ns,B,4,\nt,,5,\nt,,6,'),
    );
    const merge = mergeLabels(base, theirs, relabeled(base, { 0: 'C', 5: 'B' }));
    expect(merge.lost).toEqual([]);
    expect(all(merge.labels)).toEqual(['C', 'A', 'A', 'B', '', 'B']);
  });

  test('a row whose cells someone changed is found by its place in the set', () => {
    const theirs = fileOf('s,,1', 's,A,two', 's,A,3', 's,B,4', 't,,5', 'v,,6');
    const merge = mergeLabels(base, theirs, relabeled(base, { 1: 'C', 5: 'B' }));
    expect(merge.labels.get(1)).toBe('C');
    expect(merge.lost, 'a row of another set is another row').toMatchObject([{ row: 5, yours: 'B' }]);
  });

  test('rows alike in all cells keep their order', () => {
    const twins = fileOf('s,,1', 's,,1', 's,,2');
    const theirs = fileOf('s,,2', 's,,1', 's,,1');
    expect(all(mergeLabels(twins, theirs, relabeled(twins, { 1: 'B' })).labels)).toEqual(['', '', 'B']);
  });

  test('a row that lost its label field is told as lost', () => {
    const theirs = fileOf('s,,1', 's', 's,A,3', 's,B,4', 't,,5', 't,,6');
    expect(mergeLabels(base, theirs, relabeled(base, { 1: 'C' })).lost).toMatchObject([{ row: 1, yours: 'C' }]);
  });
});

describe('one name for two groups', () => {
  const base = fileOf('s,,1', 's,,2', 's,,3', 's,,4', 't,A,5', 't,,6', 't,,7');

  test('is told, and can be undone by a name of its own', () => {
    const theirs = stored(relabeled(base, { 0: 'A', 1: 'A' }));
    const merge = mergeLabels(base, theirs, relabeled(base, { 2: 'A', 3: 'A' }));
    expect(merge.joined).toMatchObject([{ set: 0, label: 'A', yours: [2, 3], theirs: [0, 1] }]);
    merge.labels.apply(merge.joined[0]?.separate.changes ?? []);
    expect(all(merge.labels)).toEqual(['A', 'A', 'B', 'B', 'A', '', '']);
  });

  test('is no question where the group was there before or a row is common', () => {
    const before = mergeLabels(base, stored(relabeled(base, { 5: 'A' })), relabeled(base, { 6: 'A' }));
    const common = mergeLabels(base, stored(relabeled(base, { 0: 'A', 1: 'A' })), relabeled(base, { 1: 'A', 2: 'A' }));
    expect([before.joined, common.joined]).toEqual([[], []]);
  });
});

describe('laws, on random files', () => {
  function sides(seed: number): { base: LabelingFile; a: Labels; b: Labels } {
    const random = new Random(seed);
    const base = LabelingFile.parse(utf8(randomFile(random, { sets: 4 })));
    const side = (): Labels => {
      const labels = new Labels(base);
      for (let edits = random.int(0, 6); edits > 0 && base.rowCount > 0; edits--) {
        labels.apply([{ row: random.int(0, base.rowCount - 1), before: '', after: random.pick(['', 'A', 'B', 'C']) }]);
      }
      return labels;
    };
    return { base, a: side(), b: side() };
  }

  test('versions that differ by labels only are seen as such', async () => {
    await eachRound(300, (random) => {
      const { base, a } = sides(random.seed);
      expect(sameButLabels(base, stored(a))).toBe(true);
      const longer = LabelingFile.parse(Uint8Array.from([...base.bytes, ...utf8('\nx,,y')]));
      expect(sameButLabels(base, longer)).toBe(false);
    });
  });

  test('it does not matter who saved first, but for the rows in conflict', async () => {
    await eachRound(300, (random) => {
      const { base, a, b } = sides(random.seed);
      const ab = mergeLabels(base, stored(a), b);
      const ba = mergeLabels(base, stored(b), a);
      const flipped = ba.conflicts.map(({ theirs, yours, ...rest }) => ({ ...rest, theirs: yours, yours: theirs }));
      expect(ab.conflicts).toEqual(flipped);
      const contested = new Set(ab.conflicts.map(({ row }) => row));
      const calm = (labels: Labels): string[] => all(labels).filter((_, row) => !contested.has(row));
      expect(calm(ab.labels)).toEqual(calm(ba.labels));
    });
  });

  test('nothing is dropped: every changed label is merged, in conflict, or lost with its row', async () => {
    await eachRound(300, (random) => {
      const { base, a, b } = sides(random.seed);
      const saved = stored(a);
      const lines = new TextDecoder().decode(saved.bytes).split(/(?<=\n)/);
      const simple = !saved.bytes.includes(0x22) && saved.dialect.eol === 'lf' && lines.at(-1)?.endsWith('\n') === true;
      const [header = '', ...rows] = lines;
      const kept = random.shuffle(rows).filter(() => random.chance(0.8));
      const theirs = simple ? LabelingFile.parse(utf8([header, ...kept].join(''))) : saved;
      const merge = mergeLabels(base, theirs, b);
      for (const [row, yours] of b.changed()) {
        const place = merge.rowOf(row);
        const lost = merge.lost.some((label) => label.row === row && label.yours === yours);
        const asked = merge.conflicts.some((conflict) => conflict.row === place && conflict.yours === yours);
        const taken = place !== undefined && merge.labels.get(place) === yours;
        expect([lost, asked, taken].filter(Boolean), `row ${row}`).toHaveLength(1);
      }
      const touched = new Set(b.changed().map(([row]) => merge.rowOf(row)));
      for (let row = 0; row < theirs.rowCount; row++) {
        if (!touched.has(row)) {
          expect(merge.labels.get(row), `their row ${row}`).toBe(theirs.storedLabel(row));
        }
      }
    });
  });

  test('merging with what one has oneself changes nothing', async () => {
    await eachRound(100, (random) => {
      const { base, a } = sides(random.seed);
      const merge = mergeLabels(base, stored(a), a);
      expect([merge.changes, merge.conflicts, merge.lost, merge.joined]).toEqual([[], [], [], []]);
    });
  });
});
