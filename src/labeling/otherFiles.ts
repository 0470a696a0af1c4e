import type { OtherFileDecisions } from '../shared/contradictions';
import type { Problem } from '../shared/problems';
import type { HostProblem } from '../shared/protocol';
import type { LabelingSession } from './session';

/** Rows beyond which a file is left out: an edit of one file checks the whole of the others again. */
const mostRows = 20_000;

/**
 * The decisions in other open files that are about the same table as this one's: same connection, same columns. Two
 * files of one transform may contradict each other although each is sound by itself. It is told in the file that keeps
 * the records apart.
 */
export function decisionsBeside(
  session: LabelingSession,
  open: Iterable<LabelingSession>,
): readonly OtherFileDecisions[] {
  return [...open]
    .filter((other) => other !== session && isComparable(session, other))
    .map(({ name, document }) => ({
      name,
      file: document.file,
      labels: { get: (row: number) => document.label(row) },
    }));
}

function isComparable(one: LabelingSession, other: LabelingSession): boolean {
  const [mine, theirs] = [one.document.file, other.document.file];
  return (
    one.uri.scheme === other.uri.scheme &&
    one.uri.authority === other.uri.authority &&
    mine.rowCount <= mostRows &&
    theirs.rowCount <= mostRows &&
    mine.columns.length === theirs.columns.length &&
    mine.columns.every((column, at) => column === theirs.columns[at])
  );
}

/** The problems that a webview can't find by itself, for it has one file only. */
export function problemsAcrossFiles(problems: readonly Problem[]): readonly HostProblem[] {
  return problems
    .filter(({ chain }) => chain.some(({ file }) => file !== undefined))
    .map(({ severity, rows, text }) => ({ severity, row: rows[0], text }));
}
