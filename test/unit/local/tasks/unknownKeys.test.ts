import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableSource } from '../../../../src/local/match/table/source';
import { importLabels } from '../../../../src/local/tasks/labelJobs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Imports labels for the keys into a transform on a table with these. */
async function noteOf(tableText: string, keys: readonly string[]): Promise<string | undefined> {
  const path = join(folder, 'table.csv');
  await writeFile(path, `id,name\n${tableText}`);
  const table: TableSource = {
    files: [{ path, name: 's3://data/table.csv' }],
    format: { kind: 'csv', delimiter: ',', quote: '"', escape: '"', headerLines: 1 },
    columns: ['id', 'name'].map((name) => ({ name, type: 'string' })),
  };
  const file = join(folder, 'labels.csv');
  await writeFile(file, ['labeling_set_id,label,id,name', ...keys.map((key) => `s,A,${key},x`)].join('\n'));
  const outputFile = join(folder, 'out.json');
  const job = { kind: 'import', file, columns: ['id', 'name'], primaryKey: 'id', previousFile: undefined } as const;
  return (await importLabels({ ...job, table, scratch: folder, outputFile })).note;
}

test.each([
  ['0001,a\n0002,b\n', ['0001', '0002'], undefined],
  [
    '0001,a\n0002,b\n',
    ['1', '2', '9'],
    'The labels were imported, but 3 of their 3 keys (column "id") are not in the table, "1" for one. These labels count by the cells of their file. 2 of them differ from a key of the table in leading zeros only ("1", in the table "0001"): a spreadsheet removes these. Format the column as text there.',
  ],
  [
    'x1,a\nx2,b\n',
    ['x1', 'y2'],
    'The labels were imported, but 1 of their 2 keys (column "id") are not in the table, "y2" for one. These labels count by the cells of their file. The labels may have been made for another table.',
  ],
  ['0,a\n00,b\n', ['000'], expect.stringContaining('leading zeros only')],
  ['1,a\n1,b\n', ['1'], expect.stringMatching(/^The labels were imported, but their keys could not be looked up/)],
])('of a table with the rows %j, labels for %j', async (rows, keys, note) => {
  expect(await noteOf(rows, keys)).toEqual(note);
});
