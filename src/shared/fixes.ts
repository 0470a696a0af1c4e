import type { LabelChange, Labels } from './edits';
import { assign, finishSet } from './groups';
import type { LabelingSet } from './labelingFile';
import { counted, type Fix, type Problem } from './problems';

/** Changes that put a problem right without guessing. None where a person has to decide. */
export function fixesOf(problem: Problem, labels: Labels): Fix[] {
  const set = problem.set === undefined ? undefined : labels.file.sets[problem.set];
  if (!set) {
    return [];
  }
  switch (problem.code) {
    case 'missingLabels':
      return offered((count) => `Put ${counted(count, 'empty row')} in groups of their own`, finishSet(set, labels));
    case 'blankLabel':
    case 'similarLabels':
      return offered((count) => `Trim ${counted(count, 'label')}`, trimmed(problem.rows, labels));
    case 'contradiction':
      return merged(problem, set, labels);
    default:
      return [];
  }
}

function offered(name: (count: number) => string, changes: readonly LabelChange[]): Fix[] {
  return changes.length > 0 ? [{ name: name(changes.length), changes }] : [];
}

function trimmed(rows: readonly number[], labels: Labels): LabelChange[] {
  return rows.flatMap((row) => assign([row], labels.get(row).trim(), labels));
}

/** Joins the two groups that the chain proves to be one. Only offered in the set that keeps them apart. */
function merged(problem: Problem, set: LabelingSet, labels: Labels): Fix[] {
  const apart = problem.chain.at(-1);
  const [keep, give] = problem.rows.map((row) => labels.get(row));
  if (!apart || apart.same || apart.file !== undefined || apart.set !== set.index || !keep || !give) {
    return [];
  }
  const changes = assign(
    set.rows.filter((row) => labels.get(row) === give),
    keep,
    labels,
  );
  return offered(() => `Merge group ${give} into group ${keep}`, changes);
}
