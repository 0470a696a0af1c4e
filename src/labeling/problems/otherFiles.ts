import type { Uri } from 'vscode';
import type { OtherFileDecisions } from '../../shared/checks/contradictions';
import type { Fix, Problem } from '../../shared/checks/problems';
import type { LabelingFile } from '../../shared/file/labelingFile';
import type { HostProblem } from '../../shared/protocol';
import type { LabelingSession } from '../editor/session';

/** Rows of other files that are compared, as many as the largest file has that AWS Glue takes. More would take seconds. */
const mostRows = 100_000;

/** A labeling file and where it is, open or not. */
export interface PlacedFile {
  readonly uri: Uri;
  readonly file: LabelingFile;
}

/**
 * The open documents that are about the same table as a file: same connection, same columns. Two files of one transform
 * may contradict each other although each is sound by itself. It is told in the file that keeps the records apart.
 */
export function sessionsBeside(one: PlacedFile, open: Iterable<LabelingSession>): readonly LabelingSession[] {
  let rows = 0;
  return [...open].filter(({ uri, document: { file } }) => {
    const fits =
      uri.toString() !== one.uri.toString() &&
      uri.scheme === one.uri.scheme &&
      uri.authority === one.uri.authority &&
      file.columns.length === one.file.columns.length &&
      file.columns.every((column, at) => column === one.file.columns[at]) &&
      rows + file.rowCount <= mostRows;
    rows += fits ? file.rowCount : 0;
    return fits;
  });
}

/** What an open document decides, always as its labels are now. */
export function decisionsOf({ name, document }: LabelingSession): OtherFileDecisions {
  return { name, file: document.file, labels: { get: (row) => document.label(row) } };
}

/** The problems that a webview can't find by itself, for it has one file only. `beside` are the other files. */
export function problemsAcrossFiles(
  problems: readonly Problem[],
  beside: readonly LabelingSession[],
  fixes: (problem: Problem) => readonly Fix[],
): readonly HostProblem[] {
  return problems.flatMap((problem) => {
    const {
      severity,
      rows: [row],
      text,
      chain,
    } = problem;
    if (row === undefined || !chain.some(({ file }) => file !== undefined)) {
      return [];
    }
    const elsewhere = chain.flatMap(({ file, rows: [place] }) => {
      const other = beside.find(({ name }) => name === file);
      return other === undefined ? [] : [{ name: other.name, uri: other.uri.toString(), row: place }];
    });
    return [{ severity, row, text, elsewhere, fixes: fixes(problem) }];
  });
}
