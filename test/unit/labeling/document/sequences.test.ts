import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../../harness/fuzz';
import { Random } from '../../../harness/random';
import { type S3Bench, startS3Bench } from '../s3Bench';
import { Sequence, type Step, someSteps } from './sequence';

const { seed, rounds: sequences } = fuzz(100);
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

/** Each on a file of its own: two at a time would be two editors on one object. */
let files = 0;

async function take(steps: readonly Step[]): Promise<void> {
  files += 1;
  await new Sequence(bench, new Random(files), folder).run(steps);
}

test(`${sequences} random sequences of edit, save, undo, revert, conflict, fault, kill and restore lose no label (seed ${seed})`, async () => {
  const drawn = fc.sample(someSteps, { seed, numRuns: sequences });
  const left = [...drawn];
  let failing: { readonly steps: readonly Step[]; readonly reason: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (let steps = left.shift(); steps !== undefined && failing === undefined; steps = left.shift()) {
      const [outcome] = await Promise.allSettled([take(steps)]);
      if (outcome.status === 'rejected') {
        failing ??= { steps, reason: outcome.reason };
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failing !== undefined) {
    console.error(JSON.stringify(failing.steps), failing.reason);
    // Takes it again, and tells the few steps that matter.
    const limits = { numRuns: 1, interruptAfterTimeLimit: 60_000 };
    await fc.assert(fc.asyncProperty(someSteps, take), { seed, ...limits, examples: [[failing.steps]] });
    throw failing.reason;
  }
  expect(bench.proxy.maxPuts).toBe(1);
}, 180_000);
