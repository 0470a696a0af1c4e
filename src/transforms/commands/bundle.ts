import type { Prompts } from '../ui/prompts';
import type { Conversation } from '../ui/ui';
import type { LazyTexts } from '../view/lazyTexts';
import type { CommandContext } from './command';
import type { CommandName } from './ids';

/**
 * What dist/commands.cjs exports as `bundle`: the commands and the texts that are not needed to start. Kept apart so
 * that the extension starts with little to load; it is read on first use.
 */
export interface CommandsBundle extends LazyTexts {
  /** A conversation with the user, for one command. */
  converse(prompts: Prompts): Conversation;
  runCommand(name: CommandName, context: CommandContext, argument: unknown): Promise<void>;
}

export type LoadCommands = () => CommandsBundle;
