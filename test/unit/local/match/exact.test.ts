import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchJob } from '../../../../src/local/match/job';
import type { LabeledRow } from '../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../src/local/match/pipeline';
import { fuzz } from '../../../harness/fuzz';
import { Random } from '../../../harness/random';
import { jobInput, labelByTruth, personsWorkspace, type Workspace } from './persons';

const { seed, rounds } = fuzz(3);
let workspace: Workspace;
let header = '';
let lines: readonly string[] = [];
let labels: readonly LabeledRow[] = [];
let expected: readonly string[] = [];

beforeAll(async () => {
  workspace = await personsWorkspace(300, 'exact');
  const text = await readFile(workspace.table.files[0]?.path ?? '', 'utf8');
  [header = '', ...lines] = text.trimEnd().split('\n');
  // Keys whose order as UTF-16 units is another one than as code points, and text of several scripts.
  const strange = [
    '𐀀1,東京 太郎,田中',
    '～1,東京 太郎,田中',
    '𠀀,สมชาย,ใจดี',
    'é,Ζωή,Παπαδοπούλου',
    'e\u0301,Ζωη,παπαδοπουλοσ',
  ];
  const width = header.split(',').length;
  lines = [...lines, ...strange.map((line) => line + ','.repeat(width - 3))];
  await writeTable([lines]);
  await results([], 'first.csv');
  labels = await labelByTruth(join(workspace.folder, 'first.csv'), workspace.truth);
  labels = [...labels, stranger('gone-1', 'mary'), stranger('gone-2', 'maria'), stranger('gone-1', 'marie')].map(
    (row, i) => (row.label === '' ? { ...row, label: `${i}` } : row),
  );
  expected = await results(labels, 'expected.csv');
});

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

/** A labeled record that the table does not hold. */
function stranger(key: string, name: string): LabeledRow {
  return {
    setId: name,
    label: 'x',
    cells: [key, name, 'smith', ...Array<string>(header.split(',').length - 3).fill('')],
  };
}

/** Writes the table as one file for each part. */
async function writeTable(parts: readonly (readonly string[])[]): Promise<void> {
  const files = parts.map((_, i) => ({ path: join(workspace.folder, `part-${i}.csv`), name: `part-${i}.csv` }));
  for (const [i, part] of parts.entries()) {
    await writeFile(files[i]?.path ?? '', `${[header, ...part].join('\n')}\n`);
  }
  workspace = { ...workspace, table: { ...workspace.table, files } };
}

/** Everything that the three jobs give: labeling file, metrics, matches. */
async function results(rows: readonly LabeledRow[], file: string): Promise<string[]> {
  const outputFile = join(workspace.folder, file);
  const input = await jobInput(workspace, rows);
  const { seed: _, ...settings } = input.settings;
  const run = async (job: MatchJob): Promise<string> => JSON.stringify(await runMatchJob(job, () => undefined));
  const common = { ...input, settings, outputFile };
  const generated = await run({ ...common, kind: 'generate', sets: 6, rowsPerSet: 10 });
  const asked = await readFile(outputFile, 'utf8');
  if (rows.length === 0) {
    return [generated, asked];
  }
  const evaluated = await run({ ...common, kind: 'evaluate' });
  const matchesFile = join(workspace.folder, `matches-${file}`);
  const matched = await run({
    ...common,
    kind: 'findMatches',
    outputFile: matchesFile,
    outputFormat: 'csv',
    confidenceScores: true,
  });
  return [generated, asked, evaluated, matched, await readFile(matchesFile, 'utf8')];
}

test('rows, objects and labels in any order, and sets and labels by any name, give the same bytes', async () => {
  for (let round = 0; round < rounds; round++) {
    const random = new Random(seed + round);
    const shuffled = random.shuffle(lines);
    const cut = random.int(1, shuffled.length - 1);
    await writeTable([shuffled.slice(0, cut), shuffled.slice(cut)]);
    const renamed = random.shuffle(labels).map((row) => ({
      ...row,
      setId: `${round} ${[...row.setId].reverse().join('')}`,
      label: `${row.label} by another name`,
    }));
    expect(await results(renamed, `shuffled-${round}.csv`), `seed ${seed + round}`).toEqual(expected);
  }
});

test('a match id stays with its cluster when rows come and go', async () => {
  const idsBy = (output: string): Map<string, string> =>
    new Map(
      output
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','))
        .map((cells) => [cells[0] ?? '', cells.at(-2) ?? '']),
    );
  const before = idsBy(expected[4] ?? '');
  const random = new Random(seed);
  await writeTable([random.shuffle(lines).slice(20)]);
  const after = idsBy((await results(labels, 'fewer.csv'))[4] ?? '');
  const same = [...after].filter(([key, id]) => before.get(key) === id).length;
  expect(same, `seed ${seed}`).toBeGreaterThan(after.size * 0.9);
  expect([...before.values()].slice(1).every((id) => /^[0-9]{1,19}$/.test(id) && BigInt(id) < 2n ** 63n)).toBe(true);
});
