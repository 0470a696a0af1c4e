import {
  GetMLTransformsCommand,
  StartImportLabelsTaskRunCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signFor } from '../../../../../src/connection/aws/lease';
import { toAwsError } from '../../../../../src/connection/awsConnection';
import { askLocalGlue } from '../../../../../src/connection/localGlue/localGlueService';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { keysBelow, objectText, taskRunEnd } from '../../../../harness/taskRuns';

let persons: PersonsTable;
let local: LocalGlue;

beforeAll(async () => {
  persons = await personsTable(400, 'table-quality');
  local = await startLocalGlue({
    tables: [{ database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' }],
  });
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

test('is told once enough pairs that were drawn at random have labels, and refused with the reason before', {
  timeout: 120_000,
}, async () => {
  const { glue, s3 } = local;
  const own = askLocalGlue({ ...local, ...local.credentials }, { signFor, toAwsError });
  const { Transforms = [] } = await glue.send(new GetMLTransformsCommand({ Filter: { Name: 'persons' } }));
  const TransformId = Transforms[0]?.TransformId ?? '';
  const tell = (): Promise<unknown> => own('EstimateTableQuality', { TransformId });
  const round = async (): Promise<void> => {
    const { TaskRunId } = await glue.send(
      new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path: 's3://demo-persons/sets/' }),
    );
    expect(await taskRunEnd(glue, TransformId, TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
    const texts = await Promise.all(
      (await keysBelow(s3, 'demo-persons', 'sets/')).map((key) => objectText(s3, 'demo-persons', key)),
    );
    const lines = texts.flatMap((text, i) =>
      text
        .trimEnd()
        .split('\n')
        .slice(i === 0 ? 0 : 1),
    );
    const Body = persons.label(`${lines.join('\n')}\n`);
    await s3.send(new PutObjectCommand({ Bucket: 'demo-persons', Key: 'labeled.csv', Body }));
    const imported = await glue.send(
      new StartImportLabelsTaskRunCommand({
        TransformId,
        InputS3Path: 's3://demo-persons/labeled.csv',
        ReplaceAllLabels: true,
      }),
    );
    expect(await taskRunEnd(glue, TransformId, imported.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  };
  await expect(tell()).rejects.toMatchObject({
    code: 'InvalidInputException',
    message: expect.stringMatching(/no labels yet/),
  });
  await round();
  await expect(tell()).rejects.toMatchObject({
    code: 'InvalidInputException',
    message: expect.stringMatching(/^The quality over the whole table can't be told: it takes 10 labeled pairs/),
  });
  await round();
  await round();
  const share = { Value: expect.any(Number), Low: expect.any(Number), High: expect.any(Number) };
  const told = await tell();
  expect(told).toEqual({ Precision: share, Recall: share, F1: share, DrawnPairs: expect.any(Number) });
  const { F1, DrawnPairs } = told as { F1: { Value: number; Low: number; High: number }; DrawnPairs: number };
  expect(DrawnPairs).toBeGreaterThanOrEqual(10);
  expect(F1.Low).toBeLessThanOrEqual(F1.Value);
  expect(F1.Value).toBeLessThanOrEqual(F1.High);
  expect(F1.Value).toBeGreaterThan(0.8);
  await expect(own('EstimateTableQuality', { TransformId: 'tfm-none' })).rejects.toMatchObject({
    code: 'EntityNotFoundException',
  });
});
