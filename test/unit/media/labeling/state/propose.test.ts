import { expect, test } from 'vitest';
import { Lazy } from '../../../../../media/labeling/parts/lazy';
import type { Proposal } from '../../../../../media/labeling/state/proposal';
import { adjusted, labelsAsShown, propose } from '../../../../../media/labeling/state/propose';
import { LabelingFile } from '../../../../../src/shared/file/labelingFile';
import { Labels } from '../../../../../src/shared/labels/edits';
import { freeGroupNames } from '../../../../../src/shared/labels/groups';
import type { SuggestedGroup } from '../../../../../src/shared/suggest/suggest';
import { eachRound } from '../../../../harness/fuzz';
import { utf8 } from '../../../shared/samples';

const alike = (...rows: number[]): SuggestedGroup => ({ rows, agreeing: [], similar: [], differing: [], reason: 'r' });

/** One set of which `groups` look alike, with its proposal kept in step as the page keeps it. */
class Case {
  readonly labels: Labels;
  proposals: ReadonlyMap<number, Proposal> = new Map();

  constructor(
    labels: readonly string[],
    private readonly groups: readonly SuggestedGroup[],
  ) {
    const lines = labels.map((label) => `s,${label},x`);
    this.labels = new Labels(LabelingFile.parse(utf8(['labeling_set_id,label,name', ...lines, ''].join('\n'))));
    this.suggest();
  }

  get file(): LabelingFile {
    return this.labels.file;
  }

  suggest(): void {
    const suggester = new Lazy(() => ({ suggest: () => ({ groups: this.groups, order: [] }) }));
    const proposal = propose({ file: this.file, labels: this.labels, suggester }, 0);
    this.proposals = new Map(proposal ? [[0, proposal]] : []);
  }

  label(row: number, after: string): void {
    if (this.labels.apply([{ row, before: '', after }]).length > 0) {
      this.proposals = adjusted(this, [0]);
    }
  }

  /** Of each row the label that it has or would have, with a question mark if it is only suggested. */
  get shown(): string[] {
    const shown = labelsAsShown(this, []);
    return this.labels.file.sets.flatMap(({ rows }) =>
      rows.map((row) => shown.get(row) + (this.isOpen(row) ? '?' : '')),
    );
  }

  isOpen(row: number): boolean {
    return this.labels.get(row) === '';
  }

  /** Pairs of rows that would be in one group, at least one of them by the suggestion, for no reason. */
  unfounded(): string[] {
    const shown = labelsAsShown(this, []);
    const rows = this.file.sets[0]?.rows ?? [];
    const groupOf = (row: number): readonly number[] =>
      this.groups.find((group) => group.rows.includes(row))?.rows ?? [];
    return rows
      .filter((row) => this.isOpen(row))
      .flatMap((row) =>
        rows
          .filter((other) => other !== row && shown.get(other).toUpperCase() === shown.get(row).toUpperCase())
          .filter((other) => !groupOf(row).includes(other))
          // Rows that look like a labeled row are suggested for its group, whoever else is in it.
          .filter(() => !groupOf(row).some((like) => this.labels.get(like) === shown.get(row)))
          .map((other) => `rows ${row} and ${other} in ${shown.get(row)}`),
      );
  }
}

test('a suggestion gives way when its name is taken by hand', () => {
  const labeled = new Case(['A', 'B', '', '', ''], [alike(3, 4)]);
  expect(labeled.shown).toEqual(['A', 'B', 'D?', 'C?', 'C?']);
  labeled.label(2, 'C');
  expect(labeled.shown).toEqual(['A', 'B', 'C', 'D?', 'D?']);
});

test('a new group by key takes no name that is suggested to others', () => {
  const labeled = new Case(['A', 'B', '', '', ''], [alike(3, 4)]);
  const [name = ''] = freeGroupNames({ rows: [0, 1, 2, 3, 4] }, labelsAsShown(labeled, [2]), 1);
  labeled.label(2, name);
  expect(labeled.shown).toEqual(['A', 'B', 'D', 'C?', 'C?']);
});

test('a suggestion follows the label of a row like it, also when that is taken back', () => {
  const labeled = new Case(['', '', '', ''], [alike(0, 1, 2)]);
  labeled.label(1, 'x-1');
  expect(labeled.shown).toEqual(['x-1?', 'x-1', 'x-1?', 'B?']);
  labeled.label(1, '');
  expect(labeled.shown).toEqual(['x-1?', 'x-1?', 'x-1?', 'B?']);
  labeled.label(3, 'X-1');
  expect(labeled.shown).toEqual(['A?', 'A?', 'A?', 'X-1']);
});

test('nothing is left of a suggestion when every row has a label', () => {
  const labeled = new Case(['', ''], [alike(0, 1)]);
  labeled.label(0, 'A');
  labeled.label(1, 'B');
  expect(labeled.proposals.size).toBe(0);
});

test('whatever is labeled meanwhile, a suggestion joins only rows that look alike', async () => {
  await eachRound(300, (random) => {
    const count = random.int(2, 12);
    const rows = random.shuffle(Array.from({ length: count }, (_, row) => row));
    const groups: SuggestedGroup[] = [];
    for (let at = 0; at + 1 < count && random.chance(0.8); at += 3) {
      groups.push(alike(...rows.slice(at, at + random.int(2, 3))));
    }
    const name = () => random.pick(['', '', 'A', 'a', 'B', 'C', 'D', 'E', 'x-1']);
    const labeled = new Case(
      rows.map(() => name()),
      groups,
    );
    for (let step = 0; step < 15; step++) {
      const row = random.int(0, count - 1);
      const fresh = freeGroupNames({ rows }, labelsAsShown(labeled, [row]), 1)[0] ?? '';
      labeled.label(row, random.chance(0.4) ? fresh : name());
      const where = `step ${step}: ${labeled.shown.join(' ')}`;
      expect(labeled.unfounded(), where).toEqual([]);
      const open = rows.filter((other) => labeled.isOpen(other));
      const proposed = [...(labeled.proposals.get(0)?.labels.keys() ?? [])];
      // A proposal that is gone does not come back by itself when labels are cleared.
      expect(new Set(proposed.length > 0 ? open : []), where).toEqual(new Set(proposed));
      if (open.length > 0 && proposed.length === 0) {
        labeled.suggest();
      }
    }
  });
});
