// Runs inside the extension host, started by VS Code as the module of `extensionTestsPath`. Loads the bundled tests that
// stand beside it and reports to the launcher (test/harness/hostReport.ts), which knows how the run went even when the
// extension host dies.
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { HostEvent } from '../harness/hostReport.ts';

/** Called by VS Code; it takes a rejection for a failed run. */
export async function run(): Promise<void> {
  const { GLUE_HOST_REPORT_PORT: port, GLUE_HOST_GREP: grep = '' } = process.env;
  const socket = connect(Number(port), '127.0.0.1');
  try {
    const failed = await runTests(grep, (event) => socket.write(`${JSON.stringify(event)}\n`));
    if (failed > 0) {
      throw new Error(`${failed} tests failed`);
    }
  } finally {
    await closed(socket);
  }
}

async function runTests(grep: string, report: (event: HostEvent) => void): Promise<number> {
  // mocha is an ES module, and this is a CommonJS bundle.
  const { default: Mocha } = await import('mocha');
  // The base reporter prints nothing; the launcher does.
  const mocha = new Mocha({
    reporter: Mocha.reporters.Base,
    timeout: 30_000,
    forbidOnly: true,
    forbidPending: true,
  });
  // Both dialects: suite/test and describe/it.
  mocha.ui('bdd');
  mocha.ui('tdd');
  if (grep !== '') {
    mocha.grep(grep);
  }
  try {
    for (const file of testFiles()) {
      mocha.suite.emit('pre-require', globalThis, file, mocha);
      // require, not import: only that way VS Code hands out its own module `vscode`.
      mocha.suite.emit('require', require(file), file, mocha);
      mocha.suite.emit('post-require', globalThis, file, mocha);
    }
  } catch (error) {
    report({ type: 'failed', title: 'loading the test files', stack: stackOf(error) });
    report({ type: 'end' });
    return 1;
  }
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      report({ type: 'end' });
      resolve(failures);
    });
    runner.on('test', (test) => report({ type: 'begun', title: test.fullTitle() }));
    runner.on('pass', (test) => report({ type: 'passed', title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    // Hooks fail here too, under the title of the hook.
    runner.on('fail', (test, error) => report({ type: 'failed', title: test.fullTitle(), stack: stackOf(error) }));
  });
}

function testFiles(): readonly string[] {
  const folder = join(__dirname, 'tests');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.cjs'))
    .sort()
    .map((file) => join(folder, file));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('error', () => resolve());
    socket.end(resolve);
  });
}
