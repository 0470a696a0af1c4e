import { explain } from '../../connection/awsErrors';
import type { CommandsBundle } from '../bundle';
import { showFailure } from '../failure';
import { transformTooltip } from '../tooltip';
import { statusText } from '../treeItems';
import { Back, Cancelled } from '../ui/ui';
import { addLocalTable } from './addLocalTable';
import { filterTransforms, sortTransforms } from './arrange';
import { cancelTaskRun } from './cancelTaskRun';
import type { CommandContext } from './command';
import { connect } from './connect';
import { openInConsole, showTaskRunLogs } from './console';
import { copyArn, copyId, copyS3Path } from './copy';
import { createTransform } from './createTransform';
import { deleteTransform } from './deleteTransform';
import { estimateQuality } from './estimateQuality';
import { exportLabels } from './exportLabels';
import { findMatches } from './findMatches';
import { generateLabelingSet } from './generateLabelingSet';
import type { CommandName } from './ids';
import { importLabels } from './importLabels';
import { openLabelingSet } from './openLabelingSet';
import { loadMore, refresh, retry } from './refresh';
import { showPermissions } from './showPermissions';
import { signIn } from './signIn';
import { tuneTransform } from './tuneTransform';

type Command = (context: CommandContext, argument: unknown) => unknown;

const commands: Readonly<Record<CommandName, Command>> = {
  connect,
  disconnect: ({ connections }) => connections.use({ kind: 'none' }),
  useLocal: ({ connections }) => connections.use({ kind: 'local' }),
  signIn,
  refresh,
  retry,
  loadMore,
  createTransform: (context) => createTransform(context),
  tuneTransform,
  deleteTransform,
  generateLabelingSet,
  openLabelingSet,
  importLabels,
  exportLabels,
  estimateQuality,
  cancelTaskRun,
  addLocalTable,
  findMatches,
  showPermissions,
  copyId,
  copyArn,
  copyS3Path,
  openInConsole,
  showTaskRunLogs,
  sortTransforms,
  filterTransforms,
  clearFilter: ({ tree }) => tree.arrangement.clearFilter(),
  showLog: ({ log }) => log.show(),
};

/** Runs a command. A failure is logged and shown once, with what to do next; an unanswered question ends it in silence. */
async function runCommand(name: CommandName, context: CommandContext, argument: unknown): Promise<void> {
  context.log.debug(`Command ${name}`);
  try {
    await commands[name](context, argument);
  } catch (error) {
    if (!isCancellation(error)) {
      showFailure(context.ui, context.log, name, error);
    }
  }
}

/** By name: the classes exist in each bundle. */
function isCancellation(error: unknown): boolean {
  return error instanceof Cancelled || error instanceof Back || (error instanceof Error && error.name === 'Canceled');
}

/** The bundle dist/commands.cjs. */
export const bundle: CommandsBundle = {
  runCommand,
  explain,
  transformHover: (entry) => transformTooltip(entry.transform, statusText(entry.transform.Status)),
};
