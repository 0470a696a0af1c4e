import * as vscode from 'vscode';
import { registerCommand } from '../../door/commands';
import { contributedNames, type Manifest } from '../../shared/ids';
import type { Prompts } from '../ui/prompts';
import type { LoadCommands } from './bundle';
import type { CommandContext } from './command';
import { type CommandName, commandId } from './ids';

/**
 * Registers every command on connections and transforms; they are loaded when the first of them is run. Each run has a
 * conversation of its own.
 */
export function registerCommands(
  manifest: Manifest,
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
    ...contributedNames(manifest, false).map((name) =>
      registerCommand(commandId(name as CommandName), (argument: unknown) => run(name as CommandName, argument)),
    ),
  );
}
