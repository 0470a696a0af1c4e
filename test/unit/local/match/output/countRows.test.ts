import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countRows } from '../../../../../src/local/match/output/countRows';
import { literal, withDuck } from '../../../../../src/local/match/table/duck';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'count-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function parquet(rows: number): Promise<string> {
  const file = join(folder, 'rows.parquet');
  await withDuck(folder, (duck) =>
    duck.run(`COPY (SELECT i AS id, 'name ' || i AS name FROM range(${rows}) t(i)) TO ${literal(file)}`),
  );
  return file;
}

test.each([
  ['', 0],
  ['a,b\n', 0],
  ['a,b\n1,2\n', 1],
  ['a,b\n1,2\n3,4', 1],
  ['a,b\n1,"2\n3"\n4,5\n', 2],
  ['a,b\n1,"say ""x\n"" "\n4,\r\n', 2],
  ['a\n""\n""\n', 2],
])('the rows of %j', async (text, rows) => {
  const file = join(folder, 'rows.csv');
  await writeFile(file, text);
  expect(await countRows({ kind: 'count', file, format: 'csv', scratch: folder })).toBe(rows);
});

test('a record that lies across the pieces a file is read in is one', async () => {
  const file = join(folder, 'large.csv');
  const cell = 'x'.repeat(300_000);
  await writeFile(file, `a,b\n"${cell}\n""${cell}",1\n2,"${cell}"\n`);
  expect(await countRows({ kind: 'count', file, format: 'csv', scratch: folder })).toBe(2);
});

test('the rows of a Parquet file', async () => {
  expect(await countRows({ kind: 'count', file: await parquet(150_001), format: 'parquet', scratch: folder })).toBe(
    150_001,
  );
});

test('a Parquet file whose footer is whole but whose rows are not is told, in words for users', async () => {
  const file = await parquet(150_001);
  const size = (await readFile(file)).length;
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(size >> 1, 0xa5), 0, size >> 1, 4);
  await handle.close();
  await expect(countRows({ kind: 'count', file, format: 'parquet', scratch: folder })).rejects.toThrow(
    "The Parquet file that was written can't be read again. Start the task run again.",
  );
});
