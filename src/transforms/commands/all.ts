import { explain } from '../../connection/errors/explain';
import { treeLine } from '../../door/view';
import { LabelingFile } from '../../shared/file/labelingFile';
import { ProgressCounter } from '../../shared/labels/progress';
import { QuickConversation } from '../ui/conversation';
import { isBack, isCancelled } from '../ui/ui';
import { vscodeWindows } from '../ui/vscodeWindows';
import * as treeItems from '../view/items';
import { statusText } from '../view/items';
import * as fileItems from '../view/labelingFileItem';
import * as smallItems from '../view/placeholders';
import { transformTooltip } from '../view/tooltip';
import type { CommandsBundle } from './bundle';
import type { CommandContext } from './command';
import { connect } from './connection/connect';
import { openInConsole, showTaskRunLogs } from './connection/console';
import { showPermissions } from './connection/showPermissions';
import { signIn } from './connection/signIn';
import { showFailure } from './failure';
import type { CommandName } from './ids';
import { changeFolder } from './labels/changeFolder';
import { exportLabels } from './labels/exportLabels';
import { generateLabelingSet } from './labels/generateLabelingSet';
import { changeGuidelines, showGuidelines } from './labels/guidelines';
import { importLabels, replaceLabels } from './labels/importLabels';
import { openAsLabelingSet } from './labels/openAsLabelingSet';
import { openFromS3 } from './labels/openFromS3';
import { openLabelingSet } from './labels/openLabelingSet';
import { notesOfObject, storedLabels } from './labels/storedNotes';
import { takeNextStep } from './nextStep';
import { cancelTaskRun } from './runs/cancelTaskRun';
import { estimateQuality } from './runs/estimateQuality';
import { findMatches } from './runs/findMatches';
import { addLocalTable } from './transform/addLocalTable';
import { createTransform, type TableName } from './transform/createTransform';
import { deleteTransform } from './transform/deleteTransform';
import { tuneTransform } from './transform/tuneTransform';
import { filterTransforms, sortTransforms } from './view/arrange';
import { copyArn, copyId, copyS3Path } from './view/copy';
import { loadMore, refresh, retry } from './view/refresh';
import { showTable } from './view/showTable';

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
  showGuidelines,
  changeGuidelines,
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
  async countLabels(connection, bucket, key) {
    const file = LabelingFile.parse((await (await connection.s3()).get(bucket, key)).bytes);
    const labels = await storedLabels(file, notesOfObject(connection, bucket, key));
    const { labeledRows, rows } = new ProgressCounter(file, labels).now;
    return { labeled: labeledRows, rows };
  },
  transformHover: (entry, kind) => transformTooltip(entry.transform, statusText(entry.transform.Status), kind),
};
