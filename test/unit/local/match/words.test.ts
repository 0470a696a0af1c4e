import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMatchJob } from '../../../../src/local/match/pipeline';
import { checkMemory } from '../../../../src/local/match/size/memoryNeed';
import type { TableSource } from '../../../../src/local/match/table/source';
import { jobInput } from './persons';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'words-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function tableOf(rows: readonly string[]): Promise<TableSource> {
  const path = join(folder, `${rows.length}.csv`);
  await writeFile(path, `id,name\n${rows.join('\n')}\n`);
  return {
    files: [{ path, name: 's3://data/rows.csv' }],
    format: { kind: 'csv', delimiter: ',', quote: '"', escape: '"', headerLines: 1 },
    columns: ['id', 'name'].map((name) => ({ name, type: 'string' })),
  };
}

async function generate(rows: readonly string[], asked: readonly string[][] = []): Promise<unknown> {
  const settings = {
    primaryKey: 'id',
    precisionRecallTradeoff: 0.5,
    accuracyCostTradeoff: 0.5,
    enforceProvidedLabels: false,
    seed: 'words',
  };
  const input = await jobInput({ folder, table: await tableOf(rows), settings, truth: new Map() }, [], asked);
  const outputFile = join(folder, 'sets.csv');
  return await runMatchJob({ ...input, kind: 'generate', outputFile, sets: 2, rowsPerSet: 4 }, () => undefined);
}

test('a table of one row is told as that', async () => {
  await expect(generate(['1,Ann'])).rejects.toThrow(/^The table has one row, and a labeling set compares rows/);
});

test('a first generation that finds nothing alike does not claim that all was asked', async () => {
  await expect(generate(['1,Ann', '2,Bob'])).rejects.toThrow(
    /^No two rows of the table are alike enough to be asked about/,
  );
});

test('two rows that are alike are asked about', async () => {
  expect(await generate(['1,Ann Lee', '2,Anna Lee'])).toMatchObject({ sets: [['1', '2']] });
});

test('blank cells and rows that are all the same are told as that, not as asked already', async () => {
  await expect(generate(['1,', '2, '])).rejects.toThrow(/^The table has nothing to compare: all cells .* are blank/);
  await expect(generate(['1,Ann', '2,Ann', '3,Ann'])).rejects.toThrow(/^The 3 rows of the table are all the same/);
});

test('a later one says that nothing is left', async () => {
  await expect(generate(['1,Ann Lee', '2,Anna Lee'], [['1', '2']])).rejects.toThrow(/^There is nothing left to ask/);
});

test('a table that can not fit in memory is refused with what it takes and what there is', async () => {
  const table = await tableOf(Array.from({ length: 100_000 }, (_, at) => `${at},name of ${at}`));
  await expect(checkMemory(table.files, 1024 * 1024)).rejects.toThrow(
    /^The table's objects have 2 MB, which take at least 3 MB of memory, and Local Glue can use 1 MB on this machine/,
  );
  await checkMemory(table.files, 8 * 1024 * 1024);
});
