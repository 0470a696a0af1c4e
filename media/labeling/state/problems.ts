import { isLeftover, type Problem } from '../../../src/shared/checks/problems';
import type { HostProblem } from '../../../src/shared/protocol';
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

/** All rows that problems name, other than that they are unlabeled: what is wrong with a set is with each of its rows. */
export function problemRows(state: Opened): Set<number> {
  return new Set(namedRows(state).flat());
}

/** For every problem that names rows the place to go to: the first of them that is shown. */
export function problemPlaces(state: Opened, isShown: (row: number) => boolean): Set<number> {
  return new Set(namedRows(state).flatMap((rows) => rows.find(isShown) ?? []));
}

function namedRows({ checks, hostProblems }: Opened): (readonly number[])[] {
  const own = checks?.problems.filter((problem) => !isLeftover(problem)).map(({ rows }) => rows) ?? [];
  return [...own, ...hostProblems.map(({ row }) => [row])];
}

/** The problems that the host has found in each set with any. */
export function hostProblemsBySet({ hostProblems, file }: Opened): ReadonlyMap<number, readonly HostProblem[]> {
  const found = new Map<number, HostProblem[]>();
  for (const problem of hostProblems) {
    const set = file.setOf(problem.row);
    found.set(set, [...(found.get(set) ?? []), problem]);
  }
  return found;
}

/** How many problems are open, leftovers not counted. */
export function openProblems({ checks, hostProblems }: Opened): number {
  const own = checks?.problems.filter((problem) => !isLeftover(problem)).length ?? 0;
  return own + hostProblems.length;
}
