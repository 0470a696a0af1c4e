import type { TaskRun } from '../../../connection/services';
import type { StartedImport } from '../../model/startedRuns';
import type { TransformEntry } from '../../model/store';
import { answered, type CommandContext } from '../command';

/**
 * Shows a task run that was just started: puts it into the store as STARTING, from where it is watched, remembers that
 * its end is to be told, and opens its transform in the view.
 */
export async function showStarted(
  context: Pick<CommandContext, 'transforms' | 'started' | 'reveal'>,
  entry: TransformEntry,
  taskRunId: string | undefined,
  properties: TaskRun['Properties'],
  importing?: StartedImport,
): Promise<string> {
  const runId = answered(taskRunId);
  const { transforms, started } = context;
  await started.add({ connectionId: transforms.connection().id, transformId: entry.id, runId, importing });
  transforms.store.putRun({
    TransformId: entry.id,
    TaskRunId: runId,
    Status: 'STARTING',
    StartedOn: new Date(),
    Properties: properties,
  });
  await context.reveal(entry.id);
  return runId;
}
