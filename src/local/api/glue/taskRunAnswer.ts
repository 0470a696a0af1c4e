import type { RunRecord, TaskWork } from '../../state/records';
import { seconds } from './context';

const logGroup = '/aws-glue/mlTransform';

/** A task run as GetMLTaskRun answers it. @param reported when a live run told last how far it is, in milliseconds */
export function describeTaskRun(run: RunRecord, reported = 0) {
  return {
    TransformId: run.transformId,
    TaskRunId: run.id,
    Status: run.status,
    LogGroupName: logGroup,
    Properties: { TaskType: run.work.type, ...describeWork(run.work) },
    ErrorString: errorString(run),
    StartedOn: seconds(run.started),
    LastModifiedOn: seconds(Math.max(run.modified, reported)),
    CompletedOn: run.completed === undefined ? undefined : seconds(run.completed),
    ExecutionTime: executionTime(run),
  };
}

/** As long as the text of Glue's errors may be. */
const longestError = 2048;

/** Why the run failed, or what its owner should know of one that succeeded; at most as long as Glue has it. */
export function errorString({ error, outcome }: RunRecord): string | undefined {
  const text = error ?? (outcome && 'note' in outcome ? outcome.note : undefined);
  return text === undefined || text.length <= longestError
    ? text
    : `${text.slice(0, longestError - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Whole seconds from when the run got its process to its end, or to now. */
export function executionTime({ running, completed }: RunRecord): number {
  return running === undefined ? 0 : Math.max(0, Math.round(((completed ?? Date.now()) - running) / 1000));
}

function describeWork(work: TaskWork) {
  switch (work.type) {
    case 'IMPORT_LABELS':
      return { ImportLabelsTaskRunProperties: { InputS3Path: work.input, Replace: work.replace } };
    case 'EXPORT_LABELS':
      return { ExportLabelsTaskRunProperties: { OutputS3Path: work.output } };
    case 'LABELING_SET_GENERATION':
      return { LabelingSetGenerationTaskRunProperties: { OutputS3Path: work.output } };
    case 'FIND_MATCHES':
      return {
        FindMatchesTaskRunProperties: { JobId: work.jobName, JobName: work.jobName, JobRunId: work.jobRunId },
      };
    case 'EVALUATION':
      return {};
  }
}
