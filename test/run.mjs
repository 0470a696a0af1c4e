// The README's test command. Runs every check and suite, goes on after a failure so that one run tells everything, and
// ends with the sum over all of them. Usage: node test/run.mjs [STEP...]
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const results = 'test-results';

const report = (name) => JSON.parse(readFileSync(`${results}/${name}.json`, 'utf8'));

function vitestCounts(name) {
  const { numPassedTests, numFailedTests } = report(name);
  return { passed: numPassedTests, failed: numFailedTests };
}

/** A test that needed a second try has failed: what it shows holds only now and then. */
function playwrightCounts(name) {
  const { expected, unexpected, flaky } = report(name).stats;
  return { passed: expected, failed: unexpected + flaky };
}

/** A step either passes as a whole (counts as one), or is a suite that leaves its counts in a file. */
const steps = [
  { name: 'format', command: ['biome', 'format', '.'] },
  // Dependency directions between the folders are lint rules too: noRestrictedImports in biome.json.
  { name: 'lint', command: ['biome', 'lint', '--error-on-warnings', '.'] },
  { name: 'types of src', command: ['tsc', '-p', '.'] },
  { name: 'types of src/shared', command: ['tsc', '-p', 'src/shared'] },
  { name: 'types of media', command: ['tsc', '-p', 'media'] },
  { name: 'types of test', command: ['tsc', '-p', 'test'] },
  { name: 'size', command: ['node', 'test/size.mjs'] },
  { name: 'build', command: ['node', 'esbuild.mjs'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}/unit.json`],
    counts: () => vitestCounts('unit'),
  },
  {
    name: 'webview',
    command: ['playwright', 'test', '-c', 'test/webview/playwright.config.ts', '--project=webview'],
    counts: () => playwrightCounts('webview'),
  },
  // Leaves the built extension as it is shipped; the suites after it run on that.
  {
    name: 'package',
    command: [
      ...['vitest', 'run', '-c', 'test/package/vitest.config.ts', '--reporter=default', '--reporter=json'],
      `--outputFile.json=${process.cwd()}/${results}/package.json`,
    ],
    counts: () => vitestCounts('package'),
  },
  {
    name: 'host',
    command: ['node', 'test/harness/hostServer.ts', 'newest'],
    counts: () => report('host-1.139.1'),
  },
  {
    name: 'host on VS Code 1.103',
    command: ['node', 'test/harness/hostServer.ts', 'oldest'],
    counts: () => report('host-1.103.2'),
  },
  {
    name: 'e2e',
    command: ['playwright', 'test', '-c', 'test/e2e/playwright.config.ts'],
    counts: () => playwrightCounts('e2e'),
  },
];

/** Runs a command with the project's tools on PATH; resolves to its exit code. */
function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function runStep(step) {
  const started = Date.now();
  const code = await run(step.command);
  let counts = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (step.counts) {
    try {
      counts = step.counts();
    } catch {
      counts = { passed: 0, failed: 1 };
    }
    // A suite that fails without a failing test (a crash, no test found) is still a failure.
    if (code !== 0 && counts.failed === 0) {
      counts.failed = 1;
    }
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`\n=== ${step.name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s\n`);
  return { name: step.name, ...counts };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const wanted = process.argv.slice(2);
const outcomes = [];
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  outcomes.push(await runStep(step));
}
for (const outcome of outcomes) {
  console.log(`${outcome.name.padEnd(24)} ${outcome.passed} passed, ${outcome.failed} failed`);
}
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
