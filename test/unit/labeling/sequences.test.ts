import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../harness/fuzz';
import { Random } from '../../harness/random';
import { type S3Bench, startS3Bench } from './s3Bench';
import { Sequence } from './sequence';

const { seed: first, rounds: sequences } = fuzz(300);
/** They wait most of the time: for the pauses that the SDK and saving make before they try again. */
const atOnce = 64;

let bench: S3Bench;
let folder: string;

beforeAll(async () => {
  bench = await startS3Bench();
  folder = await mkdtemp(join(tmpdir(), 'glue-labeling-sequences-'));
});

afterAll(async () => {
  await bench.stop();
  await rm(folder, { recursive: true, force: true });
});

test(`${sequences} random sequences of edit, save, undo, revert, conflict, fault, kill and restore lose no label`, async () => {
  // Each once: two at a time would be two editors on one object.
  const seeds = Array.from({ length: sequences }, (_, at) => first + at);
  const worker = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      await new Sequence(bench, new Random(seed), folder).run(8);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect(bench.proxy.maxPuts).toBe(1);
}, 240_000);
