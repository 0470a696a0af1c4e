import * as vscode from 'vscode';
import type { LoadCommands } from './bundle';
import type { CommandContext } from './commands/command';
import { commandId, commandNames } from './commands/ids';

/** Registers every command on connections and transforms; they are loaded when the first of them is run. */
export function registerCommands(context: CommandContext, load: LoadCommands): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(commandId(name), (argument: unknown) =>
        load().runCommand(name, context, argument),
      ),
    ),
  );
}
