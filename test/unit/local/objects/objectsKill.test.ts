import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checksumHasher } from '../../../../src/local/objects/checksums';
import { ObjectStore } from '../../../../src/local/objects/objectStore';
import { fuzz } from '../../../harness/fuzz';
import { Random } from '../../../harness/random';
import { contentOf } from './objectsContent';

/** Each kill costs a start of Node. */
const { seed, rounds: kills } = fuzz(25);
let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'glue-local-kill-'));
  program = path.join(folder, 'writer.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'objectsWriter.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What may be in the store under a key after a kill: the last acknowledged value, or one under way; "-" is no object. */
interface Expected {
  readonly settled: string;
  readonly pending: readonly string[];
}

test(`a writer killed ${kills} times at random loses nothing it acknowledged and tears nothing (seed ${seed})`, async () => {
  const root = path.join(folder, 'root');
  const random = new Random(seed);
  const expected = new Map<string, Expected>();
  let acknowledged = 0;
  for (let round = 0; round < kills; round++) {
    const lines = await runAndKill(root, seed + round, random.int(0, 79), expected);
    acknowledged += lines;
    await check(root, expected, round);
  }
  expect(acknowledged).toBeGreaterThan(kills);
  console.log(`${kills} kills, ${acknowledged} acknowledged writes, seed ${seed}`);
}, 120_000);

/** Starts a writer and kills it after so many lines; takes what it said into account. Resolves to the number of acknowledgements. */
async function runAndKill(
  root: string,
  roundSeed: number,
  lines: number,
  expected: Map<string, Expected>,
): Promise<number> {
  const child = spawn(process.execPath, [program, root, String(roundSeed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await readUntilKilled(child, lines);
  let acknowledged = 0;
  // The last line may be cut; then what it would have said was not acknowledged.
  for (const line of text.slice(0, text.lastIndexOf('\n')).split('\n')) {
    const [what, writer, number, value] = line.split(' ');
    const key = `writer ${writer}/${number}`;
    const state = expected.get(key) ?? { settled: '-', pending: [] };
    if (what === 'try') {
      expected.set(key, { ...state, pending: [...state.pending, value ?? '-'] });
    } else if (what === 'done') {
      acknowledged++;
      expected.set(key, { settled: value ?? '-', pending: [] });
    }
  }
  return acknowledged;
}

async function readUntilKilled(child: ChildProcess, lines: number): Promise<string> {
  let text = '';
  const ended = once(child, 'exit');
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > lines) {
      child.kill('SIGKILL');
    }
  });
  const [code, signal] = (await ended) as [number | null, string | null];
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  return text;
}

async function check(root: string, expected: Map<string, Expected>, round: number): Promise<void> {
  const store = await ObjectStore.open(root);
  const found = new Map(
    (store.hasBucket('records') ? store.list('records').objects : []).map((object) => [object.key, object]),
  );
  for (const [key, { settled, pending }] of expected) {
    const object = found.get(key);
    const value = object?.headers['x-amz-meta-value'] ?? '-';
    expect([settled, ...pending], `round ${round}: ${key}`).toContain(value);
    // From here on, this is what is known.
    expected.set(key, { settled: value, pending: [] });
    if (object) {
      const chunks: Buffer[] = [];
      for await (const chunk of (await store.get('records', key)).stream) {
        chunks.push(chunk as Buffer);
      }
      const bytes = Buffer.concat(chunks);
      expect(bytes.equals(contentOf(value)), `round ${round}: bytes of ${key}`).toBe(true);
      const crc = checksumHasher('CRC32');
      crc.update(bytes);
      expect(object.checksum?.value).toBe(crc.digest().toString('base64'));
    }
  }
  if (store.hasBucket('records')) {
    expect(await readdir(path.join(root, 'buckets', 'b-records', 'blobs'))).toHaveLength(found.size);
  }
  expect(await readdir(path.join(root, 'staging'))).toEqual([]);
}
