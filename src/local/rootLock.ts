import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Another process uses the root folder; the message is fit for the user. */
export class RootInUse extends Error {
  override readonly name = 'RootInUse';
}

export interface RootLock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** When the process started, as the system tells it; undefined where it doesn't. Tells a process from a later one with its id. */
  readonly start: string | undefined;
}

const lockName = /^lock-(\d+)$/;

/**
 * Takes a root folder for this process. Locks are numbered files; the owner is the living process of any of them. A lock whose process
 * is gone (killed, power cut) is followed by one with the next number, and as a number can be taken only once, of several processes
 * that find a dead lock at the same time one wins. Throws RootInUse.
 */
export async function lockRoot(root: string): Promise<RootLock> {
  // A new folder is its owner's only: tables and labels are nobody else's business.
  await mkdir(root, { recursive: true, mode: 0o700 });
  const own = path.join(root, `.lock-${randomUUID()}`);
  await writeFile(own, JSON.stringify({ pid: process.pid, start: await processStart(process.pid) }), { mode: 0o600 });
  try {
    return await takeLock(root, own);
  } finally {
    await rm(own, { force: true });
  }
}

async function takeLock(root: string, own: string): Promise<RootLock> {
  const before = await readLocks(root);
  await refuseLiving(root, before);
  const number = Math.max(0, ...before.map((lock) => lock.number)) + 1;
  const file = path.join(root, `lock-${number}`);
  try {
    await link(own, file);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      throw inUse(root, undefined);
    }
    throw error;
  }
  // Another process may have taken a number after the dead locks were seen and before this one was.
  const others = (await readLocks(root)).filter((lock) => lock.number !== number);
  try {
    await refuseLiving(root, others);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  for (const lock of others) {
    await rm(path.join(root, `lock-${lock.number}`), { force: true });
  }
  return { release: () => rm(file, { force: true }) };
}

async function refuseLiving(root: string, locks: readonly Lock[]): Promise<void> {
  for (const { owner } of locks) {
    if (owner && (await isAlive(owner))) {
      throw inUse(root, owner.pid);
    }
  }
}

function inUse(root: string, pid: number | undefined): RootInUse {
  const who = pid === undefined ? 'Another process' : `Process ${pid}`;
  return new RootInUse(
    `${who} already serves the folder ${root}: use its endpoint (see endpoint.json there), stop it, or give another --root.`,
  );
}

interface Lock {
  readonly number: number;
  /** Undefined where the file holds no owner, or was removed meanwhile. */
  readonly owner: Owner | undefined;
}

async function readLocks(root: string): Promise<Lock[]> {
  const numbers = (await readdir(root)).flatMap((name) => lockName.exec(name)?.[1] ?? []);
  return Promise.all(
    numbers.map(async (number) => ({
      number: Number(number),
      owner: await readOwner(path.join(root, `lock-${number}`)),
    })),
  );
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, start }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user is alive too.
    return hasCode(error, 'EPERM');
  }
  const now = await processStart(pid);
  return start === undefined || now === undefined || start === now;
}

/** Start time of a process in clock ticks since boot, together with the boot's id (Linux: proc(5), field 22 of stat). */
async function processStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field is the program's name in parentheses and may hold anything.
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
