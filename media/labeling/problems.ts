import { isLeftover, type Problem } from '../../src/shared/problems';
import type { HostProblem } from '../../src/shared/protocol';
import type { Opened } from './state';

/** What the card of a set shows. Missing labels are no news in the set that is being labeled. */
export function problemsInCard({ checks }: Opened, set: number, current: boolean): readonly Problem[] {
  const problems = checks?.problemsIn(set) ?? [];
  return current ? problems.filter((problem) => !isLeftover(problem)) : problems;
}

/** Problems of the host that name a row of the set. */
export function hostProblemsIn({ hostProblems, file }: Opened, set: number): readonly HostProblem[] {
  return hostProblems.filter(({ row }) => file.setOf(row) === set);
}

/** Problems that concern the file and no row. */
export function fileProblems({ checks }: Opened): readonly Problem[] {
  return checks?.problems.filter((problem) => problem.rows.length === 0 && !isLeftover(problem)) ?? [];
}

/** Problems of the file that were not put aside. */
export function newFileProblems(state: Opened): readonly Problem[] {
  return fileProblems(state).filter(({ text }) => !state.dismissed.includes(text));
}

/** Rows that a problem names, other than that they are unlabeled. */
export function problemRows({ checks, hostProblems }: Opened): Set<number> {
  const rows = new Set<number>();
  for (const problem of checks?.problems ?? []) {
    if (!isLeftover(problem)) {
      problem.rows.forEach((row) => {
        rows.add(row);
      });
    }
  }
  for (const { row } of hostProblems) {
    rows.add(row);
  }
  return rows;
}

/** How many problems are open, leftovers not counted. */
export function openProblems({ checks, hostProblems }: Opened): number {
  const own = checks?.problems.filter((problem) => !isLeftover(problem)).length ?? 0;
  return own + hostProblems.length;
}
