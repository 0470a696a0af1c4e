import { setTimeout as delay } from 'node:timers/promises';
import { GetMLTaskRunCommand, type GetMLTaskRunResponse, type GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/** Asks until the task run has ended (the API has no other way to wait); resolves to the run as it then is. */
export async function taskRunEnd(
  glue: GlueClient,
  TransformId: string | undefined,
  TaskRunId: string | undefined,
): Promise<GetMLTaskRunResponse> {
  for (;;) {
    const run = await glue.send(new GetMLTaskRunCommand({ TransformId, TaskRunId }));
    if (run.Status !== 'STARTING' && run.Status !== 'RUNNING' && run.Status !== 'STOPPING') {
      return run;
    }
    await delay(50);
  }
}

/** Keys below a prefix, in order. */
export async function keysBelow(s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

export async function objectText(s3: S3Client, Bucket: string, Key: string | undefined): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}
