import * as vscode from 'vscode';
import { registerCommand } from '../../door/commands';
import { quickFix } from '../../door/problems';
import type { Problem } from '../../shared/checks/problems';
import { isRepairable } from '../../shared/checks/repair';
import type { LabelingFile } from '../../shared/file/labelingFile';
import { applyFixCommand, goToRowCommand, labelingViewType, repairCommand } from '../../shared/ids';
import type { LabelingSession } from '../editor/session';
import type { LabelingSessions } from '../editor/sessions';
import { parseLabelEdit } from '../page/fromPage';
import { diagnosticOf, moreDiagnostic, type NumberedFile } from './diagnostic';
import { DocumentProblems } from './documentProblems';
import { decisionsOf, problemsAcrossFiles, sessionsBeside } from './otherFiles';
import { type ShownProblems, sameProblems, shownProblems } from './shownProblems';

/** More would only slow the Problems panel down; the cards show all of their own. */
const mostDiagnostics = 1000;

/** An open document and what was told of it last. */
interface Watched extends NumberedFile {
  readonly problems: DocumentProblems;
  told: { readonly file: LabelingFile; readonly shown: ShownProblems; readonly across: string } | undefined;
}

/** Puts the problems of open labeling files into the Problems panel, with quick fixes where nothing has to be guessed. */
export class LabelingDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('glueLabeling');
  private readonly watched = new Map<LabelingSession, Watched>();
  private readonly shown = new WeakMap<vscode.Diagnostic, Problem>();
  private readonly subscriptions: vscode.Disposable[];
  private opened = 0;

  constructor(private readonly sessions: LabelingSessions) {
    this.subscriptions = [
      this.collection,
      sessions.onDidOpen((session) => this.watch(session)),
      sessions.onDidClose((session) => this.unwatch(session)),
      vscode.languages.registerCodeActionsProvider({ pattern: '**' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      registerCommand(goToRowCommand, (file: unknown, row: unknown) => this.goToRow(file, row)),
      registerCommand(applyFixCommand, (file: unknown, edit: unknown, rowsVersion: unknown) =>
        this.applyFix(file, edit, rowsVersion),
      ),
    ];
  }

  /** The problems of an open document. */
  of(session: LabelingSession): DocumentProblems | undefined {
    return this.watched.get(session)?.problems;
  }

  /** The open document that a command was given: by its URI, or by its number in a link. */
  sessionOf(file: unknown): LabelingSession | undefined {
    return file instanceof vscode.Uri
      ? this.sessions.of(file)
      : [...this.watched.values()].find(({ number }) => number === file)?.session;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const session = this.sessions.of(document.uri);
    const problems = session && this.of(session);
    if (session === undefined || problems === undefined) {
      return [];
    }
    return context.diagnostics.flatMap((diagnostic) => {
      const problem = this.problemOf(document.uri, diagnostic);
      return problem === undefined ? [] : actionsOf(session, problems, problem, diagnostic);
    });
  }

  dispose(): void {
    for (const session of [...this.watched.keys()]) {
      this.unwatch(session);
    }
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private watch(session: LabelingSession): void {
    const problems = new DocumentProblems(session.document, vscode.l10n.t);
    this.opened += 1;
    const watched: Watched = { number: this.opened, session, problems, told: undefined };
    this.watched.set(session, watched);
    problems.onDidChange(() => this.show(watched));
    const { document } = session;
    // They end with the document, whose emitters are disposed.
    document.onDidChangeLabels(({ changes }) => {
      for (const each of this.watched.values()) {
        each.problems.otherChanged(
          document.file,
          changes.map(({ row }) => row),
        );
      }
    });
    document.onDidReplace(() => this.compareAll());
    this.compareAll();
  }

  /** Has every file compared with those that are open now, as they are read now. */
  private compareAll(): void {
    for (const watched of this.watched.values()) {
      watched.told = undefined;
      watched.problems.setOthers(this.beside(watched.session).map(decisionsOf));
    }
  }

  private beside({ uri, document }: LabelingSession): readonly LabelingSession[] {
    return sessionsBeside({ uri, file: document.file }, this.watched.keys());
  }

  private unwatch(session: LabelingSession): void {
    this.of(session)?.dispose();
    this.watched.delete(session);
    this.collection.delete(session.uri);
    this.compareAll();
  }

  /** Tells VS Code's window and the webviews, each only what is new to it. */
  private show(watched: Watched): void {
    const { session, problems, told } = watched;
    const { all, file } = problems;
    const beside = this.beside(session);
    const across = problemsAcrossFiles(all, beside, (problem) => problems.fixes(problem));
    const shown = shownProblems(all, mostDiagnostics);
    watched.told = { file, shown, across: JSON.stringify(across) };
    if (watched.told.across !== told?.across) {
      session.setProblems(across);
    }
    if (told?.file !== file || !sameProblems(told.shown, shown)) {
      const diagnostics = shown.problems.map((problem) => {
        const diagnostic = diagnosticOf(problem, watched, beside);
        this.shown.set(diagnostic, problem);
        return diagnostic;
      });
      const more = shown.more > 0 ? [moreDiagnostic(shown.more, watched)] : [];
      this.collection.set(session.uri, [...diagnostics, ...more]);
    }
  }

  /** VS Code hands out copies of diagnostics. */
  private problemOf(uri: vscode.Uri, { message, range }: vscode.Diagnostic): Problem | undefined {
    const own = (this.collection.get(uri) ?? []).find((one) => one.message === message && one.range.isEqual(range));
    return own && this.shown.get(own);
  }

  /** Shows a row in the labeling editor, which is opened if need be; without a row, the file. */
  private async goToRow(file: unknown, row: unknown): Promise<void> {
    if (file instanceof vscode.Uri && this.sessionOf(file) === undefined) {
      await vscode.commands.executeCommand('vscode.openWith', file, labelingViewType);
    }
    this.sessionOf(file)?.reveal(typeof row === 'number' ? row : undefined);
  }

  /** Makes the edit of a quick fix, on the rows where its records are by now; it goes on VS Code's undo stack as any other. */
  private applyFix(file: unknown, edit: unknown, rowsVersion: unknown): void {
    const parsed = parseLabelEdit(edit);
    const session = this.sessionOf(file);
    if (parsed !== undefined && session !== undefined) {
      const { document } = session;
      const since = typeof rowsVersion === 'number' ? rowsVersion : document.rowsVersion;
      session.edit({ name: parsed.name, changes: document.follow(parsed.changes, since) });
    }
  }
}

function actionsOf(
  session: LabelingSession,
  problems: DocumentProblems,
  problem: Problem,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  const { rowsVersion } = session.document;
  const fixes = problems
    .fixes(problem)
    .map((fix) => quickFix(fix.name, applyFixCommand, [session.uri, fix, rowsVersion], diagnostic));
  for (const fix of fixes) {
    fix.isPreferred = true;
  }
  const [row] = problem.rows;
  return [
    ...fixes,
    ...(isRepairable(problem)
      ? [quickFix(vscode.l10n.t('Repair File…'), repairCommand, [session.uri], diagnostic)]
      : []),
    ...(row === undefined
      ? []
      : [quickFix(vscode.l10n.t('Go to Row in the Labeling Editor'), goToRowCommand, [session.uri, row], diagnostic)]),
  ];
}
