import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { fullLogFileName, logFileName, logFolderName } from '../../src/shared/rootFiles.ts';
import { Failure } from './failure.ts';
import { cleanEnvironment, ProcessTree } from './processes.ts';
import { project } from './project.ts';

export interface LocalGlueOptions {
  /** Folder of all state; a new one, removed by `stop`, unless given. */
  readonly root?: string;
  readonly tables?: readonly {
    readonly database: string;
    readonly table: string;
    readonly file: string;
    readonly primaryKey?: string;
  }[];
  /** Further arguments of the command line. */
  readonly args?: readonly string[];
  /** A program with its arguments that becomes Local Glue in the end (`exec`), in a world of its own. */
  readonly through?: readonly string[];
}

export interface LocalGlue {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly root: string;
  readonly pid: number;
  /** Resolves to the exit code when the program is gone, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Lines of its log up to now. */
  log(): Promise<readonly string[]>;
  /** SDK clients of this endpoint; `stop` and `kill` end them. */
  readonly glue: GlueClient;
  readonly s3: S3Client;
  /** Ends it as a user would (SIGTERM), and removes a root that was made for it. */
  stop(): Promise<void>;
  /** Ends it as a crash would (SIGKILL); its root stays. */
  kill(): Promise<void>;
}

/** The built program. */
export const localGlueProgram = join(project, 'dist', 'local', 'glue-local.mjs');

/** The project's own Node, whichever one runs the tests. */
export const projectNode = join(
  project,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/**
 * Starts the built `glue-local` in a process of its own. Rejects with its last words when it ends before it listens.
 * Build first: `node esbuild.mjs`.
 */
export async function startLocalGlue({ root, ...options }: LocalGlueOptions = {}): Promise<LocalGlue> {
  const folder = root ?? (await mkdtemp(join(tmpdir(), 'glue-local-')));
  const tree = spawnLocalGlue({ root: folder, ...options });
  const words: string[] = [];
  const { stdout, stderr, pid = 0 } = tree.child;
  if (!stdout || !stderr) {
    throw new Error('Local Glue was started without its streams.');
  }
  createInterface({ input: stderr }).on('line', (line) => words.push(line));
  const lines = createInterface({ input: stdout });
  const first = await Promise.race([once(lines, 'line').then(String), once(tree.child, 'close').then(() => undefined)]);
  if (first === undefined) {
    throw new Failure(`Local Glue ended with code ${await tree.ended}: ${words.at(-1) ?? 'no word'}`);
  }
  const { endpoint, region, ...credentials } = JSON.parse(first) as Address;
  const client = { endpoint, region, credentials, maxAttempts: 1 };
  const glue = new GlueClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const end = async (stop: () => Promise<unknown>) => {
    glue.destroy();
    s3.destroy();
    await stop();
  };
  return {
    endpoint,
    region,
    credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
    root: folder,
    pid,
    ended: tree.ended,
    log: () => readLog(folder),
    glue,
    s3,
    stop: async () => {
      await end(() => tree.stop(10_000));
      if (root === undefined) {
        await rm(folder, { recursive: true, force: true });
      }
    },
    kill: () => end(() => tree.crash()),
  };
}

/** Starts `glue-local` and kills it after some milliseconds, most likely before it listens. */
export async function startLocalGlueAndKill(
  options: LocalGlueOptions & { readonly root: string },
  milliseconds: number,
): Promise<void> {
  const tree = spawnLocalGlue(options);
  await delay(milliseconds);
  await tree.crash();
}

function spawnLocalGlue({
  root,
  tables = [],
  args = [],
  through = [],
}: LocalGlueOptions & { readonly root: string }): ProcessTree {
  const tableArgs = tables.flatMap(({ database, table, file, primaryKey }) => [
    '--add-table',
    `${database}.${table}=${file}`,
    ...(primaryKey === undefined ? [] : ['--primary-key', primaryKey]),
  ]);
  const node = existsSync(projectNode) ? projectNode : process.execPath;
  const own = [node, localGlueProgram, '--root', root, '--port', '0', '--json', ...tableArgs, ...args];
  const [program = node, ...rest] = [...through, ...own];
  return new ProcessTree(program, rest, {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What Local Glue logged in its root folder, oldest first. */
export async function readLog(root: string): Promise<readonly string[]> {
  const read = (name: string) => readFile(join(root, logFolderName, name), 'utf8').catch(() => '');
  const texts = await Promise.all([read(fullLogFileName), read(logFileName)]);
  return texts.join('').split('\n').slice(0, -1);
}

interface Address {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
