import type { TaskRun } from '../../connection/services';
import { formatS3Path } from '../../shared/s3Path';
import { s3PathOf } from '../model/taskRunFacts';

/** Clocks of S3 and Glue may differ a little. */
const slack = 2_000;

/** An object as a listing tells it. */
interface StoredLabels {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly modified: Date;
}

/**
 * The folder of a copy that is imported in an object's stead. It names the version that it was made of: by its task run
 * another window, which knows nothing of the copy, knows what was imported.
 */
export function copyFolder(etag: string): string {
  return `/of-${etag.replace(/\W/g, '')}/`;
}

/** Whether the run has imported this version of the object, or a copy of it. */
export function hasImported(run: TaskRun, { bucket, key, etag, modified }: StoredLabels): boolean {
  const path = s3PathOf(run);
  return (
    run.Properties?.TaskType === 'IMPORT_LABELS' &&
    run.Status === 'SUCCEEDED' &&
    (path === formatS3Path({ bucket, key })
      ? (run.StartedOn?.getTime() ?? 0) >= modified.getTime() - slack
      : path?.includes(copyFolder(etag)) === true)
  );
}
