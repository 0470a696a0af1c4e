import { lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from './failure.ts';
import { cleanEnvironment, ProcessTree, run } from './processes.ts';
import type { InstalledVsCode } from './vscodeInstall.ts';

/** How a server is started. */
export interface ServerOptions {
  /** State and logs of this server. */
  readonly dataFolder: string;
  /** Installed extensions. */
  readonly extensionsFolder: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Asked of every browser; without one, whoever reaches the loopback port may use the server. */
  readonly token?: string;
  /** Settings of the machine, on top of those that keep a first start quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Lets the browser name an extension to develop or to test, which VS Code takes since 1.139 only with its smoke test
   * driver. Under that, though, it shows no notifications.
   */
  readonly takesPayload?: boolean;
}

/** What the workbench is opened on. The paths besides the folder need a server that takes a payload. */
export interface WorkbenchOptions {
  readonly folder?: string;
  /** A workspace file, instead of a folder. */
  readonly workspace?: string;
  /** Loads this folder as the extension under development. */
  readonly extensionDevelopmentPath?: string;
  /** Runs this module inside the extension host. */
  readonly extensionTestsPath?: string;
}

/** A first start without welcome page, chat, updates or questions. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  // Nobody asked about the ports of other programs.
  'remote.autoForwardPorts': false,
};

/** A running VS Code server on loopback. */
export class VsCodeServer {
  readonly #tree: ProcessTree;
  readonly port: number;
  readonly #options: ServerOptions;

  private constructor(tree: ProcessTree, port: number, options: ServerOptions) {
    this.#tree = tree;
    this.port = port;
    this.#options = options;
  }

  /** @throws Failure when the port is taken or the server ends before it listens */
  static async start(vscode: InstalledVsCode, options: ServerOptions): Promise<VsCodeServer> {
    await mkdir(options.extensionsFolder, { recursive: true });
    await writeSettings(options, {});
    const args = [
      ...['out/server-main.js', '--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...(options.token === undefined ? ['--without-connection-token'] : ['--connection-token', options.token]),
      ...['--accept-server-license-terms', '--server-data-dir', options.dataFolder],
      ...['--extensions-dir', options.extensionsFolder, '--telemetry-level', 'off', '--disable-workspace-trust'],
      ...(options.takesPayload ? ['--enable-smoke-test-driver'] : []),
    ];
    const tree = new ProcessTree(vscode.node, args, {
      cwd: vscode.folder,
      env: cleanEnvironment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      return new VsCodeServer(tree, await listeningPort(tree, options.port ?? 0), options);
    } catch (error) {
      await tree.stop();
      throw error;
    }
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The address of a workbench. Files are named by their path on this machine. */
  url({ folder, workspace, ...paths }: WorkbenchOptions = {}): string {
    const url = new URL(this.origin);
    if (folder !== undefined) {
      url.searchParams.set('folder', folder);
    }
    if (workspace !== undefined) {
      url.searchParams.set('workspace', workspace);
    }
    const payload = Object.entries(paths).map(([name, path]) => [name, this.#uri(path)]);
    if (payload.length > 0) {
      url.searchParams.set('payload', JSON.stringify(payload));
    }
    if (this.#options.token !== undefined) {
      url.searchParams.set('tkn', this.#options.token);
    }
    return url.href;
  }

  /** Changes settings of the machine, on top of those the server was started with; open windows follow. */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await writeSettings(this.#options, settings);
  }

  /** Ends the server with its extension hosts and all that they started. */
  async stop(): Promise<void> {
    await this.#tree.stop();
  }

  /** Resolves when the server has ended by itself or by `stop`. */
  get ended(): Promise<unknown> {
    return this.#tree.ended;
  }

  #uri(path: string): string {
    return `vscode-remote://127.0.0.1:${this.port}${encodeURI(path)}`;
  }
}

async function writeSettings(
  { dataFolder, settings }: ServerOptions,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = join(dataFolder, 'data', 'Machine');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...quiet, ...settings, ...changes }, undefined, 2));
}

/** Waits for the line in which the server names its port. */
function listeningPort(tree: ProcessTree, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (text: string) => {
      output += text;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) {
        resolve(Number(port));
        // Keep the pipes empty, or the server would stop at a full one.
        output = '';
      }
    };
    tree.child.stdout?.setEncoding('utf8').on('data', read);
    tree.child.stderr?.setEncoding('utf8').on('data', read);
    tree.ended.then(
      (code) => reject(endedEarly(code, output, wanted)),
      (error: unknown) => reject(error),
    );
  });
}

function endedEarly(code: number | null, output: string, port: number): Failure {
  return output.includes('EADDRINUSE')
    ? new Failure(`Port ${port} is taken. Choose another with: npm start -- --port N`)
    : new Failure(`The VS Code server ended with code ${code} before it listened.\n${output}`);
}

/** Puts an extension's own folder among the installed ones, as it is. */
export function linkExtension(extension: string, extensionsFolder: string): void {
  const link = join(extensionsFolder, basename(extension));
  mkdirSync(extensionsFolder, { recursive: true });
  if (!lstatSync(link, { throwIfNoEntry: false })) {
    symlinkSync(extension, link, 'junction');
  }
}

/** Installs a packaged extension into an extensions folder. */
export async function installExtension(vscode: InstalledVsCode, vsix: string, extensionsFolder: string): Promise<void> {
  const args = ['out/server-main.js', '--install-extension', vsix, '--extensions-dir', extensionsFolder, '--force'];
  const { code, output } = await run(vscode.node, args, { cwd: vscode.folder, env: cleanEnvironment() });
  if (code !== 0 || !output.includes('successfully installed')) {
    throw new Failure(`${vsix} could not be installed: ${output}`);
  }
}
