#!/usr/bin/env node
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { logFolderName } from '../shared/rootFiles';
import { help, type Options, readOptions, UsageError } from './cli';
import { jsonLog, type Log } from './log';
import { LeaseWatch } from './root/leaseWatch';
import { LogFile } from './root/logFile';
import { type Service, startService } from './service';
import { systemAdvice } from './systemError';

const workerProgram = fileURLToPath(new URL('./match-worker.mjs', import.meta.url));

const leastNode = 22;

/** Milliseconds from being told to end until the process ends, whatever fails on the way. */
const longestEnd = 4500;

/** Runs the program until it is told to end; resolves to its exit code. */
async function main(): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) {
    // A terminal or a reader that is gone ends nothing here.
    stream.on('error', () => undefined);
  }
  if (Number.parseInt(process.versions.node, 10) < leastNode) {
    console.error(`glue-local: Node ${process.versions.node} is too old. Run it with Node ${leastNode} or newer.`);
    return 2;
  }
  let options: Options | undefined;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`glue-local: ${error.message}`);
      return 2;
    }
    throw error;
  }
  if (!options) {
    console.log(help);
    return 0;
  }
  const file = new LogFile(path.join(path.resolve(options.root), logFolderName));
  const { json } = options;
  const log = jsonLog(options.logLevel, (line) => {
    file.write(line);
    // Who started it with --json may go and leave it to others, and its end of the pipe with nobody to read it.
    if (!json) {
      process.stderr.write(line);
    }
  });
  try {
    return await serve(options, log);
  } catch (error) {
    console.error(`glue-local: ${explain(error)}`);
    return 1;
  }
}

async function serve(options: Options, log: Log): Promise<number> {
  const ended = Promise.withResolvers<string>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => ended.resolve(signal));
  }
  void ended.promise.then(() => setTimeout(() => giveUp(log), longestEnd).unref());
  const leases = options.exitWhenUnleased ? new LeaseWatch(() => ended.resolve('no lease is held')) : undefined;
  try {
    const service = await startService(options, { workerProgram, log, onLease: (count) => leases?.changed(count) });
    console.log(introduce(options, service));
    log.info('ending', { reason: await ended.promise });
    await service.close();
    return 0;
  } finally {
    leases?.close();
  }
}

/** Whatever is still to do could be cut off by a power cut as well: the next start settles it. */
function giveUp(log: Log): never {
  log.error('not everything could be ended in time');
  process.exit(1);
}

/** What stdout begins with. Only the JSON form, made for programs, holds the secret. */
function introduce({ json, region, root }: Options, { endpoint, keyPair, setAside }: Service): string {
  if (json) {
    // Without it, the log says so on stderr.
    const { found, folder } = setAside;
    const damaged = found > 0 ? { damaged: found, setAside: folder } : {};
    return JSON.stringify({ endpoint, region, ...keyPair, root: path.resolve(root), ...damaged });
  }
  return `Local Glue is at ${endpoint} in region ${region}.
Sign requests with the key pair in ${root}/credentials.json. Ctrl+C ends it.`;
}

/** One line for what went wrong on start, with the way out. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { message, code, syscall }: NodeJS.ErrnoException = error;
  if (code === 'EADDRINUSE') {
    return `The port is taken (${message}). Give another --port, or 0 for any free one.`;
  }
  if (syscall === 'listen' || syscall === 'getaddrinfo') {
    return `The address can't be used (${message}). Give another --host or --port.`;
  }
  if (code && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
    return `The root folder can't be used (${message}). Give a --root that can be written to.`;
  }
  return systemAdvice(error) ?? message;
}

process.exitCode = await main();
