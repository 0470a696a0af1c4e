import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatabaseRecord, RunRecord, TransformRecord } from '../../../../src/local/state/records';
import { State } from '../../../../src/local/state/state';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function database(name: string): DatabaseRecord {
  return { name, input: { Name: name }, created: 1, tags: {} };
}

function transform(id: string, sequence: number): TransformRecord {
  return {
    id,
    name: `transform ${id}`,
    description: '',
    table: { DatabaseName: 'db', TableName: 'table' },
    schema: [],
    parameters: {
      PrimaryKeyColumnName: 'id',
      PrecisionRecallTradeoff: 0.5,
      AccuracyCostTradeoff: 0.5,
      EnforceProvidedLabels: false,
    },
    role: '',
    glueVersion: '2.0',
    maxCapacity: 10,
    timeout: 1,
    maxRetries: 0,
    tags: {},
    sequence,
    created: 1,
    modified: 1,
    deleting: false,
  };
}

function run(transformId: string, id: string, changes: Partial<RunRecord>): RunRecord {
  const work = { type: 'EVALUATION' } as const;
  const status = 'RUNNING';
  return { id, transformId, work, status, sequence: 1, started: 1, modified: 1, timeout: 1, retries: 0, ...changes };
}

test('what was changed is there after opening again, and counting goes on', async () => {
  const state = await State.open(folder);
  await state.change(() => ({
    changes: [
      { put: 'database', record: database('db') },
      { put: 'transform', record: transform('tfm-1', state.nextSequence()) },
      { put: 'run', record: run('tfm-1', 'tsk-1', { sequence: state.nextSequence() }) },
      { put: 'jobTags', record: { name: 'FindMatches', tags: { a: 'b' } } },
    ],
    result: undefined,
  }));
  const again = await State.open(folder);
  expect(again.databases()).toEqual([database('db')]);
  expect(again.transform('tfm-1')).toEqual(transform('tfm-1', 1));
  expect(again.liveRuns('tfm-1').map(({ id }) => id)).toEqual(['tsk-1']);
  expect(again.jobTags('FindMatches')).toEqual({ a: 'b' });
  expect(again.nextSequence()).toBe(3);
});

test('a change that throws changes nothing, and the next one goes ahead', async () => {
  const state = await State.open(folder);
  const refused = state.change(() => {
    throw new Error('refused');
  });
  await expect(refused).rejects.toThrow('refused');
  await state.change(() => ({ changes: [{ put: 'database', record: database('db') }], result: undefined }));
  expect(state.databases()).toHaveLength(1);
});

test('of two changes that want the same name, the second sees the first', async () => {
  const state = await State.open(folder);
  const create = () =>
    state.change(() => {
      if (state.database('db')) {
        throw new Error('exists');
      }
      return { changes: [{ put: 'database', record: database('db') }], result: undefined };
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, create));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the import that finished last has the labels, whichever began first', async () => {
  const state = await State.open(folder);
  const imported = (id: string, finished: number, labelCount: number) =>
    run('tfm-1', id, {
      work: { type: 'IMPORT_LABELS', input: 's3://a/b', replace: false },
      status: 'SUCCEEDED',
      finished,
      outcome: { labelCount },
    });
  await state.change(() => ({
    changes: [
      { put: 'transform', record: transform('tfm-1', 1) },
      { put: 'run', record: imported('tsk-2', 9, 20) },
      { put: 'run', record: imported('tsk-1', 8, 10) },
    ],
    result: undefined,
  }));
  expect(state.labelCount('tfm-1')).toBe(20);
  expect((await State.open(folder)).labelCount('tfm-1')).toBe(20);
});

test('what an interrupted write or removal left is cleared away', async () => {
  const state = await State.open(folder);
  await state.change(() => ({
    changes: [{ put: 'transform', record: transform('tfm-1', 1) }],
    result: undefined,
  }));
  await writeFile(join(folder, 'databases', '.00000000-0000-4000-8000-000000000000.tmp'), '{"na');
  await mkdir(join(folder, 'transforms', 'tfm-2', 'runs'), { recursive: true });
  const again = await State.open(folder);
  expect(again.transforms()).toHaveLength(1);
  expect(await readdir(join(folder, 'databases'))).toEqual([]);
  expect(await readdir(join(folder, 'transforms'))).toEqual(['tfm-1']);
});

test('a folder of another format is refused by name', async () => {
  await State.open(folder);
  await writeFile(join(folder, 'format.json'), '{"format":2}');
  await expect(State.open(folder)).rejects.toThrow(/another version of Local Glue \(format 2, not 1\)/);
});
