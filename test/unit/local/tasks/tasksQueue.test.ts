import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GetMLTaskRunsRequest } from '../../../../src/local/api/glue/requests';
import { describeTaskRun, errorString } from '../../../../src/local/api/glue/taskRunAnswer';
import { getMLTaskRuns } from '../../../../src/local/api/glue/taskRuns';
import type { Log, LogFields } from '../../../../src/local/log';
import { countRows } from '../../../../src/local/match/output/countRows';
import { ObjectStore } from '../../../../src/local/objects/objectStore';
import { isLive, type RunRecord, type TaskWork, type TransformRecord } from '../../../../src/local/state/records';
import { State } from '../../../../src/local/state/state';
import type { TaskJob, TaskResult } from '../../../../src/local/tasks/job';
import { JobSupervisor } from '../../../../src/local/tasks/jobSupervisor';
import { defaultLimits } from '../../../../src/local/tasks/limits';
import { RunFiles } from '../../../../src/local/tasks/runFiles';
import { TaskRuns } from '../../../../src/local/tasks/taskRuns';
import { JobFailure, type JobOptions, type RunJob, WorkerCrash } from '../../../../src/local/tasks/workerProcess';

/** The worker process is the one part played here: its crashes and its slowness must be at the test's will. */
class PlayedWorker {
  readonly jobs: {
    readonly job: TaskJob;
    readonly end: PromiseWithResolvers<TaskResult>;
    readonly onProgress: JobOptions['onProgress'];
  }[] = [];
  private waiting: (() => void)[] = [];

  readonly run: RunJob = async (job: TaskJob, { signal, onProgress }: JobOptions) => {
    if (job.kind === 'count') {
      return { kind: 'count', rows: await countRows(job) };
    }
    signal.throwIfAborted();
    const end = Promise.withResolvers<TaskResult>();
    signal.addEventListener('abort', () => end.reject(signal.reason));
    this.jobs.push({ job, end, onProgress });
    for (const wake of this.waiting.splice(0)) {
      wake();
    }
    return end.promise;
  };

  /** The nth job, once it is there. */
  async job(index: number) {
    for (let found = this.jobs[index]; ; found = this.jobs[index]) {
      if (found) {
        return found;
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Has the nth job write a labeling file and succeed. */
  async generate(index: number): Promise<void> {
    const { job, end } = await this.job(index);
    if (job.kind === 'generate') {
      await writeFile(job.outputFile, 'labeling_set_id,label,id,name\ns1,,1,Ann\n');
    }
    end.resolve({ kind: 'generate', rows: 1, sets: [['1']], drawn: [] });
  }
}

const transform: TransformRecord = {
  id: 'tfm-1',
  name: 'things',
  description: '',
  table: { DatabaseName: 'db', TableName: 'things' },
  schema: [
    { Name: 'id', DataType: 'string' },
    { Name: 'name', DataType: 'string' },
  ],
  parameters: {
    PrimaryKeyColumnName: 'id',
    PrecisionRecallTradeoff: 0.5,
    AccuracyCostTradeoff: 0.5,
    EnforceProvidedLabels: false,
  },
  role: 'any',
  glueVersion: '2.0',
  maxCapacity: 10,
  timeout: 2880,
  maxRetries: 0,
  tags: {},
  sequence: 1,
  created: 0,
  modified: 0,
  deleting: false,
};
const generation: TaskWork = { type: 'LABELING_SET_GENERATION', output: 's3://data/sets' };

let root: string;
let state: State;
let objects: ObjectStore;
let worker: PlayedWorker;
let tasks: TaskRuns;
let lines: { readonly level: string; readonly message: string; readonly fields: LogFields | undefined }[];

function memoryLog(): Log {
  const at = (level: string) => (message: string, fields?: LogFields) => void lines.push({ level, message, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

async function open(options: { readonly minute?: number; readonly processes?: number } = {}): Promise<void> {
  state = await State.open(join(root, 'state'));
  objects = await ObjectStore.open(join(root, 'objects'));
  worker = new PlayedWorker();
  lines = [];
  const files = new RunFiles(state, join(root, 'scratch'));
  const work = new JobSupervisor(state, objects, files, worker.run);
  tasks = new TaskRuns({ state, files, worker: work, log: memoryLog(), processes: options.processes ?? 1, ...options });
  await tasks.recover();
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tasks-'));
  await open();
  await objects.createBucket('data');
  await objects.put('data', 'things/1.csv', Buffer.from('id,name\n1,Ann\n2,Anne\n'));
  await setColumns(transform.schema.map(({ Name }) => ({ Name, Type: 'string' })));
  await state.change(() => ({ changes: [{ put: 'transform', record: transform }], result: undefined }));
});

async function setColumns(columns: readonly { readonly Name: string; readonly Type: string }[]): Promise<void> {
  const input = {
    Name: 'things',
    Parameters: { classification: 'csv', 'skip.header.line.count': '1' },
    StorageDescriptor: { Columns: columns, Location: 's3://data/things/' },
  };
  await state.change(() => ({
    changes: [{ put: 'table', record: { database: 'db', name: 'things', input, created: 0, updated: 0, version: 0 } }],
    result: undefined,
  }));
}

afterEach(async () => {
  await tasks.close();
  await rm(root, { recursive: true, force: true });
});

function start(work: TaskWork = generation, changes: Partial<TransformRecord> = {}): Promise<RunRecord> {
  return tasks.start(() => ({ transform: { ...transform, ...changes }, work }));
}

/** The run once it has ended; every step of it is a change of the state, so empty changes take turns with them. */
async function ended({ id }: RunRecord): Promise<RunRecord> {
  for (;;) {
    await state.change(() => ({ changes: [], result: undefined }));
    const run = state.run(transform.id, id);
    if (run && !isLive(run.status)) {
      return run;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function objectKeys(): string[] {
  return objects.list('data', { prefix: 'sets/' }).objects.map(({ key }) => key);
}

test('a run goes from STARTING over RUNNING to SUCCEEDED and writes its object', async () => {
  const run = await start();
  expect(run.status).toBe('STARTING');
  await worker.job(0);
  expect(state.run(transform.id, run.id)?.status).toBe('RUNNING');
  await worker.generate(0);
  expect(await ended(run)).toMatchObject({ status: 'SUCCEEDED', outcome: { written: expect.any(String) } });
  expect(objectKeys()).toEqual([expect.stringMatching(/^sets\/labeling_set_\d{4}-.*_[0-9a-f]{8}\.csv$/)]);
  expect(await readdir(join(root, 'scratch'))).toEqual([]);
});

test.each([
  ['a row that is missing', 'labeling_set_id,label,id,name\ns1,,1,Ann\n', 2, 1],
  ['a last row without its end', 'labeling_set_id,label,id,name\ns1,,1,Ann\ns1,,2,An', 2, 1],
  ['a row too many', 'labeling_set_id,label,id,name\ns1,,1,Ann\ns1,,2,"A\n""B"\ns1,,3,C\n', 2, 3],
  ['nothing at all', '', 2, 0],
])('an object with %s fails the run with both figures and is removed', async (_, text, rows, found) => {
  const run = await start();
  const { job, end } = await worker.job(0);
  await writeFile(job.kind === 'generate' ? job.outputFile : '', text);
  end.resolve({ kind: 'generate', rows, sets: [['1', '2']], drawn: [] });
  const { status, error } = await ended(run);
  expect({ status, error }).toEqual({
    status: 'FAILED',
    error: expect.stringMatching(
      new RegExp(`^s3://data/sets/labeling_set_.*[.]csv was to have ${rows} rows, but ${found} are in it[.]`),
    ),
  });
  expect(objectKeys()).toEqual([]);
  expect(await readdir(join(root, 'scratch'))).toEqual([]);
});

test('the log says which columns of the output are text for the sake of a value, and our columns by other names', async () => {
  const schema = [...transform.schema, { Name: 'MATCH_ID', DataType: 'int' }];
  await state.change(() => ({
    changes: [{ put: 'transform', record: { ...transform, schema } }],
    result: undefined,
  }));
  await setColumns(schema.map(({ Name }) => ({ Name, Type: 'string' })));
  const run = await start({
    type: 'FIND_MATCHES',
    jobName: 'FindMatches',
    jobRunId: 'jr_1',
    arguments: {},
    output: 's3://data/sets',
    format: 'csv',
    confidenceScores: false,
  });
  const { job, end } = await worker.job(0);
  await writeFile(job.kind === 'findMatches' ? job.outputFile : '', 'id,name,MATCH_ID,match_id_2\n1,Ann,0070,0\n');
  const keptAsText = [{ column: 'MATCH_ID', type: 'int', row: 0, value: '0070' }];
  end.resolve({ kind: 'findMatches', rows: 1, clusters: 1, matchedPairs: 0, keptAsText });
  expect((await ended(run)).status).toBe('SUCCEEDED');
  const of = (level: string) => lines.filter((line) => line.level === level).map(({ fields }) => fields);
  expect(of('info')).toContainEqual({ taskRunId: run.id, column: 'MATCH_ID', type: 'int', row: 1 });
  expect(of('info')).toContainEqual(expect.objectContaining({ matchId: 'match_id_2' }));
  expect(JSON.stringify(of('info'))).not.toContain('0070');
  expect(of('debug')).toContainEqual(expect.objectContaining({ row: 1, value: '0070' }));
});

test('an export with fewer labels than were imported fails with both figures', async () => {
  await objects.put('data', 'a.csv', Buffer.from('labeling_set_id,label,id,name\ns1,A,1,Ann\n'));
  const imported = await start({ type: 'IMPORT_LABELS', input: 's3://data/a.csv', replace: false });
  const { job, end } = await worker.job(0);
  await writeFile(job.kind === 'import' ? job.outputFile : '', '[]');
  end.resolve({ kind: 'import', labelCount: 3 });
  await ended(imported);
  const exported = await start({ type: 'EXPORT_LABELS', output: 's3://data/sets' });
  const second = await worker.job(1);
  await writeFile(second.job.kind === 'export' ? second.job.outputFile : '', 'labeling_set_id,label,id,name\n');
  second.end.resolve({ kind: 'export', rows: 0 });
  expect(await ended(exported)).toMatchObject({
    status: 'FAILED',
    error: expect.stringContaining('was to have 3 rows, but 0 are in it'),
  });
  expect(objectKeys()).toEqual([]);
});

test('what was asked before is told to the next generation, which waits for it', async () => {
  await tasks.close();
  await open({ processes: 2 });
  const first = await start();
  await start();
  await worker.job(0);
  expect(worker.jobs).toHaveLength(1);
  await worker.generate(0);
  await ended(first);
  const { job } = await worker.job(1);
  const asked = job.kind === 'generate' ? await readFile(job.askedFile, 'utf8') : '';
  expect(JSON.parse(asked)).toEqual([['1']]);
});

test('runs beyond the number of processes wait their turn', async () => {
  const first = await start();
  const second = await start();
  await worker.job(0);
  expect(worker.jobs).toHaveLength(1);
  expect(state.run(transform.id, second.id)?.status).toBe('STARTING');
  await worker.generate(0);
  await ended(first);
  await worker.generate(1);
  expect((await ended(second)).status).toBe('SUCCEEDED');
});

test('a waiting run is canceled at once and never begins', async () => {
  const first = await start();
  const second = await start();
  expect((await tasks.cancel(transform.id, second.id))?.status).toBe('STOPPED');
  await worker.generate(0);
  await ended(first);
  expect(worker.jobs).toHaveLength(1);
});

test('a running run is stopped, and leaves nothing behind', async () => {
  const run = await start();
  await worker.job(0);
  expect((await tasks.cancel(transform.id, run.id))?.status).toBe('STOPPING');
  expect(await ended(run)).toMatchObject({ status: 'STOPPED' });
  expect(objectKeys()).toEqual([]);
  expect(await readdir(join(root, 'scratch'))).toEqual([]);
  expect((await tasks.cancel(transform.id, run.id))?.status).toBe('STOPPED');
});

test('a run that takes longer than its Timeout ends with TIMEOUT', async () => {
  await tasks.close();
  await open({ minute: 20 });
  const run = await start(generation, { timeout: 2 });
  expect(await ended(run)).toMatchObject({ status: 'TIMEOUT', error: expect.stringContaining('2 minutes') });
  expect(objectKeys()).toEqual([]);
});

test('a failure of the job is the ErrorString of the run', async () => {
  const run = await start();
  (await worker.job(0)).end.reject(new JobFailure('Row 3, column name: it is wrong.'));
  expect(await ended(run)).toMatchObject({ status: 'FAILED', error: 'Row 3, column name: it is wrong.' });
});

test('a breakdown is tried again as often as MaxRetries says', async () => {
  const run = await start(generation, { maxRetries: 1 });
  (await worker.job(0)).end.reject(new WorkerCrash('Local Glue crashed.', ''));
  await worker.generate(1);
  expect((await ended(run)).status).toBe('SUCCEEDED');

  const other = await start(generation, { maxRetries: 1 });
  (await worker.job(2)).end.reject(new WorkerCrash('Local Glue crashed.', ''));
  (await worker.job(3)).end.reject(new WorkerCrash('Local Glue crashed.', ''));
  expect(await ended(other)).toMatchObject({
    status: 'FAILED',
    error: `Local Glue crashed. See the log of Local Glue for task run ${other.id}.`,
  });
});

test.each([
  ['gone', undefined],
  ['damaged', '[["1"'],
  ['of another kind', '{"a":1}'],
])('what was asked is made again from the labeling file where its record is %s', async (_, damage) => {
  const first = await start();
  await worker.generate(0);
  await ended(first);
  const record = join(state.transformFolder(transform.id), 'asked', `${first.id}.json`);
  await (damage === undefined ? rm(record) : writeFile(record, damage));
  await start();
  const { job } = await worker.job(1);
  expect(JSON.parse(await readFile(job.kind === 'generate' ? job.askedFile : '', 'utf8'))).toEqual([['1']]);
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('where the labeling file is lost, too, the next generation goes on without', async () => {
  const first = await start();
  await worker.generate(0);
  const { target } = await ended(first);
  await objects.delete('data', target?.key ?? '');
  await rm(join(state.transformFolder(transform.id), 'asked', `${first.id}.json`));
  const second = await start();
  const { job } = await worker.job(1);
  expect(JSON.parse(await readFile(job.kind === 'generate' ? job.askedFile : '', 'utf8'))).toEqual([]);
  await worker.generate(1);
  expect((await ended(second)).status).toBe('SUCCEEDED');
});

test('what an import has to say is told with the run, and no text is longer than Glue has it', async () => {
  await objects.put('data', 'a.csv', Buffer.from('labeling_set_id,label,id,name\ns1,A,1,Ann\n'));
  const run = await start({ type: 'IMPORT_LABELS', input: 's3://data/a.csv', replace: false });
  const { job, end } = await worker.job(0);
  expect(job).toMatchObject({ kind: 'import', table: { columns: [{ name: 'id' }, { name: 'name' }] } });
  await writeFile(job.kind === 'import' ? job.outputFile : '', '[]');
  end.resolve({ kind: 'import', labelCount: 1, note: 'x'.repeat(3000) });
  const record = await ended(run);
  expect(describeTaskRun(record)).toMatchObject({ Status: 'SUCCEEDED', ErrorString: `${'x'.repeat(2047)}…` });
  expect(errorString({ ...record, outcome: undefined, error: `${'x'.repeat(2046)}😀😀` })).toBe(`${'x'.repeat(2046)}…`);
  expect(errorString({ ...record, outcome: undefined, error: 'short' })).toBe('short');
});

test('imports of one transform come one after the other, so that none forgets the labels of another', async () => {
  await objects.put('data', 'a.csv', Buffer.from('labeling_set_id,label,id,name\ns1,A,1,Ann\n'));
  const importing: TaskWork = { type: 'IMPORT_LABELS', input: 's3://data/a.csv', replace: false };
  const first = await start(importing);
  const second = await start(importing);
  const one = await worker.job(0);
  expect(worker.jobs).toHaveLength(1);
  const finish = async (index: number, labelCount: number) => {
    const { job, end } = await worker.job(index);
    if (job.kind === 'import') {
      await writeFile(job.outputFile, '[]');
    }
    end.resolve({ kind: 'import', labelCount });
  };
  expect(one.job).toMatchObject({ kind: 'import', previousFile: undefined });
  await finish(0, 3);
  await ended(first);
  expect(state.labelCount(transform.id)).toBe(3);
  expect((await worker.job(1)).job).toMatchObject({ kind: 'import', previousFile: expect.any(String) });
  await finish(1, 5);
  await ended(second);
  expect(state.labelCount(transform.id)).toBe(5);
  await tasks.close();
  expect(await readdir(join(state.transformFolder(transform.id), 'labels'))).toHaveLength(1);
});

test('runs that were live when the process ended have failed at the next start, and their object is gone', async () => {
  const run = await start();
  await worker.job(0);
  const left = state.run(transform.id, run.id);
  await objects.put('data', left?.target?.key ?? '', Buffer.from('half'));
  await open();
  expect(state.run(transform.id, run.id)).toMatchObject({
    status: 'FAILED',
    error: 'Local Glue was stopped while this task run was running. Start the task run again.',
  });
  expect(objectKeys()).toEqual([]);
});

test('closing ends what is live as FAILED; what still waited has failed at the next start', async () => {
  const running = await start();
  const waiting = await start();
  await worker.job(0);
  await tasks.close();
  expect(state.run(transform.id, running.id)).toMatchObject({
    status: 'FAILED',
    error: expect.stringContaining('Local Glue was stopped'),
  });
  expect(worker.jobs).toHaveLength(1);
  await open();
  expect(state.run(transform.id, waiting.id)).toMatchObject({ status: 'FAILED' });
});

test('a deleted transform goes when its runs are stopped; a removal that was interrupted is taken up again', async () => {
  const run = await start();
  await worker.job(0);
  await state.change(() => ({
    changes: [{ put: 'transform', record: { ...transform, deleting: true } }],
    result: undefined,
  }));
  tasks.removeTransform(transform.id);
  expect((await ended(run)).status).toBe('STOPPED');
  await tasks.close();
  expect(state.transform(transform.id)?.deleting).toBe(true);

  await mkdir(join(root, 'state', 'transforms', 'tfm-left'), { recursive: true });
  await open();
  while (state.transform(transform.id)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await tasks.close();
  expect(await readdir(join(root, 'state', 'transforms'))).toEqual([]);
});

test('the input of a run is the object as it was when the run began', async () => {
  await start();
  const { job } = await worker.job(0);
  await objects.put('data', 'things/1.csv', Buffer.from('replaced'));
  const [file] = ('table' in job && job.table?.files) || [];
  expect(await readFile(file?.path ?? '', 'utf8')).toBe('id,name\n1,Ann\n2,Anne\n');
  expect(file?.name).toBe('s3://data/things/1.csv');
});

/** Nothing can be written to the records of task runs until the promise of what this resolves to is called. */
async function refuseRecords(): Promise<() => Promise<void>> {
  const runs = join(state.transformFolder(transform.id), 'runs');
  await rename(runs, `${runs}-away`);
  await writeFile(runs, '');
  return async () => {
    await rm(runs);
    await rename(`${runs}-away`, runs);
  };
}

/** What a process that starts now would find. */
async function stored({ id }: RunRecord): Promise<RunRecord | undefined> {
  return (await State.open(join(root, 'state'))).run(transform.id, id);
}

test.each(['SUCCEEDED', 'FAILED', 'STOPPED'] as const)(
  'a run whose end %s can not be written has it as soon as it can',
  async (status) => {
    const run = await start();
    const { end } = await worker.job(0);
    if (status === 'STOPPED') {
      await tasks.cancel(transform.id, run.id);
    }
    const give = await refuseRecords();
    if (status === 'SUCCEEDED') {
      await worker.generate(0);
    } else if (status === 'FAILED') {
      end.reject(new JobFailure('It is wrong.'));
    }
    await vi.waitFor(() => expect(lines.some(({ level }) => level === 'error')).toBe(true));
    expect(state.run(transform.id, run.id)?.status).toMatch(/RUNNING|STOPPING/);
    await give();
    expect((await ended(run)).status).toBe(status);
    expect(await stored(run)).toMatchObject({ status });
    expect(objectKeys()).toHaveLength(status === 'SUCCEEDED' ? 1 : 0);
  },
);

test('cancel works while nothing can be written: of a run at work, of one that waits, of one that can not begin', async () => {
  const [working, waiting] = [await start(), await start()];
  await worker.job(0);
  const give = await refuseRecords();
  expect((await tasks.cancel(transform.id, working.id))?.status).toBe('STOPPING');
  expect((await tasks.cancel(transform.id, waiting.id))?.status).toBe('STOPPING');
  await give();
  expect(await ended(working)).toMatchObject({ status: 'STOPPED' });
  expect(await ended(waiting)).toMatchObject({ status: 'STOPPED' });
  expect(await stored(waiting)).toMatchObject({ status: 'STOPPED' });

  const [first, second] = [await start(), await start()];
  await worker.job(1);
  const giveAgain = await refuseRecords();
  await tasks.cancel(transform.id, first.id);
  await vi.waitFor(() => expect(lines.some(({ level }) => level === 'error')).toBe(true));
  expect((await tasks.cancel(transform.id, second.id))?.status).toBe('STOPPING');
  await giveAgain();
  await ended(first);
  expect(await ended(second)).toMatchObject({ status: 'STOPPED' });
  expect(state.liveRuns()).toEqual([]);
});

test('closing does not wait for a disk that takes nothing', async () => {
  const run = await start();
  await worker.job(0);
  const give = await refuseRecords();
  await tasks.close();
  await give();
  await open();
  expect(await ended(run)).toMatchObject({ status: 'FAILED', error: expect.stringContaining('was stopped') });
});

test('an import has succeeded although the labels it replaces can not be removed', async () => {
  await objects.put('data', 'a.csv', Buffer.from('labeling_set_id,label,id,name\ns1,A,1,Ann\n'));
  const runs: RunRecord[] = [];
  for (const labelCount of [1, 2]) {
    runs.push(await start({ type: 'IMPORT_LABELS', input: 's3://data/a.csv', replace: true }));
    const { job, end } = await worker.job(runs.length - 1);
    await writeFile(job.kind === 'import' ? job.outputFile : '', '[]');
    if (labelCount === 2) {
      const labels = join(state.transformFolder(transform.id), 'labels', `${runs[0]?.id}.json`);
      await rm(labels);
      await mkdir(join(labels, 'in the way'), { recursive: true });
    }
    end.resolve({ kind: 'import', labelCount });
    expect(await ended(runs.at(-1) as RunRecord)).toMatchObject({ status: 'SUCCEEDED' });
  }
  await vi.waitFor(() => expect(JSON.stringify(lines)).toContain('old labels could not be removed'));
  expect(await readdir(join(state.transformFolder(transform.id), 'labels'))).toContain(`${runs[1]?.id}.json`);
  expect(state.labelCount(transform.id)).toBe(2);
});

/** The ids of the task runs as Local Glue answers them, page by page of one. */
async function listedRuns(Sort?: GetMLTaskRunsRequest['Sort']): Promise<(string | undefined)[]> {
  const context = { state, objects, tasks, limits: defaultLimits, account: '0', region: 'us-east-1' };
  const ids: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await getMLTaskRuns(context, { TransformId: transform.id, Sort, MaxResults: 1, NextToken });
    ids.push(...page.TaskRuns.map(({ TaskRunId }) => TaskRunId));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return ids;
}

test('no run ends before it began, and order is as it was, when the clock is set back', async () => {
  const clock = vi.spyOn(Date, 'now');
  const hour = 3_600_000;
  const real = Date.now();
  try {
    clock.mockReturnValue(real);
    const first = await start();
    await worker.job(0);
    clock.mockReturnValue(real - hour);
    await worker.generate(0);
    const { started, running = 0, completed = 0, modified } = await ended(first);
    expect(running).toBeGreaterThanOrEqual(started);
    expect(completed).toBeGreaterThanOrEqual(running);
    expect(modified).toBeGreaterThanOrEqual(completed);
    const second = await start();
    await tasks.cancel(transform.id, second.id);
    expect((await ended(second)).completed).toBeGreaterThanOrEqual(second.started);
    expect(await listedRuns()).toEqual([second.id, first.id]);
    expect(await listedRuns({ Column: 'STARTED', SortDirection: 'ASCENDING' })).toEqual([first.id, second.id]);
    // So it stays where a server starts under the earlier time.
    await tasks.close();
    await open();
    const third = await start();
    expect(await listedRuns()).toEqual([third.id, second.id, first.id]);
  } finally {
    clock.mockRestore();
  }
});

test('the log at its default level holds nothing of an input', async () => {
  const run = await start();
  (await worker.job(0)).end.reject(new JobFailure('Row 3, column name: "Ann Secret" is wrong.'));
  await ended(run);
  const other = await start();
  (await worker.job(1)).end.reject(
    new WorkerCrash('It broke at Ann Secret.', 'Error: Ann Secret\n    at f (x.js:1:1)'),
  );
  expect((await ended(other)).status).toBe('FAILED');
  const shown = lines.filter(({ level }) => level !== 'debug');
  expect(shown.length).toBeGreaterThan(2);
  expect(JSON.stringify(shown)).not.toContain('Secret');
});

test('a live task run tells how far it is, and is modified as it does; one that has ended tells nothing', async () => {
  const run = await start();
  const { onProgress } = await worker.job(0);
  expect(tasks.progress.of(run.id)).toBe(undefined);
  onProgress('Comparing candidate pairs', 0.5);
  expect(tasks.progress.of(run.id)).toMatchObject({ step: 'Comparing candidate pairs', fraction: 0.5 });
  const later = run.modified + 5000;
  expect(describeTaskRun(run, later).LastModifiedOn).toBe(later / 1000);
  await worker.generate(0);
  await ended(run);
  await tasks.close();
  expect(tasks.progress.of(run.id)).toBe(undefined);
});
