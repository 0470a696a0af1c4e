import * as vscode from 'vscode';
import { toldError } from './errors';

/** Registers a command. What it throws VS Code tells in a notification of its own, so that it is made fit for one here. */
export function registerCommand(id: string, run: (...args: readonly unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      throw toldError(error instanceof Error ? error.message : String(error), error);
    }
  });
}
