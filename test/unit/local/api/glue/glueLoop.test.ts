import {
  CreateMLTransformCommand,
  CreateTableCommand,
  DeleteMLTransformCommand,
  GetMLTaskRunsCommand,
  GetMLTransformCommand,
  GetMLTransformsCommand,
  StartImportLabelsTaskRunCommand,
  StartMLEvaluationTaskRunCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { keysBelow, objectText, taskRunEnd } from '../../../../harness/taskRuns';

let persons: PersonsTable;
let local: LocalGlue;

beforeAll(async () => {
  persons = await personsTable(600, 'glue-loop');
  const table = { database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' };
  local = await startLocalGlue({ tables: [table] });
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

/** As AWS's own tutorial has it: three sets of fifty records, most of them like no other. */
function labelsOfFifties(): string {
  const rows = Array.from({ length: 150 }, (_, row) => {
    const work = row % 50 < 30 ? row : row - (row % 2);
    return `set${Math.trunc(row / 50)},w${work},r${row},"On joins, part ${work}","A. Author, B. Author",VLDB,19${row % 80},${row % 2}`;
  });
  return ['labeling_set_id,label,id,title,authors,venue,year,source', ...rows, ''].join('\n');
}

test('an import of three sets of fifty counts its 150 labeled rows', async () => {
  const { glue, s3 } = local;
  const columns = ['id', 'title', 'authors', 'venue', 'year', 'source'];
  const Columns = columns.map((Name) => ({ Name, Type: 'string' }));
  const TableInput = { Name: 'records', StorageDescriptor: { Columns, Location: 's3://demo-persons/records/' } };
  await glue.send(new CreateTableCommand({ DatabaseName: 'demo', TableInput }));
  const { TransformId } = await glue.send(
    new CreateMLTransformCommand({
      Name: 'tutorial',
      InputRecordTables: [{ DatabaseName: 'demo', TableName: 'records' }],
      Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
      Role: 'any',
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket: 'demo-persons', Key: 'tutorial.csv', Body: labelsOfFifties() }));
  const InputS3Path = 's3://demo-persons/tutorial.csv';
  const { TaskRunId } = await glue.send(new StartImportLabelsTaskRunCommand({ TransformId, InputS3Path }));
  expect(await taskRunEnd(glue, TransformId, TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const transform = await glue.send(new GetMLTransformCommand({ TransformId }));
  expect(transform).toMatchObject({ Status: 'READY', LabelCount: 150 });
  await glue.send(new DeleteMLTransformCommand({ TransformId }));
});

test('the whole loop: generate, label, import, estimate, generate again about other records', {
  timeout: 120_000,
}, async () => {
  const { glue, s3 } = local;
  const bucket = 'demo-persons';
  const { Transforms = [] } = await glue.send(new GetMLTransformsCommand({ Filter: { Name: 'persons' } }));
  expect(Transforms).toMatchObject([{ Name: 'persons', Status: 'NOT_READY', LabelCount: 0 }]);
  const TransformId = Transforms[0]?.TransformId;

  const generate = async () => {
    const before = await keysBelow(s3, bucket, 'sets/');
    const { TaskRunId } = await glue.send(
      new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path: `s3://${bucket}/sets/` }),
    );
    expect(await taskRunEnd(glue, TransformId, TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
    const written = (await keysBelow(s3, bucket, 'sets/')).filter((key) => !before.includes(key));
    expect(written).toHaveLength(1);
    return objectText(s3, bucket, written[0]);
  };
  const first = await generate();
  const lines = first.trimEnd().split('\n');
  expect(lines[0]).toBe(`labeling_set_id,label,${persons.columns.join(',')}`);
  expect(lines.length).toBeGreaterThan(80);
  expect(lines.slice(1).every((line) => line.split(',')[1] === '')).toBe(true);

  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'labeled.csv', Body: persons.label(first) }));
  const imported = await glue.send(
    new StartImportLabelsTaskRunCommand({ TransformId, InputS3Path: `s3://${bucket}/labeled.csv` }),
  );
  expect(await taskRunEnd(glue, TransformId, imported.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const ready = await glue.send(new GetMLTransformCommand({ TransformId }));
  expect(ready).toMatchObject({ Status: 'READY', LabelCount: lines.length - 1 });

  const evaluated = await glue.send(new StartMLEvaluationTaskRunCommand({ TransformId }));
  expect(await taskRunEnd(glue, TransformId, evaluated.TaskRunId)).toMatchObject({ Status: 'SUCCEEDED' });
  const { EvaluationMetrics } = await glue.send(new GetMLTransformCommand({ TransformId }));
  expect(EvaluationMetrics?.FindMatchesMetrics?.F1).toBeGreaterThan(0);

  const second = await generate();
  const keys = (csv: string) =>
    new Set(
      csv
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[2]),
    );
  expect([...keys(second)].filter((key) => keys(first).has(key)).length).toBeLessThan(keys(second).size / 2);

  const { TaskRuns = [] } = await glue.send(new GetMLTaskRunsCommand({ TransformId }));
  expect(TaskRuns.map(({ Properties }) => Properties?.TaskType)).toEqual([
    'LABELING_SET_GENERATION',
    'EVALUATION',
    'IMPORT_LABELS',
    'LABELING_SET_GENERATION',
  ]);
});
