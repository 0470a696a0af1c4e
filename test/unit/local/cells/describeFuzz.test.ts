import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableEntry } from '../../../../src/local/catalog/tableEntry';
import { tableFormat } from '../../../../src/local/catalog/tableFormat';
import { MatchInputError } from '../../../../src/local/match/errors';
import { describeFile } from '../../../../src/local/match/table/describe';
import { readTable } from '../../../../src/local/match/table/readTable';
import { eachRound, fuzz } from '../../../harness/fuzz';
import type { Random } from '../../../harness/random';
import { oddNames } from '../../../harness/randomCells';
import { tableFile } from '../../../harness/tableFile';
import { linesToFile, randomPerson, randomText } from './written';

/** Random files as programs export them: what is found out about one reads every cell as it was written, or refuses it by its line. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'describe-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Exported {
  readonly bytes: Buffer;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly how: string;
}

function exported(random: Random): Exported {
  const delimiter = random.pick([',', ',', ';', '\t', '|', '\u0001']);
  const quoting = random.pick(['needed', 'all', 'none'] as const);
  const mark = quoting !== 'none' && random.chance(0.2) ? '\\' : '"';
  const bare = (cell: string) => !cell.includes(delimiter) && !/["\r\n]/.test(cell);
  const plain = (cell: string) =>
    !cell.includes(delimiter) && !/[\r\n]/.test(cell) && (quoting !== 'none' || !/^\s*["']/.test(cell));
  const names = ['id', 'person', ...random.shuffle(oddNames).slice(0, random.int(0, 4))]
    .map((name) => name.replace(/\n/g, ' ').trim())
    .filter((name, at, all) => at === all.findIndex((other) => other.toLowerCase() === name.toLowerCase()))
    .filter((name) => quoting !== 'none' || plain(name));
  const cellOf = (): string => {
    for (;;) {
      const cell = randomText(random);
      // A backslash is plain to those that double quotes, and to those that it escapes for it is escaped, too.
      if ((quoting !== 'none' || plain(cell)) && !(mark === '\\' && cell.includes('\\'))) {
        return cell;
      }
    }
  };
  const rows = Array.from({ length: random.int(2, 30) }, (_, row) =>
    names.map((_name, column) => (column === 0 ? `k${row}` : column === 1 ? randomPerson(random) : cellOf())),
  );
  const write = (cell: string): string =>
    quoting === 'none' || (quoting === 'needed' && bare(cell)) ? cell : `"${cell.replaceAll('"', `${mark}"`)}"`;
  const lines = [names, ...rows].map((cells) => cells.map(write).join(delimiter));
  const told = delimiter !== '\u0001' && random.chance(0.1);
  const bytes = linesToFile(random, told ? [`sep=${delimiter}`] : [], lines, []);
  return {
    bytes: random.chance(0.2) ? gzipSync(bytes) : bytes,
    names,
    rows,
    how: JSON.stringify({ delimiter, quoting, mark, told }),
  };
}

const usualRounds = 200;

test(
  'a file is read as it was written, whatever its dialect',
  () =>
    eachRound(usualRounds, async (random) => {
      const { bytes, names, rows, how } = exported(random);
      const path = join(folder, 'people');
      await writeFile(path, bytes);
      const file = tableFile(path);
      const description = await describeFile(file, folder).catch((error: unknown) => {
        if (!(error instanceof MatchInputError)) {
          throw error;
        }
        expect(error.message, how).toMatch(/^Line \d+ of people opens a quote that line \d+ closes, yet each/);
      });
      if (description === undefined) {
        return;
      }
      expect(
        description.columns.map(({ name }) => name),
        how,
      ).toEqual(names);
      const input = { ...tableEntry('t', 's3://b/t/', description) };
      const format = tableFormat({ database: 'd', name: 't', input, created: 0, updated: 0, version: 0 });
      const table = await readTable({ files: [file], format, columns: description.columns }, 'id', folder);
      const read = Array.from({ length: table.rows }, (_, row) => table.cells.map((cells) => cells[row] ?? ''));
      expect(read, how).toEqual(rows);
      expect(description.sample, how).toEqual(rows.slice(0, description.sample.length));
    }),
  fuzz(usualRounds).rounds * 1000,
);
