import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Disposable, Emitter } from '../../shared/events';
import { credentialsFileName, endpointFileName } from '../../shared/rootFiles';
import type { AwsBundle } from '../aws/bundle';
import type { Lease, LocalEndpoint } from '../aws/lease';
import type { Log } from '../log';
import { AwsError } from '../services';
import { LogTail } from './logTail';

/** What the process is made of; the parts that tests replace. */
export interface LocalProcessOptions {
  /** Path of glue-local.mjs. */
  readonly program: string;
  /** Path of the Node that runs it; the editor's own with ELECTRON_RUN_AS_NODE. */
  readonly node: string;
  /** The folder of its state, as it is set now. One process per root, shared by all windows. */
  readonly root: () => string;
  /** What its kept indexes may take, as it is set now. */
  readonly indexMegabytes: () => number;
  readonly log: Log;
  readonly loadAws: () => Promise<Pick<AwsBundle, 'holdLease'>>;
  /** Called after a start that found records damaged: how many, and the folder of what it set aside. */
  readonly onDamage: (records: number, folder: string) => void;
}

/** What a start says. */
interface Introduction extends LocalEndpoint {
  readonly damaged?: number;
  readonly setAside?: string;
}

interface Running {
  readonly root: string;
  readonly endpoint: LocalEndpoint;
  readonly lease: Lease;
  readonly tail: LogTail;
}

const maxStartsInARow = 4;
const pauseBetweenStarts = 500;

/**
 * Local Glue as a child process or, when another window runs one on the same root, as that one. A lease keeps it alive
 * and tells of its end; it is then started again on the next use. Releasing the lease ends it with the last window.
 */
export class LocalProcess implements Disposable {
  private readonly ended = new Emitter<string>();
  private running: Promise<Running> | undefined;
  private child: ChildProcess | undefined;
  private disposed = false;

  /** Fires with the reason when a running Local Glue went away by itself. */
  readonly onDidEnd = this.ended.event;

  /** The process may outlive this window's log. */
  private readonly log: Log;

  constructor(private readonly options: LocalProcessOptions) {
    const { log } = options;
    const whileOpen = (write: (message: string) => void) => (message: string) => {
      if (!this.disposed) {
        write(message);
      }
    };
    this.log = {
      debug: whileOpen((message) => log.debug(message)),
      info: whileOpen((message) => log.info(message)),
      warn: whileOpen((message) => log.warn(message)),
      error: whileOpen((message) => log.error(message)),
    };
  }

  /** Attaches or starts on first use. @throws with a text fit to be shown */
  async endpoint(): Promise<LocalEndpoint> {
    if (this.disposed) {
      throw new Error('Local Glue is stopped.');
    }
    const root = this.options.root();
    const before = await this.running?.catch(() => undefined);
    if (before !== undefined && before.root !== root) {
      this.log.info(`Local Glue: the root is ${root} now.`);
      leave(before);
      this.running = undefined;
    }
    this.running ??= this.connect(root);
    try {
      return (await this.running).endpoint;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.disposed = true;
    void this.running?.then(leave).catch(() => undefined);
    this.running = undefined;
    // Without a lease it ends by itself unless another window holds one; a child that has none yet is ended here.
    this.child?.unref();
    this.ended.dispose();
  }

  private async connect(root: string): Promise<Running> {
    const { log } = this;
    const { holdLease } = await this.options.loadAws();
    checkDataEngine(this.options.program);
    let reason = '';
    for (let start = 0; start < maxStartsInARow; start++) {
      const found = await readEndpoint(root);
      const attached = found && (await tryLease(holdLease, found));
      if (found && attached) {
        log.info(`Local Glue: using the one at ${found.endpoint}, root ${root}.`);
        return this.watch(root, found, attached);
      }
      try {
        const endpoint = await this.launch(root);
        const { damaged, setAside } = endpoint;
        if (damaged !== undefined && setAside !== undefined) {
          this.options.onDamage(damaged, setAside);
        }
        const lease = await holdLease(endpoint);
        log.info(`Local Glue: started at ${endpoint.endpoint}, root ${root}.`);
        return this.watch(root, endpoint, lease);
      } catch (error) {
        // Another window may have been faster: then the root is in use and its endpoint can be attached to.
        reason = error instanceof Error ? error.message : String(error);
        log.warn(`Local Glue: start ${start + 1} failed: ${reason}`);
        await delay(pauseBetweenStarts);
      }
    }
    throw new Error(reason);
  }

  private watch(root: string, endpoint: LocalEndpoint, lease: Lease): Running {
    const tail = new LogTail(root, this.log);
    void lease.ended.then((reason) => {
      tail.dispose();
      this.running = undefined;
      if (!this.disposed) {
        this.log.warn(`Local Glue at ${endpoint.endpoint} ended: ${reason}.`);
        this.ended.fire(reason);
      }
    });
    return { root, endpoint, lease, tail };
  }

  /** Starts the program and reads its first line. What it logs later is in its root, for every window. */
  private launch(root: string): Promise<Introduction> {
    const { program, node, indexMegabytes } = this.options;
    const { log } = this;
    const most = `${indexMegabytes()}`;
    const args = [program, '--root', root, '--port', '0', '--json', '--exit-when-unleased', '--max-index-mb', most];
    const child = spawn(node, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      // In a group of its own, so that a Ctrl+C meant for the editor does not end it under another window.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.child = child;
    return new Promise((resolve, reject) => {
      let lastError = '';
      createInterface({ input: child.stderr }).on('line', (line) => {
        lastError = line.replace(/^glue-local: /, '');
        log.debug(line);
      });
      const lines = createInterface({ input: child.stdout });
      lines.once('line', (line) => {
        // It outlives this window under another; nothing of this one is left for it to depend on.
        child.stdout.destroy();
        child.stderr.destroy();
        child.unref();
        const endpoint = parseEndpoint(line);
        if (endpoint === undefined) {
          reject(new Error('Local Glue did not tell where it listens.'));
        } else {
          resolve(endpoint);
        }
      });
      child.once('error', (error) => reject(new Error(`${program} could not be run: ${error.message}`)));
      child.once('exit', (code, signal) => {
        log.info(`Local Glue (process ${child.pid}) exited with ${signal ?? `code ${code}`}.`);
        reject(new Error(lastError || `Local Glue ended at once with ${signal ?? `code ${code}`}.`));
      });
    });
  }
}

/** DuckDB lies beside the program in a package for one platform, and among the dependencies in the repository. */
function checkDataEngine(program: string): void {
  try {
    createRequire(program).resolve('@duckdb/node-api');
  } catch {
    throw new AwsError('This package of the extension is the universal one, without a data engine.', {
      code: 'LocalGlueMissing',
    });
  }
}

function leave({ lease, tail }: Running): void {
  tail.dispose();
  lease.release();
}

async function tryLease(holdLease: AwsBundle['holdLease'], endpoint: LocalEndpoint): Promise<Lease | undefined> {
  try {
    return await holdLease(endpoint);
  } catch {
    // The file is of a process that is gone.
    return undefined;
  }
}

/** A running Local Glue says in its root where it listens; the key pair lies beside it, for its owner only. */
async function readEndpoint(root: string): Promise<LocalEndpoint | undefined> {
  const files = [endpointFileName, credentialsFileName];
  try {
    return parseEndpoint(...(await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))));
  } catch {
    return undefined;
  }
}

/** Reads what glue-local prints first, or the two files of its root, as one. @returns undefined if anything is missing. */
function parseEndpoint(...texts: string[]): Introduction | undefined {
  try {
    const found: object = Object.assign({}, ...texts.map((text): unknown => JSON.parse(text)));
    return isIntroduction(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isIntroduction(found: object): found is Introduction {
  const names = ['endpoint', 'region', 'accessKeyId', 'secretAccessKey'];
  return names.every((name) => typeof Reflect.get(found, name) === 'string');
}
