import { explain } from '../../connection/errors/explain';
import { treeLine } from '../../door/view';
import { LabelingFile } from '../../shared/file/labelingFile';
import { Labels } from '../../shared/labels/edits';
import { ProgressCounter } from '../../shared/labels/progress';
import type { CommandsBundle } from '../bundle';
import { showFailure } from '../failure';
import * as fileItems from '../labelingFileItem';
import * as smallItems from '../smallItems';
import { transformTooltip } from '../tooltip';
import * as treeItems from '../treeItems';
import { statusText } from '../treeItems';
import { QuickConversation } from '../ui/conversation';
import { isBack, isCancelled } from '../ui/ui';
import { vscodeWindows } from '../ui/vscodeWindows';
import { addLocalTable } from './addLocalTable';
import { filterTransforms, sortTransforms } from './arrange';
import { cancelTaskRun } from './cancelTaskRun';
import { changeFolder } from './changeFolder';
import type { CommandContext } from './command';
import { connect } from './connect';
import { openInConsole, showTaskRunLogs } from './console';
import { copyArn, copyId, copyS3Path } from './copy';
import { createTransform, type TableName } from './createTransform';
import { deleteTransform } from './deleteTransform';
import { estimateQuality } from './estimateQuality';
import { exportLabels } from './exportLabels';
import { findMatches } from './findMatches';
import { generateLabelingSet } from './generateLabelingSet';
import type { CommandName } from './ids';

import { importLabels, replaceLabels } from './importLabels';
import { takeNextStep } from './nextStep';
import { openAsLabelingSet } from './openAsLabelingSet';

import { openFromS3 } from './openFromS3';
import { openLabelingSet } from './openLabelingSet';
import { loadMore, refresh, retry } from './refresh';
import { showPermissions } from './showPermissions';
import { showTable } from './showTable';
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
  createTransform: (context, argument) => createTransform(context, tableOf(argument)),
  tuneTransform,
  deleteTransform,
  generateLabelingSet,
  openLabelingSet,
  openFromS3,
  openAsLabelingSet,
  importLabels,
  replaceLabels,
  nextStep: takeNextStep,
  changeFolder,
  exportLabels,
  estimateQuality,
  cancelTaskRun,
  addLocalTable,
  showTable,
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

/** The table of a tree node, if the argument is one. */
function tableOf(argument: unknown): TableName | undefined {
  const table: unknown = typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'table') : undefined;
  const names: unknown[] = ['database', 'table'].map(
    (name) => typeof table === 'object' && table !== null && Reflect.get(table, name),
  );
  const [database, name] = names;
  return typeof database === 'string' && typeof name === 'string' ? { database, table: name } : undefined;
}

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

/** `Canceled` is VS Code's own CancellationError. */
function isCancellation(error: unknown): boolean {
  return isCancelled(error) || isBack(error) || (error instanceof Error && error.name === 'Canceled');
}

/** The bundle dist/commands.cjs. */
export const bundle: CommandsBundle = {
  converse: (prompts) => new QuickConversation(vscodeWindows, prompts),
  runCommand,
  explain,
  items: { ...treeItems, ...fileItems, ...smallItems, treeLine },
  countLabels(bytes) {
    const file = LabelingFile.parse(bytes);
    const { labeledRows, rows } = new ProgressCounter(file, new Labels(file)).now;
    return { labeled: labeledRows, rows };
  },
  transformHover: (entry, kind) => transformTooltip(entry.transform, statusText(entry.transform.Status), kind),
};
