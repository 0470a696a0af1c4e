import * as vscode from 'vscode';
import type { Connection, TaskRun } from '../../../connection/services';
import { asFolder, formatS3Path, parseS3Path } from '../../../shared/s3Path';
import type { TransformEntry } from '../../model/store';
import { outputPath } from '../ask/outputPath';
import { pickTransform } from '../ask/pickTransform';
import { answered, type CommandContext } from '../command';
import { askScope } from './earlierMatches';
import { jobScript } from './jobScript';
import { matchesTable } from './matchesTable';
import { readResult } from './resultRows';

/** Local Glue's built-in job. */
const jobName = 'FindMatches';

/** Find Matches: under Local, runs the job, on top of an earlier result where wanted; for AWS, writes the script of a Glue job. */
export async function findMatches(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui, documents } = context;
  const title = vscode.l10n.t('Find Matches');
  const entry = await pickTransform(context, argument, {
    title,
    fits: ({ transform }) => transform.Status === 'READY',
    noneFits: vscode.l10n.t('No transform is ready. Import labels first.'),
  });
  const connection = transforms.connection();
  if (connection.kind === 'aws') {
    const name = vscode.l10n.t('Find matches of {0}', entry.transform.Name ?? entry.id);
    ui.askedAll();
    await documents.showText(`${name}.py`, jobScript(entry.transform));
    return;
  }
  const path = await outputPath(context, connection, entry, { title, folder: 'matches' });
  const scope = await askScope(context, connection, path, title);
  ui.askedAll();
  const folder = `${path}${new Date().toISOString().replace(/[:.]/g, '-')}/`;
  const glue = await connection.glue();
  const started = await glue.startJobRun({
    JobName: jobName,
    Arguments: {
      '--TRANSFORM_ID': entry.id,
      '--OUTPUT_S3_PATH': folder,
      '--OUTPUT_FORMAT': 'csv',
      '--COMPUTE_MATCH_CONFIDENCE_SCORES': 'true',
      ...scope,
    },
  });
  const run = await taskRunOf(context, entry, answered(started.JobRunId));
  await context.reveal(entry.id);
  const name = entry.transform.Name ?? entry.id;
  const runId = answered(run.TaskRunId);
  const ended = await waitForJob(context, entry, runId, answered(started.JobRunId), name);
  if (ended.Status === 'SUCCEEDED') {
    await openResult(context, connection, entry, folder);
  }
}

/** A job's run shows among the task runs of its transform. */
async function taskRunOf({ transforms }: CommandContext, entry: TransformEntry, jobRunId: string): Promise<TaskRun> {
  await transforms.lookAtRuns(entry.id);
  const run = (entry.runs ?? []).find(
    ({ Properties: properties }) => properties?.FindMatchesTaskRunProperties?.JobRunId === jobRunId,
  );
  if (run === undefined) {
    throw new Error(vscode.l10n.t('Job run “{0}” started, but it is not among the task runs.', jobRunId));
  }
  return run;
}

/** Cancelling a job's task run means stopping the job's run. */
async function waitForJob(
  context: CommandContext,
  entry: TransformEntry,
  runId: string,
  jobRunId: string,
  name: string,
): Promise<TaskRun> {
  return context.ui.progress(vscode.l10n.t('Finding the matches of “{0}”', name), async (signal) => {
    try {
      return await context.watcher.settled(entry.id, runId, signal);
    } catch (error) {
      if (signal.aborted) {
        const glue = await context.transforms.connection().glue();
        await glue.batchStopJobRun({ JobName: jobName, JobRunIds: [jobRunId] });
      }
      throw error;
    }
  });
}

async function openResult(
  { documents }: CommandContext,
  connection: Connection,
  entry: TransformEntry,
  folder: string,
): Promise<void> {
  const { bucket, key } = asFolder(answered(parseS3Path(folder)));
  const s3 = await connection.s3();
  const { objects } = await s3.list(bucket, key);
  const [object] = objects.filter(({ key: found, size }) => size > 0 && !found.startsWith(`${key}_`));
  const rows = object && readResult((await s3.get(bucket, object.key)).bytes);
  if (object === undefined || rows === undefined) {
    throw new Error(vscode.l10n.t('The job succeeded, but there is no result at “{0}”.', folder));
  }
  const table = matchesTable(rows, entry.transform.Name ?? entry.id, formatS3Path({ bucket, key: object.key }));
  await documents.showMarkdown(table.title, table.text);
}
