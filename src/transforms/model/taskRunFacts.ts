import type { TaskRun } from '../../connection/services';

/** Whether a task run generates a labeling set. */
export function isGeneration(run: TaskRun): boolean {
  return run.Properties?.TaskType === 'LABELING_SET_GENERATION';
}

/** The S3 path that a task run reads or writes. */
export function s3PathOf(run: TaskRun): string | undefined {
  const properties = run.Properties;
  return (
    properties?.LabelingSetGenerationTaskRunProperties?.OutputS3Path ??
    properties?.ImportLabelsTaskRunProperties?.InputS3Path ??
    properties?.ExportLabelsTaskRunProperties?.OutputS3Path
  );
}
