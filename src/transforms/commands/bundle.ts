import type { Explanation } from '../../connection/errors/explain';
import type { Connection } from '../../connection/services';
import type { Markdown } from '../../shared/markdown';
import type { TransformEntry } from '../model/store';
import type { Prompts } from '../ui/prompts';
import type { Conversation } from '../ui/ui';
import type { CommandContext } from './command';
import type { CommandName } from './ids';

/** How many rows of a labeling file are decided: have a label, or were set aside. */
export interface LabelCount {
  readonly labeled: number;
  readonly rows: number;
}

/** The lines of the tree. */
export type TreeLines = typeof import('../view/items') &
  typeof import('../view/labelingFileItem') &
  typeof import('../view/placeholders') &
  Pick<typeof import('../../door/view'), 'treeLine'>;

/**
 * What dist/commands.cjs exports as `bundle`: the commands and the texts that are not needed to start. Kept apart so
 * that the extension starts with little to load; it is read on first use.
 */
export interface CommandsBundle {
  /** A conversation with the user, for one command. */
  converse(prompts: Prompts): Conversation;
  runCommand(name: CommandName, context: CommandContext, argument: unknown): Promise<void>;
  explain(error: unknown): Explanation;
  /** How the lines of the tree look. */
  readonly items: TreeLines;
  /** Reads a labeling file. @throws LabelingFileError, or what keeps it from being read */
  countLabels(connection: Connection, bucket: string, key: string): Promise<LabelCount>;
  transformHover(entry: TransformEntry, kind: Connection['kind']): Markdown;
}

export type LoadCommands = () => CommandsBundle;
