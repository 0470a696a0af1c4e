// One engine on one table: three rounds of questions answered by the truth, an evaluation, and all matches; of the new engine also those of
// one new row in a hundred on top of a full run without them. Arguments: the engine's bundle, old or new, the table, threads. Prints JSON.
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { MatchJob, MatchResult } from '../../../src/local/match/job';
import type { LabeledRow } from '../../../src/local/match/learn/labels';
import type { Team } from '../../../src/local/match/threads/team';

export interface Measured {
  readonly step: string;
  readonly wall: number;
  readonly cpu: number;
  readonly peakMegabytes: number;
  readonly quality: string;
}

/** What a bundle of the pipeline exports; the old one knows no teams. */
interface Engine {
  runMatchJob(job: MatchJob, report: () => void, team?: Team): Promise<MatchResult>;
  makeTeam?(size: number, program: URL): Team;
  pairCompleteness?(job: MatchJob, truth: ReadonlyMap<string, string>): Promise<number>;
}

const [bundle = '', kind = '', file = '', threads = ''] = process.argv.slice(2);
const engine = (await import(pathToFileURL(resolve(bundle)).href)) as Engine;
const truth = new Map(JSON.parse(await readFile(`${file}.truth.json`, 'utf8')) as [string, string][]);
const folder = await mkdtemp(join(tmpdir(), 'bench-scale-'));
const measured: Measured[] = [];
const at = (name: string): string => join(folder, name);

/** A table as each engine wants to be told of it. */
async function source(path: string): Promise<MatchJob['table']> {
  const lines = createInterface({ input: createReadStream(path) });
  for await (const header of lines) {
    lines.close();
    const table = {
      files: [kind === 'old' ? path : { path, name: path }],
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: header.split(',').map((name) => ({ name, type: 'string' })),
    };
    return table as MatchJob['table'];
  }
  throw new Error(`${path} is empty.`);
}

const input = {
  table: await source(file),
  settings: {
    primaryKey: 'id',
    precisionRecallTradeoff: 0.5,
    accuracyCostTradeoff: 0.5,
    enforceProvidedLabels: false,
    seed: 'bench',
  },
  labelsFile: at('labels.json'),
  scratch: folder,
  keeping: { folder: at('indexes'), mostBytes: 1e12 },
};

/** Writes the table without one row in a hundred. */
async function writeMost(path: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(path, lines.filter((_, row) => row % 100 !== 50).join('\n'));
}

async function run(step: string, job: MatchJob, quality: (result: MatchResult) => string | Promise<string>) {
  const team = engine.makeTeam?.(Number(threads), pathToFileURL(resolve(dirname(bundle), 'match-thread.mjs')));
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await engine.runMatchJob(job, () => undefined, team);
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await team?.close();
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  measured.push({ step, wall, cpu: (user + system) / 1e6, peakMegabytes, quality: await quality(result) });
  return result;
}

/** Pair precision, recall and F1 over all true pairs, from the output. */
async function score(output: string): Promise<string> {
  const found = new Map<string, number>();
  const real = new Map<string, number>();
  const both = new Map<string, number>();
  const count = (groups: Map<string, number>, name: string) => groups.set(name, (groups.get(name) ?? 0) + 1);
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(output) })) {
    if (!isHeader) {
      const [id = ''] = line.split(',', 1);
      const match = line.slice(line.lastIndexOf(',') + 1);
      const person = truth.get(id) ?? id;
      count(found, match);
      count(real, person);
      count(both, `${match} ${person}`);
    }
    isHeader = false;
  }
  const pairs = (groups: Map<string, number>) => [...groups.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [hits, claimed, all] = [pairs(both), pairs(found), pairs(real)];
  const figures = { precision: hits / claimed, recall: hits / all, F1: (2 * hits) / (claimed + all) };
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure.toFixed(4)}`)
    .join(', ');
}

try {
  const labels: LabeledRow[] = [];
  const asked: (readonly string[])[] = [];
  for (const step of ['first generation', 'second generation', 'third generation']) {
    await writeFile(input.labelsFile, JSON.stringify(labels));
    await writeFile(at('asked.json'), JSON.stringify(asked));
    const job = { ...input, kind: 'generate', askedFile: at('asked.json'), outputFile: at('sets.csv') } as const;
    const result = await run(step, { ...job, sets: 10, rowsPerSet: 10 }, () => '');
    for (const set of result.kind === 'generate' ? result.sets : []) {
      const cells = (id: string) => input.table.columns.map((_, column) => (column === 0 ? id : ''));
      labels.push(...set.map((id) => ({ setId: `${asked.length}`, label: truth.get(id) ?? id, cells: cells(id) })));
      asked.push(set);
    }
  }
  await writeFile(input.labelsFile, JSON.stringify(labels));
  await run('evaluation', { ...input, kind: 'evaluate' }, (result) =>
    result.kind === 'evaluate' ? `estimated F1 ${result.metrics.f1.toFixed(4)}` : '',
  );
  const matches = { ...input, kind: 'findMatches', outputFile: at('matches.csv'), outputFormat: 'csv' } as const;
  await run('FindMatches', { ...matches, confidenceScores: false }, async () => {
    const complete = await engine.pairCompleteness?.(matches as MatchJob, truth);
    return `${await score(matches.outputFile)}${complete === undefined ? '' : `, completeness ${complete.toFixed(4)}`}`;
  });
  if (engine.makeTeam) {
    await writeMost(at('most.csv'));
    const most = {
      ...matches,
      table: await source(at('most.csv')),
      outputFile: at('earlier.csv'),
      confidenceScores: false,
    };
    await run('FindMatches of 99 %, not indexed before', most, () => score(most.outputFile));
    const files = [{ path: most.outputFile, name: 'earlier.csv' }];
    const earlier = { files, matchAllRows: false, reportFile: at('report.json') };
    await run('FindMatches of the rest on top of that', { ...matches, confidenceScores: false, earlier }, () =>
      score(matches.outputFile),
    );
  }
  process.stdout.write(JSON.stringify(measured), () => process.exit(0));
} finally {
  await rm(folder, { recursive: true, force: true });
}
