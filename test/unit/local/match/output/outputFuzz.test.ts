import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLabelingFile, writeMatches } from '../../../../../src/local/match/output/output';
import type { Table } from '../../../../../src/local/match/table/readTable';
import { exportLabels, importLabels } from '../../../../../src/local/tasks/labelJobs';
import { readLabels } from '../../../../../src/local/tasks/readLabels';
import { LabelingFile } from '../../../../../src/shared/file/labelingFile';
import { eachRound } from '../../../../harness/fuzz';
import { csvRows, firstChange, parquetColumns } from '../../../../harness/outputs';
import type { Random } from '../../../../harness/random';
import { hiveTypes, oddNames, randomCell } from '../../../../harness/randomCells';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-fuzz-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Made {
  readonly table: Table;
  readonly types: readonly string[];
}

function randomTable(random: Random): Made {
  const names = ['id', ...random.shuffle(oddNames).slice(0, random.int(1, 6))].filter(
    (name, at, all) => all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === at,
  );
  const rows = random.pick([1, 5, 300, 2048, 5000]);
  const columnTypes = ['string', ...names.slice(1).map(() => random.pick(hiveTypes))];
  const cells = columnTypes.map((type, column) =>
    Array.from({ length: rows }, (_, row) => (column === 0 ? `k${row}` : randomCell(random, type))),
  );
  return { table: { columns: names, key: 0, rows, cells }, types: columnTypes };
}

test('every cell comes back from CSV and Parquet', async () => {
  await eachRound(12, async (random) => {
    const roundSeed = random.seed;
    const made = randomTable(random);
    const { table } = made;
    const clusters = {
      clusterOf: Int32Array.from({ length: table.rows }, (_, row) => row >> 1),
      confidence: new Float32Array(table.rows).fill(0.5),
      count: (table.rows + 1) >> 1,
    };
    const ids = BigInt64Array.from({ length: clusters.count }, (_, cluster) => 2n ** 63n - 1n - BigInt(cluster));
    const columns = table.columns.map((name, at) => ({ name, type: made.types[at] ?? '' }));
    const source = { files: [], format: { kind: 'parquet' }, columns } as const;
    const job = { scratch: folder, table: source, confidenceScores: random.chance(0.5) } as const;

    const csv = join(folder, `${roundSeed}.csv`);
    await writeMatches({ ...job, outputFile: csv, outputFormat: 'csv' }, table, clusters, ids);
    const [header, ...rows] = csvRows(await readFile(csv));
    expect(header?.slice(0, table.columns.length)).toEqual(table.columns);
    expect(rows).toHaveLength(table.rows);
    const text = { table, types: made.types.map(() => 'string') };
    expect(
      firstChange(
        text,
        table.columns.map((_, column) => rows.map((row) => row[column] ?? '')),
      ),
    ).toBe(undefined);

    const file = join(folder, `${roundSeed}.parquet`);
    await writeMatches({ ...job, outputFile: file, outputFormat: 'parquet' }, table, clusters, ids);
    const read = await parquetColumns(file, folder);
    expect(read.names).toEqual(header);
    expect(new Set(read.names.map((name) => name.toLowerCase())).size).toBe(read.names.length);
    expect(read.columns[0]).toHaveLength(table.rows);
    expect(firstChange(made, read.columns)).toBe(undefined);
    expect(read.columns[table.columns.length]?.slice(0, 3)).toEqual(
      ['9223372036854775807', '9223372036854775807', '9223372036854775806'].slice(0, table.rows),
    );
  });
});

test('every cell comes back from a labeling file, its import and the export', async () => {
  await eachRound(12, async (random) => {
    const roundSeed = random.seed;
    const { table } = randomTable(random);
    const shuffled = random.shuffle(Array.from({ length: table.rows }, (_, row) => row));
    const sets = [shuffled.slice(0, 10), shuffled.slice(10, 20)].filter((set) => set.length > 0);
    const file = join(folder, `${roundSeed}.labels.csv`);
    await writeLabelingFile(file, table, sets, 'fuzz');
    const parsed = LabelingFile.parse(await readFile(file));
    expect(parsed.rowCount).toBe(sets.flat().length);
    await writeFile(
      file,
      parsed.serialize((row) => `g${row}`),
    );
    const labels = readLabels(await readFile(file), table.columns, 'id');
    expect(labels).toHaveLength(parsed.rowCount);
    const compare = (cells: readonly string[]) => {
      const row = table.cells[0]?.indexOf(cells[0] ?? '') ?? -1;
      expect(cells).toEqual(table.cells.map((column) => column[row]));
    };
    labels.forEach(({ cells }) => {
      compare(cells);
    });
    const labelsFile = join(folder, `${roundSeed}.json`);
    const exported = join(folder, `${roundSeed}.export.csv`);
    const job = { columns: table.columns, primaryKey: 'id', table: undefined, scratch: folder };
    await importLabels({ kind: 'import', ...job, file, previousFile: undefined, outputFile: labelsFile });
    await exportLabels({ kind: 'export', ...job, labelsFile, outputFile: exported });
    const again = readLabels(await readFile(exported), table.columns, 'id');
    expect(again).toEqual(labels);
  });
});
