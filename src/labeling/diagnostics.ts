import * as vscode from 'vscode';
import type { Problem } from '../shared/problems';
import { parseLabelEdit } from './messages';
import { decisionsBeside, problemsAcrossFiles } from './otherFiles';
import { DocumentProblems } from './problems';
import type { LabelingEditorProvider } from './provider';
import type { LabelingSession } from './session';

/** More would only slow the Problems panel down; the card shows all of its own. */
const mostDiagnostics = 1000;

/** Commands that quick fixes run. */
export const goToRowCommand = 'glueLabeling.editor.goToRow';
export const applyFixCommand = 'glueLabeling.editor.applyFix';

/** Puts the problems of open labeling files into the Problems panel, with quick fixes where nothing has to be guessed. */
export class LabelingDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('glueLabeling');
  private readonly problems = new Map<LabelingSession, DocumentProblems>();
  private readonly shown = new WeakMap<vscode.Diagnostic, Problem>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly provider: LabelingEditorProvider) {
    this.subscriptions = [
      this.collection,
      provider.onDidOpen((session) => this.watch(session)),
      provider.onDidClose((session) => this.unwatch(session)),
      vscode.languages.registerCodeActionsProvider({ pattern: '**' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      vscode.commands.registerCommand(goToRowCommand, (uri: unknown, row: unknown) => goToRow(provider, uri, row)),
      vscode.commands.registerCommand(applyFixCommand, (uri: unknown, edit: unknown, rowsVersion: unknown) =>
        applyFix(provider, uri, edit, rowsVersion),
      ),
    ];
  }

  /** The problems of an open document. */
  of(session: LabelingSession): DocumentProblems | undefined {
    return this.problems.get(session);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const session = this.provider.sessionOf(document.uri);
    const problems = session && this.problems.get(session);
    if (session === undefined || problems === undefined) {
      return [];
    }
    return context.diagnostics.flatMap((diagnostic) => {
      const problem = this.problemOf(document.uri, diagnostic);
      return problem === undefined ? [] : actionsOf(session, problems, problem, diagnostic);
    });
  }

  dispose(): void {
    for (const session of [...this.problems.keys()]) {
      this.unwatch(session);
    }
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private watch(session: LabelingSession): void {
    const problems = new DocumentProblems(session.document, vscode.l10n.t);
    this.problems.set(session, problems);
    problems.onDidChange(() => this.show(session, problems));
    const { document } = session;
    // They end with the document, whose emitters are disposed.
    document.onDidChangeLabels(() => this.compareOthers(session));
    document.onDidReplace(() => this.compareAll());
    this.compareAll();
  }

  /** Checks the files beside this one again, whose decisions may now contradict it. */
  private compareOthers(session: LabelingSession): void {
    for (const [other, problems] of this.problems) {
      if (other !== session) {
        problems.setOthers(decisionsBeside(other, this.problems.keys()));
      }
    }
  }

  private compareAll(): void {
    for (const [session, problems] of this.problems) {
      problems.setOthers(decisionsBeside(session, this.problems.keys()));
    }
  }

  private unwatch(session: LabelingSession): void {
    this.problems.get(session)?.dispose();
    this.problems.delete(session);
    this.collection.delete(session.uri);
    this.compareAll();
  }

  private show(session: LabelingSession, problems: DocumentProblems): void {
    const { all } = problems;
    session.setProblems(problemsAcrossFiles(all));
    const diagnostics = all.slice(0, mostDiagnostics).map((problem) => {
      const diagnostic = toDiagnostic(problem, problems);
      this.shown.set(diagnostic, problem);
      return diagnostic;
    });
    this.collection.set(session.uri, diagnostics);
  }

  /** VS Code hands out copies of diagnostics. */
  private problemOf(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Problem | undefined {
    const own = (this.collection.get(uri) ?? []).find(
      (one) =>
        one.code === diagnostic.code && one.message === diagnostic.message && one.range.isEqual(diagnostic.range),
    );
    return own && this.shown.get(own);
  }
}

function toDiagnostic(problem: Problem, { file }: DocumentProblems): vscode.Diagnostic {
  const row = problem.rows[0];
  const place = row === undefined ? undefined : file.labelRange(row);
  const range =
    place === undefined
      ? new vscode.Range(0, 0, 0, 0)
      : new vscode.Range(place.line - 1, place.column - 1, place.endLine - 1, place.endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, problem.text, severityOf(problem));
  diagnostic.source = vscode.l10n.t('Labeling sets');
  diagnostic.code = problem.code;
  return diagnostic;
}

/** Rows still to be labeled are work to do: a file just opened is not to look faulty in its tab. */
function severityOf({ code, severity }: Problem): vscode.DiagnosticSeverity {
  if (code === 'missingLabels' || code === 'unlabeledSets') {
    return vscode.DiagnosticSeverity.Information;
  }
  return severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
}

function actionsOf(
  session: LabelingSession,
  problems: DocumentProblems,
  problem: Problem,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  const actions = problems.fixes(problem).map((fix) => {
    const action = new vscode.CodeAction(fix.name, vscode.CodeActionKind.QuickFix);
    action.command = {
      title: fix.name,
      command: applyFixCommand,
      arguments: [session.uri, fix, session.document.rowsVersion],
    };
    action.isPreferred = true;
    return action;
  });
  const row = problem.rows[0];
  if (row !== undefined) {
    const title = vscode.l10n.t('Go to Row in the Labeling Editor');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command: goToRowCommand, arguments: [session.uri, row] };
    actions.push(action);
  }
  for (const action of actions) {
    action.diagnostics = [diagnostic];
  }
  return actions;
}

/** Shows a row in the labeling editor. Without arguments, asks for one of the problems of the active document. */
async function goToRow(provider: LabelingEditorProvider, uri: unknown, row: unknown): Promise<void> {
  const session = uri instanceof vscode.Uri ? provider.sessionOf(uri) : provider.activeSession;
  if (session === undefined || typeof row !== 'number') {
    return;
  }
  session.reveal(row);
}

/** Makes the edit of a quick fix, on the rows where its records are by now; it goes on VS Code's undo stack as any other. */
function applyFix(provider: LabelingEditorProvider, uri: unknown, edit: unknown, rowsVersion: unknown): void {
  const session = uri instanceof vscode.Uri ? provider.sessionOf(uri) : undefined;
  const parsed = parseLabelEdit(edit);
  if (session !== undefined && parsed !== undefined) {
    const { document } = session;
    const since = typeof rowsVersion === 'number' ? rowsVersion : document.rowsVersion;
    session.edit({ name: parsed.name, changes: document.follow(parsed.changes, since) });
  }
}
