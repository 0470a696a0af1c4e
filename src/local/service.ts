import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type GlueHandler, ownPrefix } from './api/glue/endpoint';
import { glueHandler } from './api/glue/handler';
import { ownHandler } from './api/own/handler';
import { type RunningServer, startServer } from './api/server';
import { addTable } from './catalog/addTable';
import type { Options } from './cli';
import { type Log, logFault } from './log';
import { ObjectStore } from './objects/objectStore';
import { removeEndpoint, writeEndpoint } from './root/endpointFile';
import { type KeyPair, loadKeyPair } from './root/keyPair';
import { lockRoot } from './root/lock';
import { makePrivate } from './root/privateFiles';
import { SetAside } from './root/setAside';
import { State } from './state/state';
import { JobSupervisor } from './tasks/jobSupervisor';
import { RunFiles } from './tasks/runFiles';
import { TaskRuns } from './tasks/taskRuns';
import { processRunner } from './tasks/workerProcess';

/** Each matcher process uses all processors at times, and memory for a whole table. */
function usualProcesses(): number {
  return Math.max(2, Math.min(4, Math.floor(availableParallelism() / 2)));
}

/** Milliseconds that requests may go on when the end has come. */
const grace = 2000;

/** As other stand-ins for AWS have it. */
const account = '000000000000';

export interface Service {
  readonly endpoint: string;
  readonly keyPair: KeyPair;
  /** What the start found damaged in the root folder. */
  readonly setAside: Pick<SetAside, 'found' | 'folder'>;
  close(): Promise<void>;
}

/**
 * Opens a root folder, settles what an earlier process left, adds the tables asked for and starts the endpoint.
 * @param workerProgram the built match worker
 * @throws RootInUse, AddTableError, and what the system says of a port or folder that can't be used
 */
export async function startService(
  options: Options,
  { workerProgram, log, onLease }: { workerProgram: string; log: Log; onLease: (count: number) => void },
): Promise<Service> {
  const root = path.resolve(options.root);
  const lock = await lockRoot(root);
  let tasks: TaskRuns | undefined;
  let server: RunningServer | undefined;
  const close = async () => {
    const steps = [
      // First, so that nobody finds an endpoint that is about to go.
      () => removeEndpoint(root),
      () => server?.close(grace),
      () => tasks?.close(),
      () => lock.release(),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        logFault(log, 'could not end in order', error);
      }
    }
  };
  try {
    await removeEndpoint(root);
    const mode = await makePrivate(root);
    if (mode !== undefined) {
      log.warn(`others may enter the root folder (mode ${mode}): what Local Glue keeps there is private`, { root });
    }
    const setAside = new SetAside(root, log);
    const keyPair = await loadKeyPair(root, setAside);
    const objects = await ObjectStore.open(path.join(root, 'objects'), setAside);
    const state = await State.open(path.join(root, 'state'), setAside);
    const runJob = processRunner(workerProgram);
    const files = new RunFiles(state, path.join(root, 'scratch'));
    const keeping = { folder: path.join(root, 'indexes'), mostBytes: options.indexMegabytes * 1024 * 1024 };
    const worker = new JobSupervisor(state, objects, files, runJob, { keeping, threads: options.threads });
    tasks = new TaskRuns({ state, files, worker, log, processes: options.processes ?? usualProcesses() });
    await tasks.recover();
    const aws = glueHandler({ state, objects, tasks, limits: options.limits, account, region: options.region });
    const own = ownHandler({ state, objects, tasks, quality: worker, runJob, scratch: path.join(root, 'scratch') });
    const glue: GlueHandler = (operation, input, about) =>
      (operation.startsWith(ownPrefix) ? own : aws)(operation, input, about);
    for (const table of options.tables) {
      await addTable(table, { state, objects, runJob, glue, account });
    }
    const { host, port, region } = options;
    server = await startServer({ host, port, keyPair, region, objects, glue, log, onLease });
    await writeEndpoint(root, { pid: process.pid, endpoint: server.endpoint, region });
    log.info('Local Glue is up', { endpoint: server.endpoint, region, root });
    return { endpoint: server.endpoint, keyPair, setAside, close };
  } catch (error) {
    await close();
    throw error;
  }
}
