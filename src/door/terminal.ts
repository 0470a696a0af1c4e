import * as vscode from 'vscode';
import { inert } from '../shared/inert';

/** Opens a terminal that runs one program. */
export function openTerminal(name: string, program: string, args: readonly string[]): vscode.Terminal {
  return vscode.window.createTerminal({
    name: inert(name),
    shellPath: program,
    shellArgs: [...args],
    isTransient: true,
  });
}
