import * as vscode from 'vscode';
import { inert, inertNotification } from '../shared/inert';

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
