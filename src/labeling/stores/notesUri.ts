import type * as vscode from 'vscode';
import { notesPath } from '../../shared/notes/notesFile';

/** Where the notes of a labeling file are; undefined where its address says more than a path, as a version in Git does. */
export function notesUri(uri: vscode.Uri): vscode.Uri | undefined {
  return uri.query === '' && uri.fragment === '' ? uri.with({ path: notesPath(uri.path) }) : undefined;
}
