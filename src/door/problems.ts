import * as vscode from 'vscode';
import { inert } from '../shared/inert';

/** A command that a problem leads to. Its arguments are numbers, for VS Code decodes the address of a link twice. */
export interface ProblemLink {
  readonly title: string;
  readonly command: string;
  readonly args: readonly number[];
}

/** An entry of the Problems panel. */
export function problemEntry(
  place: vscode.Range,
  text: string,
  severity: vscode.DiagnosticSeverity,
  { title, command, args }: ProblemLink,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(place, inert(text), severity);
  diagnostic.source = vscode.l10n.t('Labeling sets');
  const target = vscode.Uri.from({ scheme: 'command', path: command, query: JSON.stringify(args) });
  diagnostic.code = { value: inert(title), target };
  return diagnostic;
}

/** A place that has to do with a problem. */
export function relatedPlace(place: vscode.Location, text: string): vscode.DiagnosticRelatedInformation {
  return new vscode.DiagnosticRelatedInformation(place, inert(text));
}

/** A quick fix that runs a command. */
export function quickFix(
  title: string,
  command: string,
  args: readonly unknown[],
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction {
  const action = new vscode.CodeAction(inert(title), vscode.CodeActionKind.QuickFix);
  action.command = { title: inert(title), command, arguments: [...args] };
  action.diagnostics = [diagnostic];
  return action;
}
