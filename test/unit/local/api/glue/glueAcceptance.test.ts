import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsCommandLine, isThere } from '../../../../harness/independentClients';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { cleanEnvironment, run } from '../../../../harness/processes';

const [aws] = awsCommandLine.probe;

let persons: PersonsTable;
let local: LocalGlue;
let folder: string;

beforeAll(async () => {
  persons = await personsTable(500, 'acceptance');
  local = await startLocalGlue();
  folder = await mkdtemp(join(tmpdir(), 'acceptance-'));
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
  await rm(folder, { recursive: true, force: true });
});

test.runIf(isThere(awsCommandLine))('the aws command line drives the whole loop', { timeout: 180_000 }, async () => {
  const bucket = 's3://acceptance';
  await s3('mb', bucket);
  await s3('cp', persons.file, `${bucket}/table/part-1.csv`);
  await glue('create-database', '--database-input', 'Name=people');
  await glue('create-table', '--database-name', 'people', '--table-input', JSON.stringify(tableInput(bucket)));
  expect(await glue('get-databases', '--query', 'DatabaseList[].Name')).toEqual(['people']);
  expect(await glue('get-table', '--database-name', 'people', '--name', 'persons', '--query', 'Table.Name')).toBe(
    'persons',
  );

  const { TransformId: transform } = (await glue(
    ...['create-ml-transform', '--name', 'acceptance', '--role', 'any', '--glue-version', '2.0'],
    ...['--input-record-tables', 'DatabaseName=people,TableName=persons'],
    '--parameters',
    'TransformType=FIND_MATCHES,FindMatchesParameters={PrimaryKeyColumnName=id,PrecisionRecallTradeoff=0.5}',
  )) as { TransformId: string };
  await taskRun(transform, 'start-ml-labeling-set-generation-task-run', '--output-s3-path', `${bucket}/sets/`);
  const unlabeled = join(folder, 'unlabeled.csv');
  await s3('cp', `${bucket}/${await onlyKey('sets/')}`, unlabeled);
  const labeled = persons.label(await readFile(unlabeled, 'utf8'));
  await writeFile(join(folder, 'labeled.csv'), labeled);
  await s3('cp', join(folder, 'labeled.csv'), `${bucket}/labeled.csv`);

  await taskRun(transform, 'start-import-labels-task-run', '--input-s3-path', `${bucket}/labeled.csv`);
  await taskRun(transform, 'start-ml-evaluation-task-run');
  const state = await glue('get-ml-transform', '--transform-id', transform);
  expect(state).toMatchObject({ Status: 'READY', LabelCount: labeled.trimEnd().split('\n').length - 1 });
  expect(state).toHaveProperty('EvaluationMetrics.FindMatchesMetrics.F1');

  const job = await glue(
    ...['start-job-run', '--job-name', 'FindMatches', '--arguments'],
    JSON.stringify({ '--TRANSFORM_ID': transform, '--OUTPUT_S3_PATH': `${bucket}/matched/` }),
  );
  await jobRunEnd((job as { JobRunId: string }).JobRunId);
  const matched = join(folder, 'matched.csv');
  await s3('cp', `${bucket}/${await onlyKey('matched/')}`, matched);
  const rows = (await readFile(matched, 'utf8')).trimEnd().split('\n');
  expect(rows[0]).toBe(`${persons.columns.join(',')},match_id`);
  expect(rows).toHaveLength(persons.truth.size + 1);

  await taskRun(transform, 'start-export-labels-task-run', '--output-s3-path', `${bucket}/exports/`);
  const exported = join(folder, 'exported.csv');
  await s3('cp', `${bucket}/${await onlyKey('exports/')}`, exported);
  expect(await readFile(exported, 'utf8')).toBe(labeled);

  const { TaskRunId: canceled } = (await glue(...['start-ml-evaluation-task-run', '--transform-id', transform])) as {
    TaskRunId: string;
  };
  await glue('cancel-ml-task-run', '--transform-id', transform, '--task-run-id', canceled);
  expect(['STOPPED', 'SUCCEEDED']).toContain(await taskRunEnd(transform, canceled));
  await glue('delete-ml-transform', '--transform-id', transform);
  await glue('delete-table', '--database-name', 'people', '--name', 'persons');
  await glue('delete-database', '--name', 'people');
  await s3('rm', '--recursive', bucket);
  await s3('rb', bucket);
  const gone = await awsCommand('glue', 'get-database', '--name', 'people');
  expect(gone.code).not.toBe(0);
  expect(gone.output).toContain('EntityNotFoundException');
});

function tableInput(bucket: string) {
  return {
    Name: 'persons',
    Parameters: { classification: 'csv', 'skip.header.line.count': '1' },
    StorageDescriptor: {
      Columns: persons.columns.map((Name) => ({ Name, Type: 'string' })),
      Location: `${bucket}/table/`,
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
        Parameters: { 'field.delim': ',' },
      },
    },
  };
}

/** Starts a task run of the transform and waits until it has succeeded. */
async function taskRun(transform: string, operation: string, ...args: string[]): Promise<void> {
  const { TaskRunId } = (await glue(operation, '--transform-id', transform, ...args)) as { TaskRunId: string };
  expect([operation, await taskRunEnd(transform, TaskRunId)]).toEqual([operation, 'SUCCEEDED']);
}

async function taskRunEnd(transform: string, id: string): Promise<unknown> {
  const args = ['get-ml-task-run', '--transform-id', transform, '--task-run-id', id, '--query', 'Status'];
  for (;;) {
    const status = await glue(...args);
    if (status !== 'STARTING' && status !== 'RUNNING' && status !== 'STOPPING') {
      return status;
    }
    await delay(200);
  }
}

async function jobRunEnd(id: string): Promise<void> {
  const args = ['get-job-run', '--job-name', 'FindMatches', '--run-id', id, '--query', 'JobRun.JobRunState'];
  for (let state = await glue(...args); state !== 'SUCCEEDED'; state = await glue(...args)) {
    expect(['STARTING', 'RUNNING']).toContain(state);
    await delay(200);
  }
}

async function onlyKey(prefix: string): Promise<string> {
  const { Contents } = (await awsJson('s3api', 'list-objects-v2', '--bucket', 'acceptance', '--prefix', prefix)) as {
    Contents: { Key: string }[];
  };
  expect(Contents).toHaveLength(1);
  return Contents[0]?.Key ?? '';
}

function glue(...args: string[]): Promise<unknown> {
  return awsJson('glue', ...args);
}

async function s3(...args: string[]): Promise<void> {
  const { code, output } = await awsCommand('s3', ...args);
  expect([code, output]).toEqual([0, expect.anything()]);
}

async function awsJson(...args: string[]): Promise<unknown> {
  const { code, stdout, output } = await awsCommand(...args);
  expect([args, code, output]).toEqual([args, 0, expect.anything()]);
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

function awsCommand(...args: string[]) {
  return run(aws, ['--endpoint-url', local.endpoint, '--region', local.region, '--output', 'json', ...args], {
    env: cleanEnvironment({
      AWS_ACCESS_KEY_ID: local.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: local.credentials.secretAccessKey,
      AWS_CONFIG_FILE: join(folder, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
      AWS_PAGER: '',
    }),
  });
}
