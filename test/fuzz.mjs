// Runs the random tests again and again, each time with a fresh seed, until one fails or the time is over.
// Usage: npm run fuzz -- [--minutes N] [--seed N] [FILE...]. With --seed once, with that seed.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const files = readdirSync('test/unit', { recursive: true })
  .map((name) => `test/unit/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.test.ts') && /harness\/fuzz'/.test(readFileSync(name, 'utf8')))
  .filter((name) => positionals.length === 0 || positionals.some((wanted) => name.includes(wanted)));

/** Whether all held. */
function run(seed) {
  console.log(`\nfuzz: seed ${seed}; npm run fuzz -- --seed ${seed} has it again\n`);
  const { status } = spawnSync('vitest', ['run', ...files], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, FUZZ_SEED: seed },
  });
  return status === 0;
}

const end = Date.now() + Number(values.minutes) * 60_000;
let rounds = 0;
let held = files.length > 0;
if (!held) {
  console.error('fuzz: no such random test');
}
while (held && (rounds === 0 || (values.seed === undefined && Date.now() < end))) {
  held = run(values.seed ?? String(randomInt(1_000_000_000)));
  rounds += 1;
}
console.log(`fuzz: ${files.length} files, ${rounds} runs, ${held ? 'all held' : 'FAILED'}`);
process.exitCode = held ? 0 : 1;
