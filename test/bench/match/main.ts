// Measures the matcher: a simulated user who knows the truth labels rounds of 100 rows. Each run is a process of its own,
// so that its peak memory can be told. Usage: npm run bench:match -- [--data NAME,NAME] [--seeds 3] [--rounds 5]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileOf, loadDataset } from './datasets';
import { curves, header, line } from './report';
import { type RunResult, run } from './run';

const small = ['fodors-zagat', 'dblp-acm', 'febrl-3', 'fake-1000', 'cora', 'abt-buy', 'persons-2000'];
const large = ['historical-50k', 'persons-100000'];

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join('..', 'shared', 'data') },
    sets: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    wrong: { type: 'string', default: '0' },
    keep: { type: 'boolean', default: false },
    json: { type: 'string' },
    svg: { type: 'string' },
    one: { type: 'string' },
    seed: { type: 'string', default: '0' },
  },
});

/** Runs one data set with one seed in a process of its own. */
function runApart(name: string, seed: number, rounds: number): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const { data, wrong, keep } = values;
    const program = process.argv[1] ?? '';
    const args = [program, '--one', name, '--seed', String(seed), '--rounds', String(rounds), '--data', data];
    args.push('--wrong', wrong, ...(keep ? ['--keep'] : []));
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let answer = '';
    child.stdout.on('data', (piece: Buffer) => {
      answer += piece.toString('utf8');
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) {
        resolve(JSON.parse(answer) as RunResult);
      } else {
        reject(new Error(`The run of ${name} with seed ${seed} ended with exit code ${code}.`));
      }
    });
  });
}

async function all(): Promise<void> {
  console.log(header);
  const measured = new Map<string, RunResult[]>();
  for (const name of values.sets?.split(',') ?? [...small, ...large]) {
    const file = fileOf(name, values.data);
    if (file !== undefined && !existsSync(file)) {
      console.log(`${name} | not measured: ${file} is not there`);
      continue;
    }
    const isLarge = large.includes(name);
    const results: RunResult[] = [];
    for (let seed = 0; seed < (isLarge ? 1 : Number(values.seeds)); seed++) {
      results.push(await runApart(name, seed, isLarge ? Math.min(3, Number(values.rounds)) : Number(values.rounds)));
    }
    measured.set(name, results);
    console.log(line(name, results));
  }
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify(Object.fromEntries(measured), undefined, 1)}\n`);
  }
  if (values.svg !== undefined) {
    await writeFile(values.svg, curves(measured));
  }
}

if (values.one === undefined) {
  await all();
} else {
  const scratch = await mkdtemp(join(tmpdir(), 'bench-match-'));
  try {
    process.stdout.write(
      JSON.stringify(
        await run({
          data: await loadDataset(values.one, values.data, scratch),
          seed: values.seed,
          rounds: Number(values.rounds),
          wrong: Number(values.wrong),
          keep: values.keep,
          scratch,
        }),
      ),
    );
  } finally {
    await rm(scratch, { recursive: true });
  }
}
