import * as vscode from 'vscode';
import { type ProblemLink, problemEntry, relatedPlace } from '../../door/problems';
import { type Decision, isLeftover, type Problem } from '../../shared/checks/problems';
import { isRepairable } from '../../shared/checks/repair';
import { placesIn } from '../../shared/checks/setChecks';
import type { LabelingFile } from '../../shared/file/labelingFile';
import { goToRowCommand, repairCommand } from '../../shared/ids';
import type { LabelingSession } from '../editor/session';

/** An open file by a short number, as links name it: VS Code decodes the address of a link, here once and there twice. */
export interface NumberedFile {
  readonly number: number;
  readonly session: LabelingSession;
}

/**
 * A problem as the Problems panel lists it. The panel offers quick fixes only where a text editor has loaded the file,
 * and a click on the problem opens VS Code's default editor; so each carries a link of its own to the labeling editor.
 * `beside` are the other files that it may be about.
 */
export function diagnosticOf(
  problem: Problem,
  file: NumberedFile,
  beside: readonly LabelingSession[],
): vscode.Diagnostic {
  const { document } = file.session;
  const place = placeOf(problem, document.file);
  const diagnostic = problemEntry(place, problem.text, severityOf(problem), linkOf(problem, file.number));
  if (problem.chain.length > 1) {
    diagnostic.relatedInformation = problem.chain.flatMap((decision) => {
      const other = decision.file === undefined ? file.session : beside.find(({ name }) => name === decision.file);
      return other === undefined ? [] : [decisionAt(decision, other.uri, other.document.file)];
    });
  }
  return diagnostic;
}

/** Says that not all problems are listed. */
export function moreDiagnostic(count: number, { number }: NumberedFile): vscode.Diagnostic {
  const text =
    count === 1
      ? vscode.l10n.t(
          '1 more problem, which is no more severe, is not listed here. The filter “With problems” of the labeling editor shows its rows.',
        )
      : vscode.l10n.t(
          '{0} more problems, none of them more severe, are not listed here. The filter “With problems” of the labeling editor shows their rows.',
          count,
        );
  return problemEntry(start, text, vscode.DiagnosticSeverity.Information, toFile(number));
}

const start = new vscode.Range(0, 0, 0, 0);

function placeOf({ rows, column }: Problem, file: LabelingFile): vscode.Range {
  const [row = -1] = rows;
  return row < 0 && column === undefined ? start : rangeOf(file, row, column ?? file.labelColumn);
}

function rangeOf(file: LabelingFile, row: number, column: number): vscode.Range {
  const place = file.fieldRange(row, column);
  return new vscode.Range(place.line - 1, place.column - 1, place.endLine - 1, place.endColumn - 1);
}

/** Rows still to be labeled are work to do: a file just opened is not to look faulty in its tab. */
function severityOf(problem: Problem): vscode.DiagnosticSeverity {
  if (isLeftover(problem)) {
    return vscode.DiagnosticSeverity.Information;
  }
  return problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
}

function linkOf(problem: Problem, number: number): ProblemLink {
  const [row] = problem.rows;
  if (row !== undefined) {
    return { title: vscode.l10n.t('Go to Row'), command: goToRowCommand, args: [number, row] };
  }
  return isRepairable(problem)
    ? { title: vscode.l10n.t('Repair…'), command: repairCommand, args: [number] }
    : toFile(number);
}

function toFile(number: number): ProblemLink {
  return { title: vscode.l10n.t('Go to File'), command: goToRowCommand, args: [number] };
}

function decisionAt(decision: Decision, uri: vscode.Uri, file: LabelingFile): vscode.DiagnosticRelatedInformation {
  const { set, rows, same } = decision;
  const [one = 0, other = 0] = placesIn({ rows: file.sets[set]?.rows ?? [] }, rows);
  const text = same
    ? vscode.l10n.t('Rows {0} and {1} of set {2} are in one group.', one, other, set + 1)
    : vscode.l10n.t('Rows {0} and {1} of set {2} are in different groups.', one, other, set + 1);
  const place = new vscode.Location(uri, rangeOf(file, rows[0], file.labelColumn));
  return relatedPlace(place, text);
}
