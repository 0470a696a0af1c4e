import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOperation, operationNames } from '../../../../../src/local/api/glue/model';
import shapes from '../../../../../src/local/api/glue/shapes.json' with { type: 'json' };
import { type LocalGlue, projectNode, startLocalGlue } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { project } from '../../../../harness/project';
import { type RawAnswer, recordAnswers } from '../../../../harness/rawAnswers';
import { ServiceModel } from '../../../../harness/serviceModel';
import { sharedData } from '../../../../harness/sharedData';
import { keysBelow, objectText, taskRunEnd } from '../../../../harness/taskRuns';

const modelFile = sharedData('glue-model', 'glue-ml-transforms.json');
const bucket = 'demo-persons';

let persons: PersonsTable;
let local: LocalGlue;
let answers: RawAnswer[];

beforeAll(async () => {
  persons = await personsTable(400, 'conformance');
  local = await startLocalGlue({
    tables: [{ database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' }],
  });
  answers = recordAnswers(local.glue);
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

test('every operation answers through the SDK, with members of the model only', { timeout: 120_000 }, async () => {
  await catalogOperations(local.glue);
  const transformId = await transformOperations(local.glue);
  await loopOperations(local, transformId);
  await jobOperations(local, transformId);
  await removalOperations(local.glue, transformId);

  expect([...new Set(answers.map(({ operation }) => operation))].sort()).toEqual([...operationNames()].sort());
  expect(answers.filter(({ requestId }) => !requestId)).toEqual([]);
  for (const { operation, body } of answers.filter(({ status }) => status !== 200)) {
    expect(findOperation(operation)?.errors).toContain((body as { __type: string }).__type);
  }
});

test.runIf(modelFile)('the answers of all operations have the form of the service model', () => {
  const model = new ServiceModel(modelFile ?? '');
  const done = answers.filter(({ status }) => status === 200);
  expect(done.length).toBeGreaterThan(operationNames().length - 1);
  expect(done.flatMap(({ operation, body }) => model.judge(operation, body))).toEqual([]);
});

test.runIf(modelFile)('the table of shapes is what its script makes of the model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapes-'));
  try {
    const output = join(folder, 'shapes.json');
    execFileSync(projectNode, [join(project, 'src/local/api/glue/generateShapes.mjs'), modelFile ?? '', output]);
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(shapes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function catalogOperations(glue: sdk.GlueClient): Promise<void> {
  const TableInput: sdk.TableInput = {
    Name: 'Things',
    Description: 'ünicode \u{1F600}',
    TableType: 'EXTERNAL_TABLE',
    LastAccessTime: new Date('2026-01-02T03:04:05Z'),
    Retention: 3,
    Parameters: { classification: 'json' },
    StorageDescriptor: {
      Columns: [{ Name: 'a', Type: 'int', Comment: 'first' }],
      Location: 's3://things/all/',
      SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      SortColumns: [{ Column: 'a', SortOrder: 1 }],
    },
  };
  await glue.send(
    new sdk.CreateDatabaseCommand({ DatabaseInput: { Name: 'Other', Description: 'd' }, Tags: { a: 'b' } }),
  );
  const { Database } = await glue.send(new sdk.GetDatabaseCommand({ Name: 'OTHER' }));
  expect(Database).toMatchObject({ Name: 'other', Description: 'd', CatalogId: '000000000000' });
  const { DatabaseList = [] } = await glue.send(new sdk.GetDatabasesCommand({}));
  expect(DatabaseList.map(({ Name }) => Name)).toEqual(['demo', 'other']);
  await glue.send(new sdk.CreateTableCommand({ DatabaseName: 'other', TableInput }));
  const { Table } = await glue.send(new sdk.GetTableCommand({ DatabaseName: 'other', Name: 'things' }));
  expect(Table).toMatchObject({ ...TableInput, Name: 'things', DatabaseName: 'other', VersionId: '0' });
  const changed = { ...TableInput, Description: 'changed' };
  await glue.send(new sdk.UpdateTableCommand({ DatabaseName: 'other', TableInput: changed, VersionId: '0' }));
  const { TableList } = await glue.send(new sdk.GetTablesCommand({ DatabaseName: 'other', Expression: 'th*' }));
  expect(TableList).toMatchObject([{ Name: 'things', Description: 'changed', VersionId: '1' }]);
  await glue.send(new sdk.DeleteTableCommand({ DatabaseName: 'other', Name: 'things' }));
  await glue.send(new sdk.DeleteDatabaseCommand({ Name: 'other' }));
  await expect(glue.send(new sdk.GetDatabaseCommand({ Name: 'other' }))).rejects.toThrow(sdk.EntityNotFoundException);
}

async function transformOperations(glue: sdk.GlueClient): Promise<string> {
  const created = await glue.send(
    new sdk.CreateMLTransformCommand({
      Name: 'conformance',
      Description: 'all members',
      InputRecordTables: [{ DatabaseName: 'demo', TableName: 'persons', CatalogId: '000000000000' }],
      Parameters: {
        TransformType: 'FIND_MATCHES',
        FindMatchesParameters: {
          PrimaryKeyColumnName: 'id',
          PrecisionRecallTradeoff: 0.9,
          AccuracyCostTradeoff: 1,
          EnforceProvidedLabels: true,
        },
      },
      Role: 'any',
      GlueVersion: '4.0',
      WorkerType: 'G.2X',
      NumberOfWorkers: 5,
      Timeout: 30,
      MaxRetries: 1,
      Tags: { team: 'a' },
      TransformEncryption: {
        MlUserDataEncryption: { MlUserDataEncryptionMode: 'SSE-KMS', KmsKeyId: 'key' },
        TaskRunSecurityConfigurationName: 'none',
      },
    }),
  );
  const TransformId = created.TransformId ?? '';
  expect(TransformId).toMatch(/^tfm-[0-9a-f]{40}$/);
  const settings = { Description: 'changed', NumberOfWorkers: 3, WorkerType: 'G.1X', Timeout: 60 } as const;
  await glue.send(new sdk.UpdateMLTransformCommand({ TransformId, ...settings }));
  const transform = await glue.send(new sdk.GetMLTransformCommand({ TransformId }));
  expect(transform).toMatchObject({
    ...settings,
    TransformId,
    Name: 'conformance',
    MaxCapacity: 3,
    GlueVersion: '4.0',
  });
  const { Transforms } = await glue.send(new sdk.GetMLTransformsCommand({ Filter: { Name: 'conformance' } }));
  expect(Transforms).toMatchObject([{ TransformId }]);
  const listed = await glue.send(new sdk.ListMLTransformsCommand({ Tags: { team: 'a' } }));
  expect(listed.TransformIds).toEqual([TransformId]);
  const ResourceArn = `arn:aws:glue:us-east-1:000000000000:mlTransform/${TransformId}`;
  await glue.send(new sdk.TagResourceCommand({ ResourceArn, TagsToAdd: { round: '1' } }));
  await glue.send(new sdk.UntagResourceCommand({ ResourceArn, TagsToRemove: ['team'] }));
  expect((await glue.send(new sdk.GetTagsCommand({ ResourceArn }))).Tags).toEqual({ round: '1' });
  return TransformId;
}

async function loopOperations({ glue, s3 }: LocalGlue, TransformId: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: 'work' }));
  const generated = await glue.send(
    new sdk.StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path: 's3://work/sets' }),
  );
  expect(generated.TaskRunId).toMatch(/^tsk-[0-9a-f]{40}$/);
  expect(await taskRunEnd(glue, TransformId, generated.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const [key] = await keysBelow(s3, 'work', 'sets/');
  const labeled = persons.label(await objectText(s3, 'work', key));
  await s3.send(new PutObjectCommand({ Bucket: 'work', Key: 'labeled.csv', Body: labeled }));
  const imported = await glue.send(
    new sdk.StartImportLabelsTaskRunCommand({ TransformId, InputS3Path: 's3://work/labeled.csv' }),
  );
  expect(await taskRunEnd(glue, TransformId, imported.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const evaluated = await glue.send(new sdk.StartMLEvaluationTaskRunCommand({ TransformId }));
  expect(await taskRunEnd(glue, TransformId, evaluated.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const metrics = (await glue.send(new sdk.GetMLTransformCommand({ TransformId }))).EvaluationMetrics;
  expect(metrics?.FindMatchesMetrics?.ColumnImportances?.length).toBeGreaterThan(0);
  const exported = await glue.send(
    new sdk.StartExportLabelsTaskRunCommand({ TransformId, OutputS3Path: 's3://work/exports/' }),
  );
  expect(await taskRunEnd(glue, TransformId, exported.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const [name = ''] = await keysBelow(s3, 'work', 'exports/');
  expect(name).toMatch(/^exports\/tfm-[0-9a-f]{40}_labels_\d{4}-\d\d-\d\d_\d\d_\d\d_\d\d_[0-9a-f-]{36}\.csv$/);
  expect(await objectText(s3, 'work', name)).toBe(labeled);
  const canceled = await glue.send(new sdk.StartMLEvaluationTaskRunCommand({ TransformId }));
  await glue.send(new sdk.CancelMLTaskRunCommand({ TransformId, TaskRunId: canceled.TaskRunId }));
  expect(await taskRunEnd(glue, TransformId, canceled.TaskRunId)).toMatchObject({ Status: 'STOPPED' });
  const { TaskRuns = [] } = await glue.send(new sdk.GetMLTaskRunsCommand({ TransformId }));
  expect(TaskRuns).toHaveLength(5);
}

async function jobOperations({ glue, s3 }: LocalGlue, transformId: string): Promise<void> {
  const JobName = 'FindMatches';
  const Arguments = { '--TRANSFORM_ID': transformId, '--OUTPUT_S3_PATH': `s3://${bucket}/matched/` };
  const { JobRunId } = await glue.send(new sdk.StartJobRunCommand({ JobName, Arguments }));
  expect(JobRunId).toMatch(/^jr_[0-9a-f]{64}$/);
  const { TaskRuns = [] } = await glue.send(
    new sdk.GetMLTaskRunsCommand({ TransformId: transformId, Filter: { TaskRunType: 'FIND_MATCHES' } }),
  );
  expect(TaskRuns).toMatchObject([{ Properties: { FindMatchesTaskRunProperties: { JobName, JobRunId } } }]);
  await taskRunEnd(glue, transformId, TaskRuns[0]?.TaskRunId);
  const { JobRun } = await glue.send(new sdk.GetJobRunCommand({ JobName, RunId: JobRunId }));
  expect(JobRun).toMatchObject({ Id: JobRunId, JobRunState: 'SUCCEEDED', Arguments });
  expect((await glue.send(new sdk.GetJobRunsCommand({ JobName }))).JobRuns).toHaveLength(1);
  const [key = ''] = await keysBelow(s3, bucket, 'matched/');
  expect(key).toMatch(/^matched\/run-\d+-.*part-r-00000\.csv$/);
  expect((await objectText(s3, bucket, key)).split('\n', 1)[0]).toBe(`${persons.columns.join(',')},match_id`);
  const stopped = await glue.send(new sdk.BatchStopJobRunCommand({ JobName, JobRunIds: ['jr_none'] }));
  expect(stopped.Errors).toMatchObject([
    { JobRunId: 'jr_none', ErrorDetail: { ErrorCode: 'EntityNotFoundException' } },
  ]);
  expect((await glue.send(new sdk.GetJobCommand({ JobName }))).Job).toMatchObject({ Name: JobName });
  expect((await glue.send(new sdk.GetJobsCommand({}))).Jobs).toHaveLength(1);
  expect((await glue.send(new sdk.ListJobsCommand({}))).JobNames).toEqual([JobName]);
}

async function removalOperations(glue: sdk.GlueClient, TransformId: string): Promise<void> {
  await glue.send(new sdk.DeleteMLTransformCommand({ TransformId }));
  const seen = new Set<string | undefined>();
  for (;;) {
    try {
      seen.add((await glue.send(new sdk.GetMLTransformCommand({ TransformId }))).Status);
    } catch (error) {
      expect(error).toBeInstanceOf(sdk.EntityNotFoundException);
      break;
    }
  }
  expect([...seen]).toEqual(['DELETING']);
}
