import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CancelMLTaskRunCommand,
  GetMLTransformsCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../harness/personsTable';
import { taskRunEnd } from '../../../harness/taskRuns';

const onLinux = process.platform === 'linux';
if (!onLinux) {
  console.log('not run where there is no /proc to find the worker processes in');
}

let persons: PersonsTable;
let local: LocalGlue;

beforeAll(async () => {
  persons = await personsTable(6000, 'worker-end');
  local = await startLocalGlue({
    tables: [{ database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' }],
  });
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

/** Starts a run that takes a while; resolves with its ids and its worker's once that is there. */
async function longRun() {
  const { Transforms = [] } = await local.glue.send(new GetMLTransformsCommand({}));
  const TransformId = Transforms[0]?.TransformId;
  const { TaskRunId } = await local.glue.send(
    new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path: 's3://demo-persons/sets/' }),
  );
  for (;;) {
    const [worker] = children(local.pid);
    if (worker !== undefined) {
      return { TransformId, TaskRunId, worker };
    }
    await delay(5);
  }
}

function children(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) {
    await delay(10);
  }
}

function isRunning(pid: number): boolean {
  try {
    // A process that was not waited for yet has ended all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test.runIf(onLinux)('a worker process ends when its run is canceled, and when the server is killed', async () => {
  const canceled = await longRun();
  await local.glue.send(
    new CancelMLTaskRunCommand({ TransformId: canceled.TransformId, TaskRunId: canceled.TaskRunId }),
  );
  const { Status } = await taskRunEnd(local.glue, canceled.TransformId, canceled.TaskRunId);
  expect(Status).toBe('STOPPED');
  expect(isRunning(canceled.worker)).toBe(false);

  const { worker } = await longRun();
  await local.kill();
  await gone(worker);
});
