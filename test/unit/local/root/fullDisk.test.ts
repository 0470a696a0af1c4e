import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelMLTaskRunCommand,
  CreateDatabaseCommand,
  GetMLTaskRunCommand,
  GetMLTransformsCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hasCode } from '../../../../src/local/systemError';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../harness/personsTable';

const world = ['unshare', '--user', '--map-root-user', '--mount'];
/** Needs a kernel that lets this user mount a disk of its own, as a developer's Linux does. */
const canMount = spawnSync(world[0] ?? '', [...world.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

let root: string;
let persons: PersonsTable;
let local: LocalGlue;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'full-'));
  persons = await personsTable(3000, 'full');
});

afterEach(async () => {
  await local?.stop();
  await persons.remove();
  await rm(root, { recursive: true, force: true });
});

/** A file of the root, from outside the program's world. */
const inWorld = (name: string) => join('/proc', String(local.pid), 'root', root, name);

/** Fills the disk of the program's world to the last byte. Resolves to what makes room again. */
async function fill(): Promise<() => Promise<void>> {
  const file = inWorld('ballast');
  const handle = await open(file, 'w');
  try {
    for (let size = 1 << 20; size > 0; ) {
      await handle.write(Buffer.alloc(size)).catch((error: unknown) => {
        if (!hasCode(error, 'ENOSPC')) {
          throw error;
        }
        size >>= 1;
      });
    }
  } finally {
    await handle.close();
  }
  return () => rm(file);
}

test.runIf(canMount)(
  'on a full disk everyone is told, runs can be canceled, and all of them end when there is room',
  async () => {
    const script = 'mount -t tmpfs -o size=24m tmpfs "$0" && exec "$@"';
    const table = { database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' };
    local = await startLocalGlue({ root, tables: [table], through: [...world, 'sh', '-c', script, root] });
    const { glue, s3 } = local;
    const TransformId = (await glue.send(new GetMLTransformsCommand({}))).Transforms?.[0]?.TransformId;
    const generate = () =>
      glue.send(
        new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path: 's3://demo-persons/sets/' }),
      );
    const statusOf = async (TaskRunId: string | undefined) =>
      (await glue.send(new GetMLTaskRunCommand({ TransformId, TaskRunId }))).Status;
    const { TaskRunId: first } = await generate();
    const { TaskRunId: second } = await generate();
    const makeRoom = await fill();
    const full = { message: expect.stringContaining('is full. Free some space and try again.') };
    const put = new PutObjectCommand({ Bucket: 'demo-persons', Key: 'more', Body: 'x'.repeat(100_000) });
    await expect(s3.send(put)).rejects.toMatchObject({ name: 'InternalError', ...full });
    const create = new CreateDatabaseCommand({ DatabaseInput: { Name: 'more' } });
    await expect(glue.send(create)).rejects.toMatchObject({ name: 'InternalServiceException', ...full });
    await expect(generate()).rejects.toMatchObject(full);
    const { Status } = await glue.send(new CancelMLTaskRunCommand({ TransformId, TaskRunId: second }));
    expect(Status).toBe('STOPPING');
    // The work of both is over; where it left some room, its end may have been written.
    await vi.waitFor(async () => expect(await readdir(inWorld('scratch'))).toEqual([]), { timeout: 30_000 });
    await makeRoom();
    await vi.waitFor(async () => expect(await statusOf(second)).toBe('STOPPED'), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await statusOf(first)).toMatch(/FAILED|SUCCEEDED/), { timeout: 30_000 });
    const { TaskRunId: third } = await generate();
    await vi.waitFor(async () => expect(await statusOf(third)).toBe('SUCCEEDED'), { timeout: 30_000 });
  },
);
