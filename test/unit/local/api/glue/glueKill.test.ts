import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateDatabaseCommand,
  GetDatabasesCommand,
  GetMLTaskRunsCommand,
  GetMLTransformsCommand,
  StartImportLabelsTaskRunCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
  type TaskRun,
  UpdateMLTransformCommand,
} from '@aws-sdk/client-glue';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../../../harness/fuzz';
import { type LocalGlue, startLocalGlue, startLocalGlueAndKill } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { Random } from '../../../../harness/random';
import { keysBelow, objectText } from '../../../../harness/taskRuns';

const { seed, rounds: kills } = fuzz(40);
const bucket = 'demo-persons';

let persons: PersonsTable;
let root: string;

beforeAll(async () => {
  persons = await personsTable(150, 'kill');
  root = await mkdtemp(join(tmpdir(), 'glue-kill-'));
});

afterAll(async () => {
  await persons?.remove();
  await rm(root, { recursive: true, force: true });
});

/** A value that was written: what was acknowledged last, and what was sent since without an answer. */
class Written {
  private acknowledged: string | undefined;
  private sent: string[] = [];

  async write(value: string, send: () => Promise<unknown>): Promise<void> {
    this.sent.push(value);
    await send();
    this.acknowledged = value;
    this.sent = [];
  }

  /** Whether a value may be there after a kill; it is the acknowledged one from then on. */
  settle(found: string | undefined): boolean {
    const allowed = found === this.acknowledged || (found !== undefined && this.sent.includes(found));
    this.acknowledged = found;
    this.sent = [];
    return allowed;
  }
}

/** What must be true of a root folder after any kill. */
class Ledger {
  readonly objects = new Map<string, Written>();
  readonly description = new Written();
  readonly databases = new Set<string>();
  readonly started = new Set<string>();
  readonly ended = new Map<string, TaskRun>();
  transformId = '';

  object(key: string): Written {
    const known = this.objects.get(key) ?? new Written();
    this.objects.set(key, known);
    return known;
  }

  /** Takes note of the runs that were seen to have ended. */
  see(runs: readonly TaskRun[]): void {
    for (const run of runs) {
      if (run.CompletedOn && run.TaskRunId) {
        this.ended.set(run.TaskRunId, run);
      }
    }
  }
}

test(`${kills} kills at random moments lose nothing that was acknowledged (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  const random = new Random(seed);
  const table = { database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' };
  const ledger = new Ledger();
  let lives = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    if (random.chance(0.3)) {
      await startLocalGlueAndKill({ root, tables: [table] }, random.int(1, 250));
      continue;
    }
    const local = await startLocalGlue({ root, tables: [table], args: ['--log-level', 'warn'] });
    await check(local, ledger);
    const work = Promise.allSettled(workers(local, ledger, random));
    if (lives === 0 || random.chance(0.03)) {
      // Now and then a life is as long as a generation takes on this machine; else none might ever succeed.
      await nextLabelingSet(local, ledger);
    }
    await delay(random.chance(0.15) ? random.int(120, 600) : random.int(1, 120));
    await local.kill();
    await work;
    lives += 1;
  }
  const local = await startLocalGlue({ root });
  await check(local, ledger);
  await local.stop();
  const statuses = [...ledger.ended.values()].map(({ Status }) => Status);
  console.log(
    `${ledger.started.size} task runs: ${statuses.filter((status) => status === 'SUCCEEDED').length} succeeded, ` +
      `${statuses.filter((status) => status === 'FAILED').length} failed by a kill`,
  );
  expect(statuses).toContain('SUCCEEDED');
  expect(statuses).toContain('FAILED');
});

/** Until one more generation has succeeded than now, whichever client has started it: its set is counted again before. */
async function nextLabelingSet({ glue }: LocalGlue, { transformId: TransformId }: Ledger): Promise<void> {
  const succeeded = async () => {
    const Filter = { TaskRunType: 'LABELING_SET_GENERATION', Status: 'SUCCEEDED' } as const;
    const { TaskRuns = [] } = await glue.send(new GetMLTaskRunsCommand({ TransformId, Filter, MaxResults: 1000 }));
    return TaskRuns.length;
  };
  const before = await succeeded();
  while ((await succeeded()) <= before) {
    await delay(20);
  }
}

/** Clients that write until the server is gone. */
function workers(local: LocalGlue, ledger: Ledger, random: Random): Promise<unknown>[] {
  return [
    repeat(() => writeObject(local, ledger, random)),
    repeat(() => writeDescription(local, ledger, random)),
    // One a life: they are never deleted, and each is looked for after every kill.
    createDatabase(local, ledger, random),
    repeat(() => startRun(local, ledger, random)),
  ];
}

async function repeat(work: () => Promise<unknown>): Promise<never> {
  for (;;) {
    await work();
  }
}

async function writeObject({ s3 }: LocalGlue, ledger: Ledger, random: Random): Promise<void> {
  const key = `objects/${random.int(1, 5)}`;
  const value = `${random.next()} `.repeat(random.int(1, 2_000));
  await ledger.object(key).write(value, () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: value })));
}

async function writeDescription({ glue }: LocalGlue, ledger: Ledger, random: Random): Promise<void> {
  const Description = `description ${random.next()}`;
  const command = new UpdateMLTransformCommand({ TransformId: ledger.transformId, Description });
  await ledger.description.write(Description, () => glue.send(command));
}

async function createDatabase({ glue }: LocalGlue, ledger: Ledger, random: Random): Promise<void> {
  const Name = `database-${random.int(0, 1e9)}`;
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
  ledger.databases.add(Name);
}

/** Starts a generation or an import, and looks at what became of the others. */
async function startRun({ glue, s3 }: LocalGlue, ledger: Ledger, random: Random): Promise<void> {
  const TransformId = ledger.transformId;
  const { TaskRuns = [] } = await glue.send(new GetMLTaskRunsCommand({ TransformId }));
  ledger.see(TaskRuns);
  const sets = await keysBelow(s3, bucket, 'sets/');
  const live = TaskRuns.filter(({ CompletedOn }) => !CompletedOn).length;
  if (live > 0) {
    await delay(5);
    return;
  }
  if (sets.length > 0 && random.chance(0.7)) {
    const Body = persons.label(await objectText(s3, bucket, random.pick(sets)));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'labeled.csv', Body }));
    const InputS3Path = `s3://${bucket}/labeled.csv`;
    const { TaskRunId = '' } = await glue.send(new StartImportLabelsTaskRunCommand({ TransformId, InputS3Path }));
    ledger.started.add(TaskRunId);
  } else {
    const OutputS3Path = `s3://${bucket}/sets/`;
    const command = new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path });
    ledger.started.add((await glue.send(command)).TaskRunId ?? '');
  }
}

async function check({ glue, s3 }: LocalGlue, ledger: Ledger): Promise<void> {
  const { Transforms: [transform] = [] } = await glue.send(new GetMLTransformsCommand({}));
  expect(transform?.Name).toBe('persons');
  ledger.transformId = transform?.TransformId ?? '';
  expect(ledger.description.settle(transform?.Description || undefined)).toBe(true);

  for (const [key, written] of ledger.objects) {
    expect([key, written.settle(await textOrNothing(s3, key))]).toEqual([key, true]);
  }
  const databases = new Set<string | undefined>();
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const page = await glue.send(new GetDatabasesCommand({ NextToken }));
    for (const { Name } of page.DatabaseList ?? []) {
      databases.add(Name);
    }
    NextToken = page.NextToken;
  }
  expect([...ledger.databases].filter((name) => !databases.has(name))).toEqual([]);
  await checkRuns({ glue, s3 }, ledger, transform?.LabelCount ?? 0);
}

async function checkRuns({ glue, s3 }: Pick<LocalGlue, 'glue' | 's3'>, ledger: Ledger, labels: number): Promise<void> {
  const command = new GetMLTaskRunsCommand({ TransformId: ledger.transformId, MaxResults: 1000 });
  const { TaskRuns = [] } = await glue.send(command);
  const runs = new Map(TaskRuns.map((run) => [run.TaskRunId ?? '', run]));
  expect([...ledger.started].filter((id) => !runs.has(id))).toEqual([]);
  for (const [id, run] of runs) {
    const before = ledger.ended.get(id);
    if (before) {
      expect(run).toEqual(before);
    } else if (run.Status !== 'SUCCEEDED') {
      expect(run).toMatchObject({ Status: 'FAILED', ErrorString: expect.stringContaining('stopped while') });
    }
  }
  ledger.see(TaskRuns);
  const succeeded = (type: string) =>
    TaskRuns.filter(({ Properties, Status }) => Properties?.TaskType === type && Status === 'SUCCEEDED').length;
  expect(labels > 0).toBe(succeeded('IMPORT_LABELS') > 0);
  const sets = await keysBelow(s3, bucket, 'sets/');
  expect(sets).toHaveLength(succeeded('LABELING_SET_GENERATION'));
  const newest = sets.at(-1);
  if (newest !== undefined) {
    const text = await objectText(s3, bucket, newest);
    expect(text).toMatch(/^labeling_set_id,label,[^\n]+\n(.+\n)+$/);
  }
}

async function textOrNothing(s3: LocalGlue['s3'], Key: string): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') {
      return undefined;
    }
    throw error;
  }
}
