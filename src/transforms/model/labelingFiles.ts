import type { Connection, ListedObject, TaskRun } from '../../connection/services';
import { asFolder, parseS3Path } from '../../shared/s3Path';
import { isGeneration, s3PathOf } from './taskRunFacts';

/** Objects looked through under one output path; more than that is not a folder of labeling files. */
const mostObjects = 5_000;

/** A labeling file and where it is. */
export interface LabelingFile {
  readonly bucket: string;
  readonly object: ListedObject;
}

/**
 * Finds the labeling files that a generation run wrote. The service promises no name, so its output path is listed and
 * every CSV taken that is named after the run, or was written after it began and before the next run with the same path.
 * A file labeled later counts for the newest run before that; a path of its own for each run avoids it.
 * One request for each 1,000 objects. `runs` are the transform's task runs.
 */
export async function findLabelingFiles(
  connection: Connection,
  run: TaskRun,
  runs: readonly TaskRun[],
): Promise<readonly LabelingFile[]> {
  const path = s3PathOf(run);
  const folder = path === undefined ? undefined : parseS3Path(path);
  if (folder === undefined) {
    return [];
  }
  const siblings = runs.filter((other) => isGeneration(other) && s3PathOf(other) === path);
  const { bucket, key: prefix } = asFolder(folder);
  const s3 = await connection.s3();
  const found: ListedObject[] = [];
  let token: string | undefined;
  do {
    const page = await s3.list(bucket, prefix, { token });
    found.push(...page.objects.filter(({ key, size }) => size > 0 && key.toLowerCase().endsWith('.csv')));
    token = page.nextToken;
  } while (token !== undefined && found.length < mostObjects);
  return found
    .filter((object) => ownerOf(object, siblings)?.TaskRunId === run.TaskRunId)
    .sort((a, b) => b.modified.getTime() - a.modified.getTime())
    .map((object) => ({ bucket, object }));
}

/** Clocks of S3 and Glue may differ a little. */
const slack = 2_000;

/** The generation run of the same output path that an object is most likely from. */
function ownerOf(object: ListedObject, runs: readonly TaskRun[]): TaskRun | undefined {
  const named = runs.find((run) => run.TaskRunId !== undefined && object.key.includes(run.TaskRunId));
  if (named !== undefined) {
    return named;
  }
  return runs
    .filter((run) => run.StartedOn !== undefined && run.StartedOn.getTime() - slack <= object.modified.getTime())
    .sort((a, b) => (b.StartedOn?.getTime() ?? 0) - (a.StartedOn?.getTime() ?? 0))[0];
}
