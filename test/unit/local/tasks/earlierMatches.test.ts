import {
  GetJobRunCommand,
  GetMLTaskRunsCommand,
  GetMLTransformsCommand,
  GetTableCommand,
  StartImportLabelsTaskRunCommand,
  StartJobRunCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../harness/personsTable';
import { keysBelow, objectText, taskRunEnd } from '../../../harness/taskRuns';

const bucket = 'demo-persons';
let persons: PersonsTable;
let local: LocalGlue;
let transformId = '';

beforeAll(async () => {
  persons = await personsTable(400, 'earlier-matches');
  local = await startLocalGlue({
    tables: [{ database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' }],
  });
  const { glue, s3 } = local;
  const { Transforms = [] } = await glue.send(new GetMLTransformsCommand({}));
  transformId = Transforms[0]?.TransformId ?? '';
  const ids = { TransformId: transformId };
  const asked = await glue.send(
    new StartMLLabelingSetGenerationTaskRunCommand({ ...ids, OutputS3Path: `s3://${bucket}/sets/` }),
  );
  await taskRunEnd(glue, transformId, asked.TaskRunId);
  const [key] = await keysBelow(s3, bucket, 'sets/');
  const labeled = persons.label(await objectText(s3, bucket, key));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'labeled.csv', Body: labeled }));
  const imported = await glue.send(
    new StartImportLabelsTaskRunCommand({ ...ids, InputS3Path: `s3://${bucket}/labeled.csv` }),
  );
  await taskRunEnd(glue, transformId, imported.TaskRunId);
}, 120_000);

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

/** Runs FindMatches to its end. */
async function findMatches(folder: string, more: Readonly<Record<string, string>> = {}) {
  const { glue } = local;
  const given = { '--TRANSFORM_ID': transformId, '--OUTPUT_S3_PATH': `s3://${bucket}/${folder}`, ...more };
  const { JobRunId } = await glue.send(new StartJobRunCommand({ JobName: 'FindMatches', Arguments: given }));
  const { TaskRuns = [] } = await glue.send(new GetMLTaskRunsCommand({ TransformId: transformId }));
  const run = TaskRuns.find(({ Properties }) => Properties?.FindMatchesTaskRunProperties?.JobRunId === JobRunId);
  const ended = await taskRunEnd(glue, transformId, run?.TaskRunId);
  const { JobRun } = await glue.send(new GetJobRunCommand({ JobName: 'FindMatches', RunId: JobRunId }));
  expect(JobRun?.JobRunState).toBe(ended.Status);
  expect(JobRun?.ErrorMessage).toBe(ended.ErrorString);
  return ended;
}

test('the job goes on from an earlier output, and tells what became of it', async () => {
  const { glue, s3 } = local;
  expect(await findMatches('first/')).toMatchObject({ Status: 'SUCCEEDED' });
  const [before = ''] = await keysBelow(s3, bucket, 'first/');
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'demo', Name: 'persons' }));
  const location = Table?.StorageDescriptor?.Location?.replace(`s3://${bucket}/`, '') ?? '';
  const text = await objectText(s3, bucket, before);
  const [header = '', first = '', second = ''] = text.split('\n');
  const again = (line: string, key: string) => line.replace(/^[^,]*/, key).replace(/,[^,]*$/, '');
  const added = [header.replace(',match_id', ''), again(first, 'zz1'), again(second, 'zz2'), ''].join('\n');
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${location}more.csv`, Body: added }));

  const run = await findMatches('second/', { '--EXISTING_MATCHES_S3_PATH': `s3://${bucket}/first/` });
  expect(run).toMatchObject({ Status: 'SUCCEEDED' });
  expect(run.ErrorString).toMatch(/^2 new rows: 2 joined [12] earlier clusters?, the others make 0 new ones\.$/);
  const [report = '', output = '', ...others] = await keysBelow(s3, bucket, 'second/');
  expect(others).toEqual([]);
  expect(report).toBe(output.replace('second/', 'second/_').replace('.csv', '.report.json'));
  const told = JSON.parse(await objectText(s3, bucket, report));
  expect(told).toMatchObject({ earlierOutput: [`s3://${bucket}/${before}`], rows: 402, newRows: 2, new: [] });
  const lines = (await objectText(s3, bucket, output)).trimEnd().split('\n');
  const idOf = (key: string) =>
    lines
      .find((line) => line.startsWith(`${key},`))
      ?.split(',')
      .at(-1);
  expect(idOf('zz1')).toBe(first.split(',').at(-1));
  expect(idOf('zz2')).toBe(second.split(',').at(-1));

  // Its own report is no part of an output, and neither run of the folder stands for both.
  const third = { '--EXISTING_MATCHES_S3_PATH': `s3://${bucket}/second` };
  expect((await findMatches('second/', third)).ErrorString).toMatch(/^0 new rows/);
  const both = await findMatches('third/', third);
  expect(both.Status).toBe('FAILED');
  expect(both.ErrorString).toMatch(/twice: in line 2 of s3:.* and in line 2 of s3:.*Give one output of FindMatches/);
  expect(await keysBelow(s3, bucket, 'third/')).toEqual([]);

  const all = { '--EXISTING_MATCHES_S3_PATH': `s3://${bucket}/${output}`, '--MATCH_ALL_ROWS': 'True' };
  expect(await findMatches('all/', all)).toMatchObject({ Status: 'SUCCEEDED' });
}, 120_000);

test('refuses paths and settings that can not be, and fails where nothing lies', async () => {
  const refused = (more: Readonly<Record<string, string>>) => expect(findMatches('none/', more)).rejects;
  await refused({ '--EXISTING_MATCHES_S3_PATH': 'first/' }).toThrow(/Invalid S3 path first\/\. Give --EXISTING/);
  await refused({ '--EXISTING_MATCHES_S3_PATH': '' }).toThrow(/Invalid S3 path/);
  await refused({ '--EXISTING_MATCHES_S3_PATH': 's3://no-such-bucket/x' }).toThrow(/no-such-bucket does not exist/);
  await refused({ '--MATCH_ALL_ROWS': 'true' }).toThrow(/MATCH_ALL_ROWS needs --EXISTING_MATCHES_S3_PATH/);
  await refused({ '--MATCH_ALL_ROWS': 'yes' }).toThrow(/must be true or false, not yes/);
  const nothing = await findMatches('none/', { '--EXISTING_MATCHES_S3_PATH': `s3://${bucket}/nowhere/` });
  expect(nothing.Status).toBe('FAILED');
  expect(nothing.ErrorString).toMatch(/There is no earlier output at s3:\/\/demo-persons\/nowhere\//);
});
