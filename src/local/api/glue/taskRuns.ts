import { splitS3Path } from '../../../shared/s3Path';
import type { RunRecord, TransformRecord } from '../../state/records';
import { type GlueContext, getTransform, getUsableTransform } from './context';
import {
  concurrentRunsExceeded,
  entityNotFound,
  invalidInput,
  limitExceeded,
  taskRunNotFound,
  transformNotReady,
} from './errors';
import { page, sequenceId } from './paging';
import type { GetMLTaskRunsRequest, ImportRequest, OutputRequest, TaskRunRequest, TransformRequest } from './requests';
import { describeTaskRun } from './taskRunAnswer';
import { readInputTable } from './transformChecks';
import { isWithin } from './transformFilter';

const defaultPage = 100;

export async function startMLLabelingSetGenerationTaskRun(context: GlueContext, input: OutputRequest) {
  const run = await context.tasks.start(() => {
    const transform = getUsableTransform(context, input.TransformId);
    readInputTable([transform.table]);
    checkOutput(context, input.OutputS3Path);
    checkConcurrency(context, transform);
    return { transform, work: { type: 'LABELING_SET_GENERATION', output: input.OutputS3Path } };
  });
  return { TaskRunId: run.id };
}

export async function startMLEvaluationTaskRun(context: GlueContext, { TransformId }: TransformRequest) {
  const run = await context.tasks.start(() => {
    const transform = getUsableTransform(context, TransformId);
    readInputTable([transform.table]);
    if (context.state.labelCount(TransformId) === 0) {
      throw transformNotReady();
    }
    checkConcurrency(context, transform);
    return { transform, work: { type: 'EVALUATION' } };
  });
  return { TaskRunId: run.id };
}

export async function startImportLabelsTaskRun(context: GlueContext, input: ImportRequest) {
  const run = await context.tasks.start(() => {
    const transform = getUsableTransform(context, input.TransformId);
    checkLabelFile(context, input.InputS3Path);
    const replace = input.ReplaceAllLabels ?? false;
    return { transform, work: { type: 'IMPORT_LABELS', input: input.InputS3Path, replace } };
  });
  return { TaskRunId: run.id };
}

export async function startExportLabelsTaskRun(context: GlueContext, input: OutputRequest) {
  const run = await context.tasks.start(() => {
    const transform = getUsableTransform(context, input.TransformId);
    if (context.state.labelCount(transform.id) === 0) {
      throw entityNotFound(`No labelset exists for transformId ${transform.id} in account id ${context.account}.`);
    }
    checkOutput(context, input.OutputS3Path);
    return { transform, work: { type: 'EXPORT_LABELS', output: input.OutputS3Path } };
  });
  return { TaskRunId: run.id };
}

export async function getMLTaskRun(context: GlueContext, { TransformId, TaskRunId }: TaskRunRequest) {
  return describeTaskRun(getRun(context, TransformId, TaskRunId), context.tasks.progress.of(TaskRunId)?.at);
}

/** Newest first where the caller doesn't say, as the console shows them. */
export async function getMLTaskRuns(context: GlueContext, input: GetMLTaskRunsRequest) {
  const { Filter = {}, Sort } = input;
  getTransform(context, input.TransformId);
  const wanted = context.state
    .runs(input.TransformId)
    .filter(
      ({ work, status, started }) =>
        (Filter.TaskRunType === undefined || Filter.TaskRunType === work.type) &&
        (Filter.Status === undefined || Filter.Status === status) &&
        isWithin(started, Filter.StartedAfter, Filter.StartedBefore),
    );
  const { items, next } = page({
    items: wanted,
    // By their order in time as their numbers tell it: the clock may have been set back.
    sortBy: ({ work, status, sequence }) =>
      Sort?.Column === 'TASK_RUN_TYPE' ? work.type : Sort?.Column === 'STATUS' ? status : sequence,
    id: ({ sequence }) => sequenceId(sequence),
    descending: Sort ? Sort.SortDirection === 'DESCENDING' : true,
    question: ['GetMLTaskRuns', input.TransformId, Filter, Sort],
    token: input.NextToken,
    limit: input.MaxResults ?? defaultPage,
  });
  return { TaskRuns: items.map((run) => describeTaskRun(run, context.tasks.progress.of(run.id)?.at)), NextToken: next };
}

/** A run that has ended keeps its status, which is answered: whoever cancels wants it to be over, and it is. */
export async function cancelMLTaskRun(context: GlueContext, { TransformId, TaskRunId }: TaskRunRequest) {
  getRun(context, TransformId, TaskRunId);
  const run = await context.tasks.cancel(TransformId, TaskRunId);
  return { TransformId, TaskRunId, Status: run?.status };
}

function getRun(context: GlueContext, transformId: string, taskRunId: string): RunRecord {
  getTransform(context, transformId);
  const run = context.state.run(transformId, taskRunId);
  if (!run) {
    throw taskRunNotFound(context.account, transformId, taskRunId);
  }
  return run;
}

/** Throws where one more live run would be too many, of the transform or of all. */
export function checkConcurrency({ state, limits }: GlueContext, transform: TransformRecord): void {
  const own = state.liveRuns(transform.id).length + 1;
  if (own > limits.runsPerTransform) {
    throw concurrentRunsExceeded(
      `ML Task Runs count ${own} has exceeded the transform limit of ${limits.runsPerTransform} task runs.`,
    );
  }
  const all = state.liveRuns().length + 1;
  if (all > limits.runs) {
    throw concurrentRunsExceeded(`ML Task Runs count ${all} has exceeded the limit of ${limits.runs} task runs.`);
  }
}

/** Throws where nothing can be written below an S3 path: not one, or its bucket does not exist. */
export function checkOutput({ objects }: GlueContext, output: string): void {
  const path = splitS3Path(output);
  if (!path) {
    throw invalidInput(`Invalid S3 path ${output}. Give it as s3://bucket/prefix/.`);
  }
  if (!objects.hasBucket(path.bucket)) {
    throw invalidInput(`Cannot write to ${output}. The bucket ${path.bucket} does not exist.`);
  }
}

function checkLabelFile({ objects, limits }: GlueContext, input: string): void {
  const path = splitS3Path(input);
  if (!path || path.key === '' || path.key.endsWith('/')) {
    throw invalidInput('Invalid label file path.');
  }
  const size = labelFileSize({ objects }, input, path);
  if (size === 0) {
    throw invalidInput('Invalid label file of size 0.');
  }
  if (size > limits.labelFileMegabytes * 1024 * 1024) {
    throw limitExceeded(
      `Label file has exceeded the limit of ${limits.labelFileMegabytes} MB. Consider breaking your label file into several smaller files.`,
    );
  }
}

function labelFileSize(
  { objects }: Pick<GlueContext, 'objects'>,
  input: string,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): number {
  try {
    return objects.head(bucket, key).size;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidInput(`Cannot access the label file at ${input}. ${reason}`);
  }
}
