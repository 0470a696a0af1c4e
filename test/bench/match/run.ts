import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MatchInputError } from '../../../src/local/match/errors';
import { inKeyOrder } from '../../../src/local/match/index/keyOrder';
import type { DrawnPair, MatchSettings, TableQuality } from '../../../src/local/match/job';
import type { LabeledRow } from '../../../src/local/match/learn/labels';
import { Matcher } from '../../../src/local/match/matcher';
import { runMatchJob } from '../../../src/local/match/pipeline';
import { Random } from '../../../src/local/match/random';
import { readTable } from '../../../src/local/match/table/readTable';
import { Team } from '../../../src/local/match/threads/team';
import { tableFile } from '../../harness/tableFile';
import type { Dataset } from './datasets';

/** What one simulated user got out of one data set. */
export interface RunResult {
  readonly rows: number;
  readonly truePairs: number;
  readonly candidates: number;
  /** Share of true pairs among the candidates. */
  readonly pairCompleteness: number;
  /** After so many labeled rows: F1 over all true pairs of the table, and F1 as the evaluation estimates it. */
  readonly rounds: readonly {
    readonly labeled: number;
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly estimated: number;
    /** What the transform says of the whole table, or why it can't. */
    readonly quality: TableQuality | string;
  }[];
  /** Mean seconds of each kind of job. */
  readonly seconds: { readonly generate: number; readonly evaluate: number; readonly findMatches: number };
  readonly peakMegabytes: number;
}

/** Who is simulated, and on what. */
export interface Plan {
  readonly data: Dataset;
  readonly seed: string;
  readonly rounds: number;
  /** Part of the rows that get the label of another row of their set, or of none. */
  readonly wrong: number;
  /** Whether the index of the table is kept from job to job. */
  readonly keep: boolean;
  readonly scratch: string;
}

/** Plays a user who knows the truth: rounds of 100 rows, generated, labeled, and after each the whole table matched. */
export async function run({ data, seed, rounds, wrong, keep, scratch }: Plan): Promise<RunResult> {
  const settings: MatchSettings = {
    primaryKey: data.primaryKey,
    precisionRecallTradeoff: 0.5,
    accuracyCostTradeoff: 0.5,
    enforceProvidedLabels: false,
    seed,
  };
  const files = {
    labelsFile: join(scratch, 'labels.json'),
    askedFile: join(scratch, 'asked.json'),
    drawnFile: join(scratch, 'drawn.json'),
    outputFile: join(scratch, 'out.csv'),
  };
  const keeping = keep ? { keeping: { folder: join(scratch, 'indexes'), mostBytes: 2 ** 32 } } : {};
  const input = { table: data.table, settings, scratch, ...keeping, ...files };
  const mistakes = new Random(`mistakes ${seed}`);
  const seconds = { generate: 0, evaluate: 0, findMatches: 0 };
  const timed = async <T>(kind: keyof typeof seconds, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    seconds[kind] += (performance.now() - start) / 1000 / rounds;
    return result;
  };
  const labels: LabeledRow[] = [];
  const asked: (readonly string[])[] = [];
  const drawn: DrawnPair[] = [];
  const outcomes: RunResult['rounds'][number][] = [];
  for (let round = 0; round < rounds; round++) {
    await writeFile(files.labelsFile, JSON.stringify(labels));
    await writeFile(files.askedFile, JSON.stringify(asked));
    const generated = await timed('generate', () =>
      runMatchJob({ ...input, kind: 'generate', sets: 10, rowsPerSet: 10 }, () => undefined),
    );
    if (generated.kind !== 'generate') {
      throw new Error(`A generate job answered ${generated.kind}.`);
    }
    asked.push(...generated.sets);
    drawn.push(...generated.drawn);
    labels.push(...mislabel(labelByTruth(data, generated.sets, `${round}`), wrong, mistakes));
    await writeFile(files.labelsFile, JSON.stringify(labels));
    const evaluated = await timed('evaluate', () => runMatchJob({ ...input, kind: 'evaluate' }, () => undefined));
    await timed('findMatches', () =>
      runMatchJob({ ...input, kind: 'findMatches', outputFormat: 'csv', confidenceScores: false }, () => undefined),
    );
    await writeFile(files.drawnFile, JSON.stringify(drawn));
    const quality = await runMatchJob({ ...input, kind: 'quality' }, () => undefined).catch((error: unknown) => {
      if (error instanceof MatchInputError) {
        return error.message;
      }
      throw error;
    });
    outcomes.push({
      labeled: labels.length,
      ...(await score(data, files.outputFile, scratch)),
      estimated: evaluated.kind === 'evaluate' ? evaluated.metrics.f1 : Number.NaN,
      quality: typeof quality !== 'string' && quality.kind === 'quality' ? quality.quality : String(quality),
    });
  }
  return { ...(await blocking(data, settings, scratch)), rounds: outcomes, seconds, peakMegabytes: peakMegabytes() };
}

function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Labels by key alone: the matcher takes the rest of a record from the table. */
function labelByTruth(data: Dataset, sets: readonly (readonly string[])[], round: string): LabeledRow[] {
  const key = data.table.columns.findIndex(({ name }) => name === data.primaryKey);
  return sets.flatMap((set, i) =>
    set.map((id) => ({
      setId: `${round}-${i}`,
      label: data.truth.get(id) ?? '',
      cells: data.table.columns.map((_, column) => (column === key ? id : '')),
    })),
  );
}

/** Gives a part of the rows the label of another row of their set, or a label of their own. */
function mislabel(rows: readonly LabeledRow[], part: number, random: Random): LabeledRow[] {
  return rows.map((row, i) => {
    if (!random.chance(part)) {
      return row;
    }
    const others = rows.filter(({ setId, label }) => setId === row.setId && label !== row.label);
    const label = others.length === 0 || random.chance(0.5) ? `mistake ${i}` : random.pick(others).label;
    return { ...row, label };
  });
}

/** Pair precision, recall and F1 of a match_id output, read back as a table, against the truth. */
async function score(
  data: Dataset,
  file: string,
  scratch: string,
): Promise<{ precision: number; recall: number; f1: number }> {
  const columns = [...data.table.columns, { name: 'match_id', type: 'bigint' }];
  const output = await readTable({ ...data.table, files: [tableFile(file)], columns }, data.primaryKey, scratch);
  const truths = (output.cells[output.key] ?? []).map((id) => data.truth.get(id) ?? id);
  const groups = output.cells.at(-1) ?? [];
  const found = pairCount(groups);
  const truePairs = pairCount(truths);
  const both = pairCount(groups.map((group, i) => `${group} ${truths[i]}`));
  return {
    precision: found === 0 ? 0 : both / found,
    recall: both / truePairs,
    f1: (2 * both) / (found + truePairs),
  };
}

async function blocking(
  data: Dataset,
  settings: MatchSettings,
  scratch: string,
): Promise<Pick<RunResult, 'rows' | 'truePairs' | 'candidates' | 'pairCompleteness'>> {
  const table = inKeyOrder(await readTable(data.table, data.primaryKey, scratch));
  const matcher = await Matcher.make(table, [], { settings, team: new Team(1, undefined), report: () => undefined });
  const { left, right } = matcher.candidates();
  const truths = (table.cells[table.key] ?? []).map((id) => data.truth.get(id) ?? id);
  const { recordOf, count } = matcher.fold;
  const truthsOf: string[][] = Array.from({ length: count }, () => []);
  for (const [row, truth] of truths.entries()) {
    truthsOf[recordOf[row] ?? 0]?.push(truth);
  }
  let hits = truthsOf.reduce((sum, rows) => sum + pairCount(rows), 0);
  for (const [i, a] of left.entries()) {
    for (const truth of truthsOf[a] ?? []) {
      hits += truthsOf[right[i] ?? 0]?.filter((other) => other === truth).length ?? 0;
    }
  }
  const truePairs = pairCount(truths);
  return { rows: table.rows, truePairs, candidates: left.length, pairCompleteness: hits / truePairs };
}

function pairCount(groups: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const group of groups) {
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  let pairs = 0;
  for (const size of sizes.values()) {
    pairs += (size * (size - 1)) / 2;
  }
  return pairs;
}
