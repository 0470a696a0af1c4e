// Measures the matcher by size of table, beside the matcher of the commit before it was made for size. Each measurement is a process of its
// own. Usage: npm run bench:scale -- [--rows 10000,100000,1000000] [--engines new,old] [--threads N]
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import type { Measured } from './measure';
import { writePersons } from './table';

/** The last commit with the engine that is measured beside this one. */
const oldCommit = '289804d';
const cache = join('.cache', 'bench', 'scale');

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    engines: { type: 'string', default: 'new,old' },
    threads: { type: 'string', default: String(cpus().length) },
  },
});

/** The old engine as one file, built from its commit on first use. */
function oldEngine(): string | undefined {
  const bundle = join(cache, `engine-${oldCommit}.mjs`);
  if (existsSync(bundle)) {
    return bundle;
  }
  const source = join(cache, oldCommit);
  try {
    mkdirSync(source, { recursive: true });
    const archive = execFileSync('git', ['archive', oldCommit, 'src'], { maxBuffer: 1 << 28 });
    execFileSync('tar', ['-x', '-C', source], { input: archive });
    build(join(source, 'src', 'local', 'match', 'pipeline.ts'), bundle);
    return bundle;
  } catch (error) {
    console.log(`The engine of ${oldCommit} can't be built here: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function build(entry: string, bundle: string): string {
  buildSync({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return bundle;
}

function measure(engine: string, isOld: boolean, file: string): Promise<readonly Measured[]> {
  const program = build(join('test', 'bench', 'scale', 'measure.ts'), join(cache, 'measure.mjs'));
  const heap = `--max-old-space-size=${Math.floor((totalmem() / 2 ** 20) * 0.8)}`;
  return new Promise((resolve, reject) => {
    const args = [heap, program, engine, isOld ? 'old' : 'new', file, values.threads];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let answer = '';
    child.stdout.on('data', (piece: Buffer) => {
      answer += piece.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(answer) as Measured[]) : reject(new Error(`It ended with code ${code}.`)),
    );
  });
}

function line(name: string, rows: number, { step, wall, cpu, peakMegabytes, quality }: Measured): string {
  const cells = [name, rows.toLocaleString('en-US'), step, wall.toFixed(1), cpu.toFixed(1), peakMegabytes.toFixed(0)];
  return `| ${[...cells, quality].join(' | ')} |`;
}

mkdirSync(cache, { recursive: true });
build(join('src', 'local', 'match', 'threads', 'matchThread.ts'), join(cache, 'match-thread.mjs'));
const engines: { name: string; path: string }[] = [];
for (const name of values.engines.split(',')) {
  const path =
    name === 'old' ? oldEngine() : build(join('test', 'bench', 'scale', 'engine.ts'), join(cache, 'engine.mjs'));
  if (path) {
    engines.push({ name, path });
  }
}
console.log(
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${(totalmem() / 1e9).toFixed(0)} GB, Node ${process.versions.node}, ${values.threads} threads\n`,
);
console.log('| engine | rows | | wall s | CPU s | peak MB | quality |\n|---|---|---|---|---|---|---|');
for (const rows of values.rows.split(',').map(Number)) {
  const file = join(cache, `persons-${rows}.csv`);
  if (!existsSync(file) || !existsSync(`${file}.truth.json`)) {
    await writePersons(file, rows);
  }
  for (const { name, path } of engines) {
    for (const measured of await measure(path, name === 'old', file)) {
      console.log(line(name, rows, measured));
    }
  }
}
