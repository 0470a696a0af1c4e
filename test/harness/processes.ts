import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program stands on PATH; undefined if it doesn't. */
export function findProgram(name: string, path = process.env.PATH ?? ''): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    for (const suffix of suffixes) {
      const file = join(folder, name + suffix);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) {
          return file;
        }
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/**
 * The environment for a program that must not know it was started through npm or from inside VS Code: their variables
 * change how Node, npm and VS Code behave. Settings of npm itself (registry, proxy, cache) stay.
 */
export function cleanEnvironment(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix)|VSCODE_|ELECTRON_|NODE_OPTIONS$|INIT_CWD$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), ...changes };
}

/** What a finished program said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Both streams in the order they came. */
  readonly output: string;
}

/** Runs a program to its end with no stdin. Rejects only when it can't be started or `signal` ends it. */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, stdout, output };
}

/** A long-running program with everything it starts, ended as one. */
export class ProcessTree {
  static readonly #living = new Set<ProcessTree>();
  readonly #child: ChildProcess;
  readonly #endAtExit: () => void;
  readonly ended: Promise<number | null>;

  /** Starts the program in a process group of its own, so that what it starts can be ended with it. */
  constructor(program: string, args: readonly string[], options: SpawnOptions) {
    this.#child = spawn(program, args, { ...options, detached: process.platform !== 'win32' });
    this.#endAtExit = () => this.#signal('SIGKILL');
    process.on('exit', this.#endAtExit);
    ProcessTree.#living.add(this);
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code) => resolve(code));
    });
    // Whoever waits for it sees the error; when nobody does, it must not end this process.
    this.ended.catch(() => undefined).finally(() => ProcessTree.#living.delete(this));
  }

  /** Ends all that were started here and still run, as those of a test that failed before it could. */
  static async endAll(): Promise<void> {
    await Promise.all([...ProcessTree.#living].map((tree) => tree.stop()));
  }

  get child(): ChildProcess {
    return this.#child;
  }

  /** Asks the whole group to end, and makes it after `patience` milliseconds. Resolves when the program is gone. */
  async stop(patience = 3000): Promise<void> {
    process.off('exit', this.#endAtExit);
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), patience);
    await this.ended.catch(() => undefined);
    clearTimeout(timer);
    // The program itself is gone; a straggler of its group is not asked twice.
    this.#signal('SIGKILL');
  }

  /** Kills the program alone, as a crash or the system would; what it started is left to notice by itself. */
  async crash(): Promise<void> {
    process.off('exit', this.#endAtExit);
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) {
      return;
    }
    try {
      if (process.platform === 'win32') {
        spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
      } else {
        process.kill(-pid, signal);
      }
    } catch {
      // The group is gone already.
    }
  }
}
