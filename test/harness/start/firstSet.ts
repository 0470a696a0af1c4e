import {
  GetMLTaskRunsCommand,
  GetMLTransformsCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { Failure } from '../failure.ts';
import type { LocalGlue } from '../localGlue.ts';
import { taskRunEnd } from '../taskRuns.ts';

/** Where the extension puts labeling sets, too, when nobody tells it otherwise. */
const bucket = 'glue-local';

/**
 * Generates the first labeling set of a transform that has had no task run, so that there is something to label at once.
 * @throws Failure when it can't be generated
 */
export async function firstLabelingSet({ glue, s3 }: LocalGlue, name: string): Promise<void> {
  const { Transforms: found = [] } = await glue.send(new GetMLTransformsCommand({ Filter: { Name: name } }));
  const id = found.find((transform) => transform.Name === name)?.TransformId;
  const { TaskRuns: runs = [] } = await glue.send(new GetMLTaskRunsCommand({ TransformId: id }));
  if (id === undefined || runs.length > 0) {
    return;
  }
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const path = `s3://${bucket}/labeling-sets/${name}/`;
  const started = await glue.send(
    new StartMLLabelingSetGenerationTaskRunCommand({ TransformId: id, OutputS3Path: path }),
  );
  const run = await taskRunEnd(glue, id, started.TaskRunId);
  if (run.Status !== 'SUCCEEDED') {
    throw new Failure(`The first labeling set could not be generated: ${run.ErrorString}`);
  }
}
