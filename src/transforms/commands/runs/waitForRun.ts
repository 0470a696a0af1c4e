import type { TaskRun } from '../../../connection/services';
import type { TransformEntry } from '../../model/store';
import { isCancelled } from '../../ui/ui';
import type { CommandContext } from '../command';

/**
 * Waits for a task run with a progress notification, also while the view is hidden. Its Cancel button cancels the task
 * run. @throws Cancelled
 */
export async function waitForRun(
  { ui, watcher, transforms }: Pick<CommandContext, 'ui' | 'watcher' | 'transforms'>,
  entry: TransformEntry,
  runId: string,
  title: string,
): Promise<TaskRun> {
  return ui.progress(title, async (signal) => {
    try {
      return await watcher.settled(entry.id, runId, signal);
    } catch (error) {
      if (isCancelled(error)) {
        const glue = await transforms.connection().glue();
        const answer = await glue.cancelMLTaskRun({ TransformId: entry.id, TaskRunId: runId });
        const run = transforms.store.run(entry.id, runId);
        transforms.store.putRun({
          ...run,
          TransformId: entry.id,
          TaskRunId: runId,
          Status: answer.Status ?? 'STOPPING',
        });
      }
      throw error;
    }
  });
}
