import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostResult } from './hostReport.ts';
import { project } from './project.ts';

/** What one run of VS Code has to itself: its home with no AWS profile in it, its workspace, its Local Glue root. */
export interface Sandbox {
  readonly root: string;
  readonly home: string;
  readonly workspace: string;
  readonly localRoot: string;
  readonly env: NodeJS.ProcessEnv;
  /** For the machine's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  dispose(): void;
}

/** Makes a sandbox in the system's temporary folder. No AWS setting of this machine reaches into it. */
export function makeSandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'glue-labeling-'));
  const [home, workspace, localRoot] = ['home', 'workspace', 'local'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(join(home, '.aws'), { recursive: true });
  mkdirSync(workspace);
  const inherited = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return {
    root,
    home,
    workspace,
    localRoot,
    env: {
      ...Object.fromEntries(inherited.map((name) => [name, undefined])),
      HOME: home,
      USERPROFILE: home,
      XDG_CACHE_HOME: undefined,
      XDG_CONFIG_HOME: undefined,
      XDG_DATA_HOME: undefined,
      XDG_STATE_HOME: undefined,
      // The credential chain must not ask the network for an instance's role.
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    settings: { 'glueLabeling.localRoot': localRoot },
    dispose: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** Leaves the counts for test/run.mjs and says how it went. A run without a test is a failure. */
export function conclude(name: string, result: HostResult): void {
  const failures =
    result.passed + result.failures.length === 0
      ? [{ title: 'the run as a whole', stack: 'No test ran.' }]
      : result.failures;
  const counts = { passed: result.passed, failed: failures.length };
  const folder = join(project, 'test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...counts, failures }, undefined, 2));
  for (const { title, stack } of failures) {
    console.log(`\nFAILED ${title}\n${stack}`);
  }
  console.log(`\n${name}: ${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
