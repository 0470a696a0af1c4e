import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchReport } from '../../../../../src/local/match/earlier/matchReport';
import type { MatchJob } from '../../../../../src/local/match/job';
import type { LabeledRow } from '../../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../../src/local/match/pipeline';
import { fuzz } from '../../../../harness/fuzz';
import { Random } from '../../../../harness/random';
import { tableFile } from '../../../../harness/tableFile';
import { jobInput, labelByTruth, pairCount, personsWorkspace, type Workspace } from '../persons';

const { seed, rounds } = fuzz(3);
let workspace: Workspace;
let header = '';
let lines: readonly string[] = [];
let labels: readonly LabeledRow[] = [];
let full = '';

interface Options {
  readonly format?: 'csv' | 'parquet';
  readonly scores?: boolean;
  readonly earlier?: readonly string[];
  readonly matchAllRows?: boolean;
  readonly enforce?: boolean;
  readonly labels?: readonly LabeledRow[];
}

beforeAll(async () => {
  workspace = await personsWorkspace(600, 'earlier');
  const text = await readFile(workspace.table.files[0]?.path ?? '', 'utf8');
  [header = '', ...lines] = text.trimEnd().split('\n');
  const outputFile = join(workspace.folder, 'asked.csv');
  const input = await jobInput(workspace, []);
  await runMatchJob({ ...input, kind: 'generate', outputFile, sets: 12, rowsPerSet: 10 }, () => undefined);
  labels = await labelByTruth(outputFile, workspace.truth);
  full = (await match(lines)).text;
});

afterAll(async () => {
  await rm(workspace.folder, { recursive: true });
});

let files = 0;

/** A file with a text in it. */
async function file(text: string): Promise<string> {
  const path = join(workspace.folder, `file-${files++}.csv`);
  await writeFile(path, text);
  return path;
}

interface Outcome {
  readonly text: string;
  readonly path: string;
  readonly report: MatchReport | undefined;
  readonly note: string | undefined;
}

/** FindMatches over a table of these lines. */
async function match(table: readonly string[], options: Options = {}): Promise<Outcome> {
  const { format = 'csv', scores = true, earlier, matchAllRows = false, enforce = false } = options;
  const path = await file(`${[header, ...table].join('\n')}\n`);
  const input = await jobInput(
    { ...workspace, table: { ...workspace.table, files: [tableFile(path)] } },
    options.labels ?? labels,
  );
  const outputFile = join(workspace.folder, `output-${files++}`);
  const reportFile = `${outputFile}.json`;
  const job: MatchJob = {
    ...input,
    settings: { ...input.settings, enforceProvidedLabels: enforce },
    kind: 'findMatches',
    outputFile,
    outputFormat: format,
    confidenceScores: scores,
    ...(earlier ? { earlier: { files: earlier.map(tableFile), matchAllRows, reportFile } } : {}),
  };
  const result = await runMatchJob(job, () => undefined);
  const report = earlier ? (JSON.parse(await readFile(reportFile, 'utf8')) as MatchReport) : undefined;
  const note = result.kind === 'findMatches' ? result.note : undefined;
  return { text: await readFile(outputFile, 'utf8'), path: outputFile, report, note };
}

/** Key to match id. */
function idsOf(text: string): Map<string, string> {
  const rows = text.trimEnd().split('\n').slice(1);
  return new Map(rows.map((line) => line.split(',')).map((cells) => [cells[0] ?? '', cells.at(-2) ?? '']));
}

function f1(text: string): number {
  const ids = idsOf(text);
  const groups = [...ids.values()];
  const truths = [...ids.keys()].map((key) => workspace.truth.get(key) ?? '');
  const both = pairCount(groups.map((group, i) => `${group} ${truths[i]}`));
  return (2 * both) / (pairCount(groups) + pairCount(truths));
}

test('on top of nothing it is the same as in full', async () => {
  const empty = await file(`${header},match_id,match_confidence_score\n`);
  const { text, report } = await match(lines, { earlier: [empty] });
  expect(text).toBe(full);
  expect(report).toMatchObject({ newRows: 600, joined: [], merged: [], split: [], gone: { keys: [], matchIds: [] } });
});

test('without new rows it gives the same bytes, from CSV and from Parquet, in one file or in several', async () => {
  const whole = await match(lines);
  const parquet = await match(lines, { format: 'parquet' });
  const [first = '', ...rest] = full.trimEnd().split('\n');
  const parts = [rest.slice(0, 200), rest.slice(200)].map((part) => file(`${[first, ...part].join('\n')}\n`));
  for (const earlier of [[whole.path], [parquet.path], await Promise.all(parts)]) {
    const { text, report, note } = await match(lines, { earlier });
    expect(text).toBe(full);
    expect(report).toMatchObject({ newRows: 0, changedRows: 0, comparedAgain: 0, new: [], joined: [], merged: [] });
    expect(note).toBe('0 new rows: 0 joined 0 earlier clusters, the others make 0 new ones.');
  }
});

test('new rows join or make clusters, in any order of the rows; what was told stays, but for what they merge', async () => {
  for (let round = 0; round < rounds; round++) {
    const name = `seed ${seed + round}`;
    const random = new Random(seed + round);
    const shuffled = random.shuffle(lines);
    const cut = random.int(500, 590);
    const before = await match(shuffled.slice(0, cut));
    const after = await match(shuffled, { earlier: [before.path] });
    const again = await match(random.shuffle(lines), { earlier: [before.path] });
    expect(again.text, name).toBe(after.text);
    expect(again.report, name).toEqual(after.report);
    const [then, now] = [idsOf(before.text), idsOf(after.text)];
    const { report } = after;
    const renamed = new Map(report?.merged.flatMap(({ match_id, from }) => from.map((id) => [id, match_id])));
    for (const [key, id] of then) {
      expect(now.get(key), `${name} ${key}`).toBe(renamed.get(id) ?? id);
    }
    const told = [...(report?.joined ?? []), ...(report?.new ?? [])];
    expect(told.flatMap(({ keys }) => keys).sort(), name).toEqual(
      [...now.keys()].filter((key) => !then.has(key)).sort(),
    );
    for (const { match_id, keys } of told) {
      expect(new Set(keys.map((key) => now.get(key))), name).toEqual(new Set([match_id]));
    }
    const known = new Set(then.values());
    expect(
      report?.joined.every(({ match_id }) => known.has(match_id)),
      name,
    ).toBe(true);
    expect(
      report?.new.some(({ match_id }) => known.has(match_id)),
      name,
    ).toBe(false);
    // What was told of fewer rows, with labels of fewer, may be worse than what all rows give; new rows do not make it so.
    expect(f1(after.text), name).toBeGreaterThan(Math.min(f1(before.text), f1(full)) - 0.02);
  }
});

test('a new row that is like two clusters makes one of them, and the report tells both', async () => {
  const person = (id: string, name: string): string => {
    const cells = ['', 'ottilie', name, '1961-03-04', '17 quarry lane', 'oakham', 'le15 6aa', '01572 555019', ''];
    return header
      .split(',')
      .map((_, at) => (at === 0 ? id : (cells[at] ?? '')))
      .join(',');
  };
  const twice = [person('z1', 'brackenbury'), person('z2', 'brackenbury')];
  const before = await match([...lines, ...twice]);
  const ids = idsOf(before.text);
  expect(ids.get('z1')).toBe(ids.get('z2'));
  // The earlier output held them apart.
  const apart = before.text.replace(/^(z2,.*),[0-9]+,[0-9.]+$/m, '$1,77,0.5');
  const after = await match([...lines, ...twice, person('z3', 'brackenbury')], { earlier: [await file(apart)] });
  expect(after.report?.merged).toEqual([{ match_id: ids.get('z1'), from: ['77'] }]);
  expect(after.report?.joined).toEqual([{ match_id: ids.get('z1'), keys: ['z3'] }]);
  expect(new Set(['z1', 'z2', 'z3'].map((key) => idsOf(after.text).get(key)))).toEqual(new Set([ids.get('z1')]));
  // Nothing new proves it: then they stay apart.
  const same = await match([...lines, ...twice], { earlier: [await file(apart)] });
  expect(idsOf(same.text).get('z2')).toBe('77');
});

test('rows that went or changed are told, and what was with them is compared again', async () => {
  const ids = idsOf(full);
  const sizes = [...Map.groupBy(ids, ([, id]) => id).values()].filter((rows) => rows.length === 3);
  const [gone = ''] = sizes[0]?.[1] ?? [];
  const [changed = ''] = sizes[1]?.[1] ?? [];
  const alone = [...Map.groupBy(ids, ([, id]) => id).values()].find((rows) => rows.length === 1)?.[0];
  const away = new Set([gone, alone?.[0]]);
  const rest = lines
    .filter((line) => !away.has(line.split(',')[0]))
    .map((line) => (line.startsWith(`${changed},`) ? `${changed},quentin,zzyzx,1999-01-01,,,,,`.padEnd(20, ',') : line))
    .map((line) => line + ','.repeat(Math.max(0, header.split(',').length - line.split(',').length)))
    .map((line) => line.split(',').slice(0, header.split(',').length).join(','));
  const earlier = await file(full);
  const { text, report, note } = await match(rest, { earlier: [earlier] });
  expect(report).toMatchObject({ newRows: 0, changedRows: 1, goneRows: 2, comparedAgain: 4 });
  expect([...(report?.gone.keys ?? [])].sort()).toEqual([gone, alone?.[0]].sort());
  expect(report?.gone.matchIds).toEqual([alone?.[1]]);
  expect(note).toContain('1 row had other cells before. 2 keys of the earlier output are not in the table.');
  const now = idsOf(text);
  expect(now.get(changed)).not.toBe(ids.get(changed));
  for (const [key, id] of ids) {
    if (![...away, changed].includes(key) && sizes[0]?.[0]?.[1] !== id && sizes[1]?.[0]?.[1] !== id) {
      expect(now.get(key)).toBe(id);
    }
  }
});

test('matched in full, clusters take the ids of those that they share most rows with', async () => {
  const renamed = full.replace(
    /,([0-9]+),([0-9.]+)$/gm,
    (_, id: string, score: string) => `,${BigInt(id) / 2n},${score}`,
  );
  const { text, report } = await match(lines, { earlier: [await file(renamed)], matchAllRows: true });
  expect(text).toBe(renamed);
  expect(report).toMatchObject({ newRows: 0, comparedAgain: 600, merged: [], split: [] });
});

test('labels that are to be enforced go before what was told', async () => {
  const ids = idsOf(full);
  const [one, two] = [...Map.groupBy(ids, ([, id]) => id).values()].find((rows) => rows.length === 2) ?? [];
  const row = (key: string, label: string): LabeledRow => ({
    setId: 'apart',
    label,
    cells: lines.find((line) => line.startsWith(`${key},`))?.split(',') ?? [],
  });
  const more = [...labels, row(one?.[0] ?? '', 'a'), row(two?.[0] ?? '', 'b')];
  const earlier = [await file(full)];
  const kept = idsOf((await match(lines, { earlier, labels: more })).text);
  expect(kept.get(one?.[0] ?? '')).toBe(kept.get(two?.[0] ?? ''));
  const parted = await match(lines, { earlier, labels: more, enforce: true });
  const now = idsOf(parted.text);
  expect(now.get(one?.[0] ?? '')).not.toBe(now.get(two?.[0] ?? ''));
  expect(parted.report?.split).toEqual([
    { match_id: one?.[1], into: [now.get(one?.[0] ?? ''), now.get(two?.[0] ?? '')] },
  ]);
});

test('refuses what is no earlier output of the table, with place and reason', async () => {
  const [first = '', ...rest] = full.trimEnd().split('\n');
  const refused = async (text: string, words: RegExp, options: Options = {}) =>
    expect(match(lines, { ...options, earlier: [await file(text)] })).rejects.toThrow(words);
  const written = (...changed: string[]) => `${changed.join('\n')}\n`;
  await refused(
    written(header, ...lines),
    /file-\d+\.csv is no earlier output of this table: it has no column "match_id"\./,
  );
  await refused(written(first.replace('surname', 'sur'), ...rest), /it has no column "surname"/);
  await refused(
    written(first, ...rest, rest[4] ?? ''),
    /"p\d+" twice: in line 6 of .* and in line 602 of .*one output/,
  );
  await refused(written(first, ...rest).replace(/,[0-9]+,[0-9.]+\n/, ',,1\n'), /"match_id" is empty in line 2 of file/);
  await refused(
    written(first, ...rest).replace(/,[0-9]+,[0-9.]+\n/, ',x1,1\n'),
    /"x1", which is no match id, in line 2/,
  );
  await refused(
    written(first, ...rest).replace(/,[0-9.]+\n/, ',2\n'),
    /"2", which is not a score from 0 to 1, in line 2/,
  );
  await refused(written(first, ...rest.map((line) => `q${line}`)), /None of the 600 keys of the earlier output is in/);
  await refused(written(first, `${rest[0]},more`), /Line 2 of .* has \d+ columns where/);
  await refused('', /is empty/);
  const without = full.replace(/,[^,\n]*$/gm, '');
  await refused(without, /has no match_confidence_score to go on from/);
  expect((await match(lines, { earlier: [await file(without)], scores: false })).text).toBe(without);
});

test('a table with columns of our names goes on from an output that has ours beside them', async () => {
  const [head, table] = [header, lines];
  header = `${header},match_id,match_confidence_score`;
  const { columns } = workspace.table;
  const named = ['match_id', 'match_confidence_score'].map((name) => ({ name, type: 'string' }));
  workspace = { ...workspace, table: { ...workspace.table, columns: [...columns, ...named] } };
  try {
    const own = table.map((line) => `${line},of the table,`);
    const options = { labels: labels.map((row) => ({ ...row, cells: [...row.cells, 'of the table', ''] })) };
    const before = await match(own.slice(0, 580), options);
    const { text, report } = await match(own, { ...options, earlier: [before.path] });
    expect(text.split('\n')[0]).toBe(`${header},match_id_2,match_confidence_score_2`);
    expect(report?.newRows).toBe(20);
    expect(report?.changedRows).toBe(0);
  } finally {
    header = head;
    workspace = { ...workspace, table: { ...workspace.table, columns } };
  }
});
