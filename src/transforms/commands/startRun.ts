import type { TaskRun } from '../../connection/services';
import type { TransformEntry } from '../store';
import { answered, type CommandContext } from './command';

/**
 * Puts a task run that was just started into the store as STARTING, which shows it and has it watched, and opens its
 * transform in the view.
 */
export function showStarted(
  { transforms }: Pick<CommandContext, 'transforms'>,
  entry: TransformEntry,
  taskRunId: string | undefined,
  properties: TaskRun['Properties'],
): TaskRun & { readonly TaskRunId: string } {
  const run = {
    TransformId: entry.id,
    TaskRunId: answered(taskRunId),
    Status: 'STARTING',
    StartedOn: new Date(),
    Properties: properties,
  } satisfies TaskRun;
  transforms.store.putRun(run);
  return run;
}
