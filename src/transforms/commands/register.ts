import * as vscode from 'vscode';
import { registerCommand } from '../../door/commands';
import type { Prompts } from '../ui/prompts';
import type { LoadCommands } from './bundle';
import type { CommandContext } from './command';
import { type CommandName, commandId, commandNames } from './ids';

/**
 * Registers every command on connections and transforms; they are loaded when the first of them is run. Each run has a
 * conversation of its own.
 */
export function registerCommands(
  context: Omit<CommandContext, 'ui'>,
  prompts: Prompts,
  load: LoadCommands,
): vscode.Disposable {
  const run = async (name: CommandName, argument: unknown) => {
    const bundle = load();
    const ui = bundle.converse(prompts);
    try {
      await bundle.runCommand(name, { ...context, ui }, argument);
    } finally {
      ui.end();
    }
  };
  return vscode.Disposable.from(
    ...commandNames.map((name) => registerCommand(commandId(name), (argument: unknown) => run(name, argument))),
  );
}
