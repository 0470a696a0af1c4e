import type { LabelingSet } from '../file/labelingFile';
import type { LabelChange, Labels } from '../labels/edits';
import { assign, finishSet } from '../labels/groups';
import type { Say } from '../say';
import { named } from '../visible';
import type { Fix, Problem } from './problems';

/** Changes that put a problem right without guessing. None where a person has to decide. */
export function fixesOf(problem: Problem, labels: Labels, say: Say): Fix[] {
  const set = problem.set === undefined ? undefined : labels.file.sets[problem.set];
  if (!set) {
    return [];
  }
  switch (problem.code) {
    case 'missingLabels':
      return offered(
        (count) =>
          count === 1
            ? say('Put 1 empty row in a group of its own')
            : say('Put {0} empty rows in groups of their own', count),
        finishSet(set, labels),
      );
    case 'blankLabel':
    case 'similarLabels':
      return offered(
        (count) => (count === 1 ? say('Trim 1 label') : say('Trim {0} labels', count)),
        trimmed(problem.rows, labels),
      );
    case 'contradiction':
      return merged(problem, set, labels, say);
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
function merged(problem: Problem, set: LabelingSet, labels: Labels, say: Say): Fix[] {
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
  return offered(() => say('Merge group “{0}” into group “{1}”', named(give), named(keep)), changes);
}
