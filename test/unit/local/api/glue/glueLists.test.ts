import * as sdk from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { taskRunEnd } from '../../../../harness/taskRuns';

let local: LocalGlue;
const ids = new Map<string, string>();
const names = ['delta', 'alpha', 'charlie', 'bravo'];

/** Transforms in order of creation: delta, alpha, charlie, bravo; charlie is on another table, bravo was changed last but alpha. */
beforeAll(async () => {
  local = await startLocalGlue();
  const { glue } = local;
  await glue.send(new sdk.CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  for (const [Name, columns] of [
    ['one', ['id', 'name']],
    ['two', ['id', 'city']],
  ] as const) {
    const Columns = columns.map((column) => ({ Name: column, Type: 'string' }));
    const TableInput = { Name, StorageDescriptor: { Columns, Location: 's3://none/x/' } };
    await glue.send(new sdk.CreateTableCommand({ DatabaseName: 'db', TableInput }));
  }
  for (const Name of names) {
    const { TransformId = '' } = await glue.send(
      new sdk.CreateMLTransformCommand({
        Name,
        InputRecordTables: [{ DatabaseName: 'db', TableName: Name === 'charlie' ? 'two' : 'one' }],
        Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
        Role: 'any',
        GlueVersion: Name === 'delta' ? '3.0' : '2.0',
        Tags: { first: Name.slice(0, 1), team: 'a' },
      }),
    );
    ids.set(Name, TransformId);
  }
  for (const Name of ['bravo', 'alpha']) {
    await glue.send(new sdk.UpdateMLTransformCommand({ TransformId: ids.get(Name), Description: 'changed' }));
  }
});

afterAll(async () => {
  await local?.stop();
});

async function select(request: sdk.GetMLTransformsRequest): Promise<(string | undefined)[]> {
  const { Transforms = [] } = await local.glue.send(new sdk.GetMLTransformsCommand(request));
  const { TransformIds = [] } = await local.glue.send(new sdk.ListMLTransformsCommand(request));
  expect(Transforms.map(({ TransformId }) => TransformId)).toEqual(TransformIds);
  return Transforms.map(({ Name }) => Name);
}

function sorted(Column: sdk.TransformSortColumnType, SortDirection: sdk.SortDirectionType = 'ASCENDING') {
  return select({ Sort: { Column, SortDirection } });
}

describe('transforms', () => {
  test('come in order of creation, or as asked', async () => {
    expect(await select({})).toEqual(names);
    expect(await sorted('CREATED', 'DESCENDING')).toEqual([...names].reverse());
    expect(await sorted('NAME')).toEqual(['alpha', 'bravo', 'charlie', 'delta']);
    expect(await sorted('LAST_MODIFIED')).toEqual(['delta', 'charlie', 'bravo', 'alpha']);
    expect(await sorted('STATUS')).toHaveLength(4);
    expect(await sorted('TRANSFORM_TYPE')).toHaveLength(4);
  });

  test('are filtered by each criterion', async () => {
    expect(await select({ Filter: { Name: 'bravo' } })).toEqual(['bravo']);
    expect(await select({ Filter: { Name: 'brav' } })).toEqual([]);
    expect(await select({ Filter: { TransformType: 'FIND_MATCHES' } })).toHaveLength(4);
    expect(await select({ Filter: { Status: 'READY' } })).toEqual([]);
    expect(await select({ Filter: { Status: 'NOT_READY', GlueVersion: '3.0' } })).toEqual(['delta']);
    const city = [
      { Name: 'city', DataType: 'string' },
      { Name: 'id', DataType: 'string' },
    ];
    expect(await select({ Filter: { Schema: city } })).toEqual(['charlie']);
    expect(await select({ Filter: { Schema: city.slice(1) } })).toEqual([]);
  });

  test('are filtered by time, the moment itself left out', async () => {
    const { Transforms = [] } = await local.glue.send(new sdk.GetMLTransformsCommand({}));
    const at = (name: string) => Transforms.find(({ Name }) => Name === name);
    const [created, changed] = [at('alpha')?.CreatedOn, at('bravo')?.LastModifiedOn];
    expect(await select({ Filter: { CreatedAfter: created } })).toEqual(['charlie', 'bravo']);
    expect(await select({ Filter: { CreatedBefore: created } })).toEqual(['delta']);
    expect(await select({ Filter: { LastModifiedAfter: changed } })).toEqual(['alpha']);
    expect(await select({ Filter: { LastModifiedBefore: changed } })).toEqual(['delta', 'charlie']);
  });

  test('are listed by tags', async () => {
    const list = async (Tags: Record<string, string>) =>
      (await local.glue.send(new sdk.ListMLTransformsCommand({ Tags }))).TransformIds;
    expect(await list({ team: 'a' })).toHaveLength(4);
    expect(await list({ team: 'a', first: 'c' })).toEqual([ids.get('charlie')]);
    expect(await list({ team: 'b' })).toEqual([]);
  });

  test('come in pages; a token of another question is refused', async () => {
    const seen: (string | undefined)[] = [];
    const Sort = { Column: 'NAME', SortDirection: 'DESCENDING' } as const;
    for await (const { Transforms = [] } of sdk.paginateGetMLTransforms(
      { client: local.glue, pageSize: 1 },
      { Sort },
    )) {
      seen.push(...Transforms.map(({ Name }) => Name));
    }
    expect(seen).toEqual(['delta', 'charlie', 'bravo', 'alpha']);
    const { NextToken } = await local.glue.send(new sdk.GetMLTransformsCommand({ MaxResults: 2 }));
    await expect(local.glue.send(new sdk.GetMLTransformsCommand({ NextToken, Sort }))).rejects.toThrow(/NextToken/);
    await expect(local.glue.send(new sdk.ListMLTransformsCommand({ NextToken }))).rejects.toThrow(/NextToken/);
  });
});

test('task runs are filtered, sorted and paged, newest first', async () => {
  const { glue, s3 } = local;
  await s3.send(new CreateBucketCommand({ Bucket: 'work' }));
  const TransformId = ids.get('alpha');
  const header = 'labeling_set_id,label,id,name\n';
  await s3.send(new PutObjectCommand({ Bucket: 'work', Key: 'good.csv', Body: `${header}s,A,1,Ann\n` }));
  await s3.send(new PutObjectCommand({ Bucket: 'work', Key: 'bad.csv', Body: header }));
  const runs: (string | undefined)[] = [];
  for (const key of ['good', 'bad', 'good']) {
    const InputS3Path = `s3://work/${key}.csv`;
    const { TaskRunId } = await glue.send(new sdk.StartImportLabelsTaskRunCommand({ TransformId, InputS3Path }));
    await taskRunEnd(glue, TransformId, TaskRunId);
    runs.push(TaskRunId);
  }
  const OutputS3Path = 's3://work/exports';
  const exported = await glue.send(new sdk.StartExportLabelsTaskRunCommand({ TransformId, OutputS3Path }));
  await taskRunEnd(glue, TransformId, exported.TaskRunId);
  runs.push(exported.TaskRunId);
  const [first, second, third, fourth] = runs;

  const list = async (request: Partial<sdk.GetMLTaskRunsRequest>) =>
    (await glue.send(new sdk.GetMLTaskRunsCommand({ TransformId, ...request }))).TaskRuns ?? [];
  const listed = async (request: Partial<sdk.GetMLTaskRunsRequest>) =>
    (await list(request)).map(({ TaskRunId }) => TaskRunId);
  expect(await listed({})).toEqual([fourth, third, second, first]);
  expect(await listed({ Sort: { Column: 'STARTED', SortDirection: 'ASCENDING' } })).toEqual(runs);
  const byType = { Column: 'TASK_RUN_TYPE', SortDirection: 'ASCENDING' } as const;
  expect(await listed({ Sort: byType })).toEqual([fourth, first, second, third]);
  const byStatus = { Column: 'STATUS', SortDirection: 'ASCENDING' } as const;
  expect(await listed({ Sort: byStatus })).toEqual([second, first, third, fourth]);
  expect(await listed({ Filter: { TaskRunType: 'EXPORT_LABELS' } })).toEqual([fourth]);
  expect(await listed({ Filter: { Status: 'FAILED' } })).toEqual([second]);
  const started = (await list({})).find(({ TaskRunId }) => TaskRunId === second)?.StartedOn;
  expect(await listed({ Filter: { StartedAfter: started } })).toEqual([fourth, third]);
  expect(await listed({ Filter: { StartedBefore: started } })).toEqual([first]);
  const paged: (string | undefined)[] = [];
  for await (const { TaskRuns = [] } of sdk.paginateGetMLTaskRuns({ client: glue, pageSize: 3 }, { TransformId })) {
    paged.push(...TaskRuns.map(({ TaskRunId }) => TaskRunId));
  }
  expect(paged).toEqual([fourth, third, second, first]);
});
