import { createHash, randomUUID } from 'node:crypto';
import {
  CreateDatabaseCommand,
  GetDatabaseCommand,
  GetMLTransformCommand,
  GetMLTransformsCommand,
  GetTagsCommand,
  type GlueClient,
  StartMLEvaluationTaskRunCommand,
  TagResourceCommand,
  UpdateMLTransformCommand,
} from '@aws-sdk/client-glue';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../../../harness/fuzz';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { type PersonsTable, personsTable } from '../../../../harness/personsTable';
import { Random } from '../../../../harness/random';

const clients = 50;
const { seed, rounds: requestsEach } = fuzz(15);
const bucket = 'demo-persons';
const counters = 5;

let persons: PersonsTable;
let local: LocalGlue;
let transformId: string;

beforeAll(async () => {
  persons = await personsTable(100, 'race');
  const table = { database: 'demo', table: 'persons', file: persons.file, primaryKey: 'id' };
  local = await startLocalGlue({ tables: [table], args: ['--log-level', 'warn'] });
  const { Transforms = [] } = await local.glue.send(new GetMLTransformsCommand({}));
  transformId = Transforms[0]?.TransformId ?? '';
});

afterAll(async () => {
  await local?.stop();
  await persons?.remove();
});

test(`${clients} racing clients lose no update and meet no error that the API does not define (seed ${seed})`, async () => {
  for (let at = 0; at < counters; at++) {
    await local.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `counter-${at}`, Body: '0' }));
  }
  const tally: Tally = { increments: new Map(), tags: new Map(), unexpected: [] };
  await Promise.all(Array.from({ length: clients }, (_, id) => client(id, new Random(seed + id), tally)));

  expect(tally.unexpected).toEqual([]);
  for (let at = 0; at < counters; at++) {
    const { Body } = await local.s3.send(new GetObjectCommand({ Bucket: bucket, Key: `counter-${at}` }));
    expect(Number(await Body?.transformToString())).toBe(tally.increments.get(at) ?? 0);
  }
  const { Tags } = await local.glue.send(new GetTagsCommand({ ResourceArn: arn() }));
  expect(Tags).toEqual(Object.fromEntries(tally.tags));
});

interface Tally {
  /** Increments that were acknowledged, by counter. */
  readonly increments: Map<number, number>;
  /** Each client's own tag on the one transform, as last acknowledged. */
  readonly tags: Map<string, string>;
  readonly unexpected: unknown[];
}

/** The errors that these requests may meet by the API's own rules. */
const defined = ['PreconditionFailed', 'NoSuchKey', 'NotFound', 'AlreadyExistsException', 'EntityNotFoundException'];

async function client(id: number, random: Random, tally: Tally): Promise<void> {
  const actions = [
    () => increment(local.s3, random.int(0, counters - 1), tally),
    () => tag(local.glue, `client-${id % 45}`, id, tally),
    () => local.glue.send(new GetMLTransformsCommand({ MaxResults: random.int(1, 10) })),
    () => local.glue.send(new GetMLTransformCommand({ TransformId: transformId })),
    () => local.glue.send(new UpdateMLTransformCommand({ TransformId: transformId, Description: `by ${id}` })),
    () => notReady(local.glue),
    () => local.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: `race-${random.int(0, 300)}` } })),
    () => local.glue.send(new GetDatabaseCommand({ Name: `race-${random.int(0, 300)}` })),
    () => own(local.s3, id),
    () => local.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: `own-${random.int(0, clients)}` })),
    () => local.s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: random.int(1, 30) })),
    () => local.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `own-${random.int(0, clients)}` })),
  ];
  for (let request = 0; request < requestsEach; request++) {
    try {
      await random.pick(actions)();
    } catch (error) {
      if (!(error instanceof Error && defined.includes(error.name))) {
        tally.unexpected.push(error);
        return;
      }
    }
  }
}

/** Read, add one, write if nobody wrote meanwhile. */
async function increment(s3: S3Client, counter: number, tally: Tally): Promise<void> {
  const Key = `counter-${counter}`;
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const value = Number(await Body?.transformToString());
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: String(value + 1), IfMatch: ETag }));
  tally.increments.set(counter, (tally.increments.get(counter) ?? 0) + 1);
}

/** Every client below 45 sets a tag of its own; the others would exceed the 50 that a resource can have. */
async function tag(glue: GlueClient, key: string, id: number, tally: Tally): Promise<void> {
  if (id < 45) {
    const value = randomUUID();
    await glue.send(new TagResourceCommand({ ResourceArn: arn(), TagsToAdd: { [key]: value } }));
    tally.tags.set(key, value);
  }
}

async function notReady(glue: GlueClient): Promise<void> {
  await expect(glue.send(new StartMLEvaluationTaskRunCommand({ TransformId: transformId }))).rejects.toMatchObject({
    name: 'MLTransformNotReadyException',
  });
}

async function own(s3: S3Client, id: number): Promise<void> {
  const Body = randomUUID();
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `own-${id}`, Body }));
  expect(ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
}

function arn(): string {
  return `arn:aws:glue:us-east-1:000000000000:mlTransform/${transformId}`;
}
