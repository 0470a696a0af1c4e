import * as vscode from 'vscode';
import { inert, inertNotification } from '../shared/inert';
import { notify } from './messages';

/** An error that VS Code tells the user of in a notification of its own: of saving, reverting, opening. */
export function toldError(text: string, cause: unknown): Error {
  return new Error(inertNotification(text), { cause });
}

/** Errors of a file system, which VS Code tells the user of, too. Without a text they name the file. */
export const fileErrors = {
  notFound: (uri: vscode.Uri): vscode.FileSystemError => vscode.FileSystemError.FileNotFound(addressOf(uri)),
  exists: (uri: vscode.Uri): vscode.FileSystemError => vscode.FileSystemError.FileExists(addressOf(uri)),
  denied: (text: string): vscode.FileSystemError => vscode.FileSystemError.NoPermissions(inert(text)),
  unavailable: (text: string): vscode.FileSystemError => vscode.FileSystemError.Unavailable(inert(text)),
};

function addressOf(uri: vscode.Uri): string {
  return inert(uri.toString(true));
}

/** Has what a provider rejects with fit for VS Code's notification. */
export async function tellingErrors<T>(work: Thenable<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Error ? toldError(error.message, error) : error;
  }
}

/**
 * As `tellingErrors`, for what VS Code tells together with the file's name, as it is. A name that it would make a link of is told by us
 * instead, and to VS Code the work was canceled.
 */
export async function tellingErrorsOf<T>({ path }: vscode.Uri, work: Thenable<T>): Promise<T> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return await tellingErrors(work);
  } catch (error) {
    if (!(error instanceof Error) || inert(name) === name) {
      throw error;
    }
    void notify('error', vscode.l10n.t('“{0}”: {1}', name, error.message));
    throw new vscode.CancellationError();
  }
}
