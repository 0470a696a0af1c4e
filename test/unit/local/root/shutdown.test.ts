import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetMLTransformsCommand, StartMLLabelingSetGenerationTaskRunCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../harness/personsTable';

let root: string;
let persons: PersonsTable;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shutdown-'));
  persons = await personsTable(2000, 'shutdown');
});

afterEach(async () => {
  await persons.remove();
  await rm(root, { recursive: true, force: true });
  await rm(`${root}-gone`, { recursive: true, force: true });
});

/** Milliseconds from SIGTERM to the end of the process. */
async function end(local: LocalGlue): Promise<number> {
  const started = performance.now();
  process.kill(local.pid, 'SIGTERM');
  await local.ended;
  return performance.now() - started;
}

/** The live run may make the folder again between the two steps. */
async function replaceByFile(folder: string): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    await rename(folder, `${folder}-gone-${turn}`);
    try {
      return await writeFile(folder, '', { flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw error;
      }
    }
  }
}

test.each<readonly [string, () => Promise<unknown>]>([
  ['nothing is wrong', async () => undefined],
  ['its root is gone', () => rename(root, `${root}-gone`)],
  [
    'its root is no folder any more',
    async () => {
      await rename(root, `${root}-gone`);
      await writeFile(root, '');
    },
  ],
  [
    'files of the root can be neither removed nor replaced',
    async () => {
      await rename(join(root, 'endpoint.json'), join(root, 'endpoint.json-gone'));
      await mkdir(join(root, 'endpoint.json', 'in the way'), { recursive: true });
      for (const folder of ['state/transforms', 'scratch', 'objects/staging']) {
        await replaceByFile(join(root, folder));
      }
    },
  ],
])(
  'SIGTERM ends the program within 5 seconds when %s, with a live task run and a reader that stands still',
  async (_, spoil) => {
    const table = { database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' };
    const local = await startLocalGlue({ root, tables: [table] });
    const { Transforms } = await local.glue.send(new GetMLTransformsCommand({}));
    const TransformId = Transforms?.[0]?.TransformId;
    const run = { TransformId, OutputS3Path: 's3://demo-persons/sets/' };
    await local.glue.send(new StartMLLabelingSetGenerationTaskRunCommand(run));
    const key = 'persons/persons.csv';
    const reader = await local.s3.send(new GetObjectCommand({ Bucket: 'demo-persons', Key: key }));
    await spoil();
    expect(await end(local)).toBeLessThan(5000);
    expect(reader.$metadata.httpStatusCode).toBe(200);
    await local.kill();
  },
);
