import * as vscode from 'vscode';
import { isLive } from '../../model/store';
import { runStatusText, taskTypeText } from '../../view/items';
import { pickTransform, runIdOf } from '../ask/pickTransform';
import type { CommandContext } from '../command';

/** Cancel Task Run…: of the tree, or one of the live ones of a transform. What it did so far is lost, so it is confirmed. */
export async function cancelTaskRun(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui } = context;
  const title = vscode.l10n.t('Cancel Task Run');
  const entry = await pickTransform(context, argument, { title });
  if (entry.runs === undefined) {
    await transforms.lookAtRuns(entry.id);
  }
  const named = runIdOf(argument);
  const live = (entry.runs ?? []).filter((run) => isLive(run) && (named === undefined || run.TaskRunId === named));
  const [first, second] = live;
  if (first === undefined) {
    throw new Error(vscode.l10n.t('“{0}” has no running task runs.', entry.transform.Name ?? entry.id));
  }
  const choices = live.map((run) => ({
    label: taskTypeText(run.Properties?.TaskType),
    description: runStatusText(run.Status),
    detail: run.TaskRunId,
    value: run,
  }));
  const run = second === undefined ? first : await ui.pick({ title, choices });
  await ui.confirm({
    message: vscode.l10n.t('Cancel “{0}”?', taskTypeText(run.Properties?.TaskType)),
    detail: vscode.l10n.t('Its progress is lost.'),
    action: vscode.l10n.t('Cancel Task Run'),
  });
  ui.askedAll();
  const glue = await transforms.connection().glue();
  const input = { TransformId: entry.id, TaskRunId: run.TaskRunId };
  const answer = await glue.cancelMLTaskRun(input);
  transforms.store.putRun({ ...run, Status: answer.Status ?? 'STOPPING' });
}
