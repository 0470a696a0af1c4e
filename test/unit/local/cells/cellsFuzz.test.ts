import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMatchJob } from '../../../../src/local/match/pipeline';
import type { TableSource } from '../../../../src/local/match/table/source';
import { readLabels } from '../../../../src/local/tasks/readLabels';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { eachRound, fuzz } from '../../../harness/fuzz';
import { csvRows, firstChange, parquetColumns } from '../../../harness/outputs';
import type { Random } from '../../../harness/random';
import { oddNames } from '../../../harness/randomCells';
import { withDeclared } from '../catalog';
import { csvDialect, lazyDialect } from './delimited';
import { duckTextDialect, parquetDialect } from './duck';
import { jsonDialect } from './json';
import { type StoredTable, storeTable } from './layout';
import type { Dialect, Plan } from './written';

/**
 * Random tables of every format, dialect, codec and layout, written by hand and by DuckDB: every cell comes back as it was written, in
 * the labeling file as in both outputs.
 */

function planOf(random: Random): Plan {
  const folded = new Set(['year', 'month', 'a.b']);
  const odd = random.shuffle(oddNames).filter((name) => {
    const isNew = !folded.has(name.toLowerCase());
    folded.add(name.toLowerCase());
    return isNew;
  });
  const names = random.shuffle(['id', 'person', ...odd.slice(0, random.int(1, 6))]);
  return { random, names, key: names.indexOf('id'), person: names.indexOf('person'), numbers: random.chance(0.5) };
}

function dialectOf(plan: Plan, folder: string): Dialect {
  switch (plan.random.int(0, 6)) {
    case 0:
    case 1:
      return lazyDialect(plan);
    case 2:
      return csvDialect(plan);
    case 3:
      return jsonDialect(plan);
    case 4:
      return duckTextDialect(plan, folder);
    default:
      return parquetDialect(plan, folder);
  }
}

/** The first way in which rows of text, told apart by their key, are not those that were written. */
function difference(
  stored: StoredTable,
  rows: readonly (readonly string[])[],
  key: number,
  types: readonly string[],
): unknown {
  const keys = rows.map((row) => row[key] ?? '');
  const stranger = keys.find((name) => !stored.rows.has(name));
  const wanted = keys.map((name) => stored.rows.get(name) ?? []);
  const columns = stored.columns.map((_, column) => rows.map((row) => row[column] ?? ''));
  const cells = stored.columns.map((_, column) => wanted.map((row) => row[column] ?? ''));
  return stranger ?? firstChange({ table: { columns: stored.columns, cells }, types }, columns);
}

async function checkOutputs(stored: StoredTable, plan: Plan, source: TableSource, folder: string): Promise<void> {
  const labelsFile = join(folder, 'labels.json');
  const askedFile = join(folder, 'asked.json');
  await writeFile(labelsFile, '[]');
  await writeFile(askedFile, '[]');
  const settings = {
    primaryKey: 'id',
    precisionRecallTradeoff: 0.5,
    accuracyCostTradeoff: 0.5,
    enforceProvidedLabels: false,
  };
  const input = { table: source, settings, labelsFile, scratch: folder };
  const texts = stored.types.map(() => 'string');
  const run = (job: Parameters<typeof runMatchJob>[0]) => runMatchJob(job, () => undefined);

  const sets = join(folder, 'sets.csv');
  await run({ ...input, kind: 'generate', outputFile: sets, askedFile, sets: 3, rowsPerSet: 5 });
  const [header, ...labeled] = csvRows(await readFile(sets));
  expect(header).toEqual(['labeling_set_id', 'label', ...stored.columns]);
  expect(labeled.length).toBeGreaterThan(1);
  expect(
    difference(
      stored,
      labeled.map((row) => row.slice(2)),
      plan.key,
      texts,
    ),
  ).toBe(undefined);

  const file = LabelingFile.parse(await readFile(sets));
  const labels = readLabels(
    file.serialize((row) => String(row >> 1)),
    stored.columns,
    'id',
  );
  expect(labels.map(({ cells }) => cells)).toEqual(labeled.map((row) => row.slice(2)));
  await writeFile(labelsFile, JSON.stringify(labels));

  const find = { ...input, kind: 'findMatches', confidenceScores: false } as const;
  const csv = join(folder, 'matches.csv');
  await run({ ...find, outputFile: csv, outputFormat: 'csv' });
  const [names, ...matched] = csvRows(await readFile(csv));
  expect(names?.slice(0, -1)).toEqual(stored.columns);
  expect(matched).toHaveLength(stored.rows.size);
  expect(difference(stored, matched, plan.key, texts)).toBe(undefined);

  const parquet = join(folder, 'matches.parquet');
  await run({ ...find, outputFile: parquet, outputFormat: 'parquet' });
  const written = await parquetColumns(parquet, folder);
  expect(written.names).toEqual(names);
  const rows = matched.map((_, row) => written.columns.map((column) => column[row] ?? ''));
  expect(written.columns[0]).toHaveLength(stored.rows.size);
  expect(difference(stored, rows, plan.key, stored.types)).toBe(undefined);
}

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'cells-'));
});

afterAll(async () => {
  await rm(scratch, { recursive: true });
});

const usualRounds = 16;

test(
  'every cell of a table comes back as it was written',
  () =>
    eachRound(usualRounds, async (random) => {
      const plan = planOf(random);
      const keys = Array.from({ length: random.int(4, 40) }, (_, at) => (plan.numbers ? String(at + 1) : `k${at + 1}`));
      const dialect = dialectOf(plan, scratch);
      const stored = await storeTable(random, dialect, keys);
      try {
        await withDeclared(stored.declared, (source, folder) => checkOutputs(stored, plan, source, folder));
      } catch (error) {
        if (error instanceof Error) {
          error.message = `${dialect.name}, ${Object.keys(stored.declared.objects ?? {}).join(' ')}: ${error.message}`;
        }
        throw error;
      }
    }),
  fuzz(usualRounds).rounds * 10_000,
);
