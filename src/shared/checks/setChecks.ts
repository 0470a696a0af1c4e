import type { LabelingSet } from '../file/labelingFile';
import type { Labels } from '../labels/edits';
import { type Group, groupsOf } from '../labels/groups';
import { unsure } from '../labels/unsure';
import type { Say } from '../say';
import { quoted } from '../visible';
import { problem } from './fileChecks';
import { listed, type Problem } from './problems';

/** What one set adds to the counts over the file, and what is wrong with its labels alone. */
export interface SetFindings {
  readonly problems: readonly Problem[];
  readonly unlabeled: boolean;
  /** Pairs of rows in one group. */
  readonly matched: number;
  /** Pairs of rows in different groups. */
  readonly apart: number;
  /** How many bytes longer the set's labels are than those in the file's bytes. */
  readonly growth: number;
}

/** Checks of labels that need to look at one set only. */
export function checkSet(set: LabelingSet, labels: Labels, say: Say): SetFindings {
  const groups = groupsOf(set, labels);
  const empty = set.rows.filter((row) => labels.get(row) === '' && labels.file.canLabel(row));
  const problems: Problem[] = [];
  if (empty.length > 0 && groups.length > 0) {
    const places = listed(placesIn(set, empty), say);
    const text = empty.length === 1 ? say('Row {0} has no label.', places) : say('Rows {0} have no label.', places);
    problems.push(problem('missingLabels', 'warning', text, empty, set.index));
  }
  const labeled = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const matched = groups.reduce((sum, { rows }) => sum + pairs(rows.length), 0);
  return {
    problems: [...problems, ...checkSpelling(set, groups, say)],
    unlabeled: groups.length === 0 && !set.rows.some((row) => labels.get(row) === unsure),
    matched,
    apart: pairs(labeled) - matched,
    growth: set.rows
      .filter((row) => labels.isChanged(row) && labels.file.canStore(labels.get(row)))
      .reduce((sum, row) => sum + labels.file.growth(row, labels.get(row)), 0),
  };
}

/** Numbers of rows as the card shows them: places in the set from 1. */
export function placesIn(set: Pick<LabelingSet, 'rows'>, rows: readonly number[]): number[] {
  const places = new Map(set.rows.map((row, at) => [row, at + 1]));
  return rows.map((row) => places.get(row) ?? 0);
}

function checkSpelling(set: LabelingSet, groups: readonly Group[], say: Say): Problem[] {
  const alike = new Map<string, Group[]>();
  for (const group of groups) {
    const key = group.label.replace(/\s/g, '').toLowerCase();
    alike.set(key, [...(alike.get(key) ?? []), group]);
  }
  const problems: Problem[] = [];
  for (const [key, same] of alike) {
    const rows = same.flatMap((group) => group.rows);
    const names = listed(
      same.map(({ label }) => quoted(label)),
      say,
    );
    if (key === '') {
      const text =
        rows.length === 1
          ? say('The label of 1 row consists of blanks only ({0}), which AWS Glue takes for a group.', names)
          : say(
              'The label of {0} rows consists of blanks only ({1}), which AWS Glue takes for a group.',
              rows.length,
              names,
            );
      problems.push(problem('blankLabel', 'error', text, rows, set.index));
    } else if (same.length > 1) {
      const text = say(
        'The labels {0} differ only in case or blanks; AWS Glue takes them for different groups.',
        names,
      );
      problems.push(problem('similarLabels', 'warning', text, rows, set.index));
    }
  }
  return problems;
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}
