import { isLeftover, type Problem } from '../../shared/checks/problems';

/** The problems to list, and how many are left out. */
export interface ShownProblems {
  readonly problems: readonly Problem[];
  readonly more: number;
}

/** The first `most` problems by weight: errors, then warnings, then what only says that work is left. */
export function shownProblems(all: readonly Problem[], most: number): ShownProblems {
  const problems = all
    .map((problem, at) => ({ problem, at, weight: weightOf(problem) }))
    .sort((a, b) => a.weight - b.weight || a.at - b.at)
    .slice(0, most)
    .map(({ problem }) => problem);
  return { problems, more: all.length - problems.length };
}

/** True if both lists look the same and lead to the same rows. */
export function sameProblems(a: ShownProblems, b: ShownProblems): boolean {
  return (
    a.more === b.more &&
    a.problems.length === b.problems.length &&
    a.problems.every((problem, at) => isSame(problem, b.problems[at]))
  );
}

function weightOf(problem: Problem): number {
  if (isLeftover(problem)) {
    return 2;
  }
  return problem.severity === 'error' ? 0 : 1;
}

function isSame(a: Problem, b: Problem | undefined): boolean {
  // Most are the same objects: only sets that an edit concerns are told again.
  return a === b || (a.text === b?.text && JSON.stringify(a) === JSON.stringify(b));
}
