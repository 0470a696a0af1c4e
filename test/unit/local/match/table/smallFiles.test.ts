import { createHook } from 'node:async_hooks';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTable } from '../../../../../src/local/match/table/readTable';

const files = 200;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'small-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What the file system and the decompressor were asked for while something was done. */
async function counted(work: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const asked = new Map<string, number>();
  const hook = createHook({
    init: (_id, type) => void asked.set(type, (asked.get(type) ?? 0) + 1),
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return asked;
}

describe('a table of many small objects', () => {
  it.each([
    ['text', (text: string) => text],
    ['gzip', (text: string) => gzipSync(text)],
  ])('is read with few requests to the system for each object: %s', async (_, pack) => {
    const paths = Array.from({ length: files }, (_unused, at) => join(folder, String(at)));
    await Promise.all(paths.map((path, at) => writeFile(path, pack(`id,name\n${at},Ann ${at}\n`))));
    const source = {
      files: paths.map((path, at) => ({ path, name: `s3://bucket/${at}.csv` })),
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: ['id', 'name'].map((name) => ({ name, type: 'string' })),
    } as const;
    const asked = await counted(async () => {
      const table = await readTable(source, 'id', folder);
      expect(table.rows).toBe(files);
    });
    const requests = (asked.get('FSREQPROMISE') ?? 0) + (asked.get('FSREQCALLBACK') ?? 0);
    expect(requests).toBeGreaterThan(0);
    // Open, look, read, close.
    expect(requests).toBeLessThanOrEqual(4 * files);
  });
});
