import * as sdk from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { taskRunEnd } from '../../../../harness/taskRuns';

const account = '000000000000';
let persons: PersonsTable;
let local: LocalGlue;
let transformId: string;

const tables: Record<string, sdk.Column[]> = {
  nocolumns: [],
  complex: [
    { Name: 'id', Type: 'bigint' },
    { Name: 'tags', Type: 'array<string>' },
  ],
  folded: ['id', 'Key', 'KEY'].map((Name) => ({ Name, Type: 'string' })),
  wide: Array.from({ length: 101 }, (_, at) => ({ Name: `c${at}`, Type: 'string' })),
};

beforeAll(async () => {
  persons = await personsTable(4000, 'messages');
  local = await startLocalGlue({
    tables: [{ database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' }],
    args: [
      ...['--max-transforms', '4', '--max-runs-per-transform', '2', '--max-runs', '3'],
      ...['--max-label-file-mb', '1', '--processes', '1'],
    ],
  });
  const { glue, s3 } = local;
  for (const [Name, Columns] of Object.entries(tables)) {
    const TableInput = { Name, StorageDescriptor: { Columns, Location: 's3://demo-persons/none/' } };
    await glue.send(new sdk.CreateTableCommand({ DatabaseName: 'demo', TableInput }));
  }
  await s3.send(new CreateBucketCommand({ Bucket: 'work' }));
  await s3.send(new PutObjectCommand({ Bucket: 'work', Key: 'empty.csv', Body: new Uint8Array() }));
  await s3.send(new PutObjectCommand({ Bucket: 'work', Key: 'large.csv', Body: Buffer.alloc(1024 * 1024 + 1, 'x') }));
  const { Transforms = [] } = await glue.send(new sdk.GetMLTransformsCommand({}));
  transformId = Transforms[0]?.TransformId ?? '';
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

/** A request that is right but for the changes. */
function creation(changes: Partial<sdk.CreateMLTransformRequest> = {}): sdk.CreateMLTransformCommand {
  return new sdk.CreateMLTransformCommand({
    Name: 'another',
    InputRecordTables: [{ DatabaseName: 'demo', TableName: 'persons' }],
    Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
    Role: 'any',
    ...changes,
  });
}

function onTable(TableName: string, DatabaseName = 'demo'): Partial<sdk.CreateMLTransformRequest> {
  return { InputRecordTables: [{ DatabaseName, TableName }] };
}

function update(changes: Partial<sdk.UpdateMLTransformRequest>): sdk.UpdateMLTransformCommand {
  return new sdk.UpdateMLTransformCommand({ TransformId: transformId, ...changes });
}

function importing(InputS3Path: string): sdk.StartImportLabelsTaskRunCommand {
  return new sdk.StartImportLabelsTaskRunCommand({ TransformId: transformId, InputS3Path });
}

interface Refusal {
  readonly on: string;
  readonly send: () => Promise<unknown>;
  readonly error: string;
  readonly message: string | RegExp;
}

/** Requests of one operation that are refused with one error, each with its message. */
function refusals(operation: string, error: string, cases: readonly [() => Promise<unknown>, string | RegExp][]) {
  return cases.map(([send, message]): Refusal => ({ on: operation, send, error, message }));
}

const noTransform = `Cannot find MLTransform in account ${account} with handle tfm-none.`;

describe('messages of the developer guide, one by one', () => {
  test.each<Refusal>([
    ...refusals('operations on a transform', 'EntityNotFoundException', [
      [() => local.glue.send(new sdk.GetMLTransformCommand({ TransformId: 'tfm-none' })), noTransform],
      [() => local.glue.send(new sdk.UpdateMLTransformCommand({ TransformId: 'tfm-none' })), noTransform],
      [() => local.glue.send(new sdk.DeleteMLTransformCommand({ TransformId: 'tfm-none' })), noTransform],
      [() => local.glue.send(new sdk.GetMLTaskRunsCommand({ TransformId: 'tfm-none' })), noTransform],
      [
        () => local.glue.send(new sdk.GetMLTaskRunCommand({ TransformId: 'tfm-none', TaskRunId: 'tsk-none' })),
        noTransform,
      ],
      [
        () => local.glue.send(new sdk.CancelMLTaskRunCommand({ TransformId: 'tfm-none', TaskRunId: 'tsk-none' })),
        noTransform,
      ],
      [() => local.glue.send(new sdk.StartMLEvaluationTaskRunCommand({ TransformId: 'tfm-none' })), noTransform],
      [
        () =>
          local.glue.send(
            new sdk.StartMLLabelingSetGenerationTaskRunCommand({ TransformId: 'tfm-none', OutputS3Path: 's3://work/' }),
          ),
        noTransform,
      ],
      [
        () =>
          local.glue.send(
            new sdk.StartExportLabelsTaskRunCommand({ TransformId: 'tfm-none', OutputS3Path: 's3://work/' }),
          ),
        noTransform,
      ],
      [
        () =>
          local.glue.send(
            new sdk.StartImportLabelsTaskRunCommand({ TransformId: 'tfm-none', InputS3Path: 's3://work/a' }),
          ),
        noTransform,
      ],
    ]),
    ...refusals('CancelMLTaskRun, GetMLTaskRun', 'EntityNotFoundException', [
      [
        () => local.glue.send(new sdk.CancelMLTaskRunCommand({ TransformId: transformId, TaskRunId: 'tsk-none' })),
        /^No ML Task Run found for tsk-none: in account 000000000000 for transform tfm-[0-9a-f]{40}\.$/,
      ],
      [
        () => local.glue.send(new sdk.GetMLTaskRunCommand({ TransformId: transformId, TaskRunId: 'tsk-none' })),
        /^No ML Task Run found for tsk-none: in account 000000000000 for transform tfm-[0-9a-f]{40}\.$/,
      ],
    ]),
    ...refusals('CreateMLTransform', 'InvalidInputException', [
      [
        () => local.glue.send(creation({ InputRecordTables: [] })),
        'An AWS Glue Table input source should be specified in transform.',
      ],
      [
        () => local.glue.send(creation(onTable('complex'))),
        'Input source column tags has an invalid data type defined in the catalog.',
      ],
      [
        () =>
          local.glue.send(
            creation({
              InputRecordTables: [
                { DatabaseName: 'demo', TableName: 'persons' },
                { DatabaseName: 'demo', TableName: 'wide' },
              ],
            }),
          ),
        'Exactly one input record table must be provided.',
      ],
      [() => local.glue.send(creation(onTable('persons', ' '))), 'Should specify database name.'],
      [() => local.glue.send(creation(onTable(' '))), 'Should specify table name.'],
      [() => local.glue.send(creation(onTable('nocolumns'))), 'Schema is not defined on the transform.'],
      [
        () =>
          local.glue.send(
            creation({
              Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'key' } },
            }),
          ),
        'Schema should contain given primary key: key.',
      ],
      [
        () =>
          local.glue.send(
            creation({
              ...onTable('folded'),
              Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'key' } },
            }),
          ),
        'The primary key key may be column Key or KEY. Name one exactly.',
      ],
      [
        () => local.glue.send(creation(onTable('none'))),
        'Problem fetching the data catalog schema: Table none not found.',
      ],
      [
        () => local.glue.send(creation(onTable('persons', 'none'))),
        'Problem fetching the data catalog schema: Database none not found.',
      ],
      [() => local.glue.send(creation(onTable('wide'))), /101 columns; a transform takes at most 100/],
      [
        () => local.glue.send(creation({ MaxCapacity: 10, WorkerType: 'G.1X', NumberOfWorkers: 2 })),
        'Cannot set Max Capacity and Worker Num/Type at the same time.',
      ],
      [() => local.glue.send(creation({ WorkerType: 'G.1X' })), 'Both WorkerType and NumberOfWorkers should be set.'],
      [() => local.glue.send(creation({ MaxCapacity: 1 })), 'MaxCapacity should be >= 2.'],
      [() => local.glue.send(creation({ WorkerType: 'G.1X', NumberOfWorkers: 0 })), 'NumberOfWorkers should be >= 1.'],
      [() => local.glue.send(creation({ MaxRetries: -1 })), 'Max retries should be non-negative.'],
      [
        () => local.glue.send(creation({ Parameters: { TransformType: 'FIND_MATCHES' } })),
        'Find Matches parameters have not been set.',
      ],
      [
        () => local.glue.send(creation({ Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: {} } })),
        'A primary key must be specified in Find Matches parameters.',
      ],
      [
        () => local.glue.send(creation({ GlueVersion: '1.0' })),
        'Glue version 1.0 is deprecated and is no longer supported for ML transforms. Specify Glue version 2.0 or higher.',
      ],
    ]),
    ...refusals('CreateMLTransform', 'AlreadyExistsException', [
      [() => local.glue.send(creation({ Name: 'persons' })), 'Transform with name persons already exists.'],
    ]),
    ...refusals('UpdateMLTransform', 'InvalidInputException', [
      [
        async () => {
          await local.glue.send(creation({ Name: 'taken' }));
          await local.glue.send(update({ Name: 'taken' }));
        },
        'Another transform with name taken already exists.',
      ],
      [() => local.glue.send(update({ Name: '  ' })), 'Transform name cannot be blank.'],
      [
        () => local.glue.send(update({ MaxCapacity: 10, WorkerType: 'G.1X', NumberOfWorkers: 2 })),
        'Cannot set Max Capacity and Worker Num/Type at the same time.',
      ],
      [() => local.glue.send(update({ NumberOfWorkers: 1 })), 'Both WorkerType and NumberOfWorkers should be set.'],
      [() => local.glue.send(update({ MaxCapacity: 1.5 })), 'MaxCapacity should be >= 2.'],
      [() => local.glue.send(update({ WorkerType: 'G.1X', NumberOfWorkers: 0 })), 'NumberOfWorkers should be >= 1.'],
      [() => local.glue.send(update({ MaxRetries: -1 })), 'Max retries should be non-negative.'],
      [
        () => local.glue.send(update({ Parameters: { TransformType: 'FIND_MATCHES' } })),
        'Find Matches parameters have not been set.',
      ],
      [
        () => local.glue.send(update({ Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: {} } })),
        'A primary key must be specified in Find Matches parameters.',
      ],
    ]),
    ...refusals('GetMLTransforms', 'InvalidInputException', [
      [() => local.glue.send(new sdk.GetMLTransformsCommand({ Filter: { Name: ' ' } })), "Name can't be blank."],
      [() => local.glue.send(new sdk.GetMLTransformsCommand({ NextToken: 'bm90IG91cnM' })), /^The NextToken is not/],
      [
        () => local.glue.send(new sdk.GetMLTransformsCommand({ MaxResults: 0 })),
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ],
      [
        () => local.glue.send(new sdk.GetMLTransformsCommand({ MaxResults: 1001 })),
        /Member must have value less than or equal to 1000$/,
      ],
    ]),
    ...refusals('StartExportLabelsTaskRun', 'EntityNotFoundException', [
      [
        () =>
          local.glue.send(
            new sdk.StartExportLabelsTaskRunCommand({ TransformId: transformId, OutputS3Path: 's3://work/' }),
          ),
        /^No labelset exists for transformId tfm-[0-9a-f]{40} in account id 000000000000\.$/,
      ],
    ]),
    ...refusals('StartImportLabelsTaskRun', 'InvalidInputException', [
      [() => local.glue.send(importing('work/labeled.csv')), 'Invalid label file path.'],
      [() => local.glue.send(importing('s3://work/folder/')), 'Invalid label file path.'],
      [
        () => local.glue.send(importing('s3://work/none.csv')),
        'Cannot access the label file at s3://work/none.csv. The specified key does not exist.',
      ],
      [
        () => local.glue.send(importing('s3://nowhere/none.csv')),
        'Cannot access the label file at s3://nowhere/none.csv. The specified bucket does not exist',
      ],
      [() => local.glue.send(importing('s3://work/empty.csv')), 'Invalid label file of size 0.'],
    ]),
    ...refusals('StartImportLabelsTaskRun', 'ResourceNumberLimitExceededException', [
      [
        () => local.glue.send(importing('s3://work/large.csv')),
        'Label file has exceeded the limit of 1 MB. Consider breaking your label file into several smaller files.',
      ],
    ]),
    ...refusals('StartMLEvaluationTaskRun', 'MLTransformNotReadyException', [
      [
        () => local.glue.send(new sdk.StartMLEvaluationTaskRunCommand({ TransformId: transformId })),
        'This operation can only be applied to a transform that is in a READY state.',
      ],
    ]),
    ...refusals('StartMLLabelingSetGenerationTaskRun', 'InvalidInputException', [
      [() => generate(transformId, 'https://work/sets'), /^Invalid S3 path https:\/\/work\/sets\./],
      [() => generate(transformId, 's3://nowhere/sets'), /The bucket nowhere does not exist\.$/],
    ]),
  ])('$on: $message', async ({ send, error, message }) => {
    await expect(send()).rejects.toSatisfy((thrown: Error) => {
      expect(thrown.message).toMatch(typeof message === 'string' ? wholly(message) : message);
      expect(thrown.name).toBe(error);
      return true;
    });
  });

  test('too many live task runs, of one transform and of all', async () => {
    const second = await local.glue.send(creation({ Name: 'second' }));
    const runs = [
      [transformId, await generate(transformId)],
      [transformId, await generate(transformId)],
    ];
    await expect(generate(transformId)).rejects.toMatchObject({
      name: 'ConcurrentRunsExceededException',
      message: 'ML Task Runs count 3 has exceeded the transform limit of 2 task runs.',
    });
    runs.push([second.TransformId ?? '', await generate(second.TransformId)]);
    await expect(generate(second.TransformId)).rejects.toMatchObject({
      name: 'ConcurrentRunsExceededException',
      message: 'ML Task Runs count 4 has exceeded the limit of 3 task runs.',
    });
    for (const [TransformId, TaskRunId] of runs) {
      await local.glue.send(new sdk.CancelMLTaskRunCommand({ TransformId, TaskRunId }));
      expect(await taskRunEnd(local.glue, TransformId, TaskRunId)).toMatchObject({ Status: 'STOPPED' });
    }
  });

  test('too many transforms', async () => {
    const create = async () => {
      for (let at = 0; at < 4; at++) {
        await local.glue.send(creation({ Name: `many ${at}` }));
      }
    };
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceNumberLimitExceededException',
      message: 'ML Transforms count (5) has exceeded the limit of 4 transforms.',
    });
  });
});

async function generate(TransformId: string | undefined, OutputS3Path = 's3://work/sets/'): Promise<string> {
  const { TaskRunId = '' } = await local.glue.send(
    new sdk.StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path }),
  );
  return TaskRunId;
}

function wholly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`);
}
