import * as vscode from 'vscode';
import { labelingViewType } from '../../shared/ids';
import { exists } from '../stores/exists';
import { notesUri } from '../stores/notesUri';
import type { LabelingSessions } from './sessions';
import { tabsOf } from './tabs';

/** A document whose file is being renamed. */
interface Move {
  readonly from: vscode.Uri;
  readonly to: vscode.Uri;
  /** Where the labeling editor shows it. */
  readonly columns: readonly vscode.ViewColumn[];
}

/**
 * Takes unsaved labels along when a file, or a folder above it, is renamed. VS Code gives up the changes of what it
 * moves and opens it anew under its new name, in a text editor if that is the default for the file; and only for the
 * file itself, not for a folder, does it ask for a backup.
 */
export class Renames implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private moves: readonly Move[] = [];

  constructor(private readonly sessions: LabelingSessions) {
    this.subscriptions = [
      vscode.workspace.onWillRenameFiles((event) => {
        for (const { oldUri, newUri } of event.files) {
          event.waitUntil(Promise.all([this.handOver(oldUri, newUri), copyNotes(oldUri, newUri)]));
        }
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          void this.reopen(oldUri, newUri);
          void deleteNotes(oldUri, newUri);
        }
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async handOver(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    for (const session of this.sessions.all) {
      const moved = movedUri(session.uri, from, to);
      if (moved !== undefined && session.document.isDirty) {
        await this.sessions.handOver(session, moved);
        const columns = tabsOf(session.uri).map(({ group }) => group.viewColumn);
        this.moves = [
          ...this.moves.filter((move) => !same(move.from, session.uri)),
          { from: session.uri, to: moved, columns },
        ];
      }
    }
  }

  /** Has the moved labels before the user's eyes: in a text editor they would be missing. */
  private async reopen(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const done = this.moves.filter((move) => {
      const moved = movedUri(move.from, from, to);
      return moved !== undefined && same(moved, move.to);
    });
    this.moves = this.moves.filter((move) => !done.includes(move));
    for (const move of done) {
      for (const viewColumn of move.columns) {
        await reopenIn(viewColumn, move.to);
      }
    }
  }
}

/** Notes go with their file, and before it: who opens it under its new name finds them. A folder takes its own along. */
async function copyNotes(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const [source, target] = [notesUri(from), notesUri(to)];
  if (source !== undefined && target !== undefined && (await exists(source))) {
    await vscode.workspace.fs.copy(source, target, { overwrite: true });
  }
}

/** Only where the copy is in its place. */
async function deleteNotes(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const [source, copy] = [notesUri(from), notesUri(to)];
  if (source !== undefined && copy !== undefined && (await exists(source)) && (await exists(copy))) {
    await vscode.workspace.fs.delete(source);
  }
}

async function reopenIn(viewColumn: vscode.ViewColumn, uri: vscode.Uri): Promise<void> {
  if (tabsOf(uri).some(({ group }) => group.viewColumn === viewColumn)) {
    return;
  }
  const texts = vscode.window.tabGroups.all
    .filter((group) => group.viewColumn === viewColumn)
    .flatMap(({ tabs }) => tabs)
    .filter(({ input, isDirty }) => input instanceof vscode.TabInputText && same(input.uri, uri) && !isDirty);
  const shown = { viewColumn, preserveFocus: true, preview: false };
  await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType, shown);
  await vscode.window.tabGroups.close(texts);
}

function same(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

/** Where a file is after a rename of it or of a folder above it; undefined if it stays. */
function movedUri(uri: vscode.Uri, from: vscode.Uri, to: vscode.Uri): vscode.Uri | undefined {
  const isConcerned =
    uri.scheme === from.scheme &&
    uri.authority === from.authority &&
    (uri.path === from.path || uri.path.startsWith(`${from.path}/`));
  return isConcerned ? to.with({ path: to.path + uri.path.slice(from.path.length) }) : undefined;
}
