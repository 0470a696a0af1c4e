import * as vscode from 'vscode';
import { explain } from '../../connection/awsErrors';
import type { Connections } from '../../connection/connections';
import type { Answers } from '../answers';
import type { Transforms } from '../transforms';
import type { TransformsTree } from '../tree';
import type { Watcher } from '../watcher';
import { remedyButton } from './remedies';

/** What commands work with. Each takes the part it needs. */
export interface CommandContext {
  readonly connections: Connections;
  readonly transforms: Transforms;
  readonly tree: TransformsTree;
  readonly watcher: Watcher;
  readonly answers: Answers;
  readonly log: vscode.LogOutputChannel;
}

/** The user left a question unanswered. Ends a command without a word. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** @returns the answer. @throws Cancelled when there is none. */
export function answered<T>(answer: T | undefined): T {
  if (answer === undefined) {
    throw new Cancelled();
  }
  return answer;
}

/** Registers a command: logs it, and shows its failure once, with what to do next. */
export function register(
  { log }: Pick<CommandContext, 'log'>,
  id: string,
  run: (argument: unknown, ...more: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    log.debug(`Command ${id}`);
    try {
      return await run(args[0], ...args.slice(1));
    } catch (error) {
      if (!(error instanceof Cancelled) && !(error instanceof vscode.CancellationError)) {
        showFailure(log, id, error);
      }
      return undefined;
    }
  });
}

/** Shows an error as one notification. Does not wait for it to be closed. */
export function showFailure(log: vscode.LogOutputChannel, during: string, error: unknown): void {
  const { what, next, remedy } = explain(error);
  log.error(`${during}: ${what}`);
  const button = remedyButton(remedy);
  const buttons = button === undefined ? [] : [button.title];
  void vscode.window.showErrorMessage(`${what} ${next}`, ...buttons).then((chosen) => {
    if (button !== undefined && chosen === button.title) {
      void vscode.commands.executeCommand(button.command);
    }
  });
}
