import { randomUUID } from 'node:crypto';
import { access, chmod, constants, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { diskFull, hasCode } from '../systemError';

/** Another process uses the root folder; the message is fit for the user. */
export class RootInUse extends Error {
  override readonly name = 'RootInUse';
}

export interface RootLock {
  release(): void;
}

export const lockFileName = 'lock.duckdb';
/** A file that a start which was killed was about to make the lock. */
const unfinished = /^\.lock-[\da-f-]{36}\.duckdb/;

/**
 * Takes a root folder for this process. Node has no file locks, but DuckDB takes one on every database file it has open: the kernel's own,
 * on all systems. So the lock is an empty database. It goes with its process however that ends, and holds between containers that
 * share the folder, where a process id means nothing. The file itself stays: only who has it open counts.
 * @throws RootInUse, and the system's error where the folder can't be written to
 */
export async function lockRoot(root: string): Promise<RootLock> {
  // A new folder is its owner's only: tables and labels are nobody else's business.
  await mkdir(root, { recursive: true, mode: 0o700 });
  const file = path.join(root, lockFileName);
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const open = (at: string) => DuckDBInstance.create(at, { threads: '1' });
  // DuckDB tells these in words only.
  await access(root, constants.W_OK);
  if (await exists(file)) {
    await access(file, constants.W_OK);
  } else {
    await makeLockFile(root, file, open);
  }
  const lock = await open(file).catch((error: unknown) => {
    throw refusal(root, file, error);
  });
  for (const left of (await readdir(root)).filter((entry) => unfinished.test(entry))) {
    await rm(path.join(root, left), { force: true });
  }
  return { release: () => lock.closeSync() };
}

/** The lock comes to be whole or not at all: a database cut off by a kill or a full disk could never be opened again. */
async function makeLockFile(root: string, file: string, open: (at: string) => Promise<DuckDBInstance>): Promise<void> {
  const made = path.join(root, `.lock-${randomUUID()}.duckdb`);
  try {
    (await open(made)).closeSync();
    // Who may read a file may lock it too.
    await chmod(made, 0o600);
    await link(made, file);
  } catch (error) {
    // Another process may have been faster, or have taken this one for a leftover.
    if (!(await exists(file))) {
      throw error instanceof Error && /no space left/i.test(error.message) ? diskFull : error;
    }
  } finally {
    await rm(made, { force: true });
  }
}

function refusal(root: string, file: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  if (/set lock|being used by another process/i.test(reason)) {
    return new RootInUse(
      `Another process already serves the folder ${root}, here or in a container: use its endpoint (see endpoint.json there), stop it, or give another --root.`,
    );
  }
  if (/locks are not supported/i.test(reason)) {
    return new Error(`The folder ${root} is on a file system without file locks. Give a --root on another one.`);
  }
  return new Error(`The lock file ${file} can't be opened: ${reason} It holds no data; remove it and start again.`);
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return false;
    }
    throw error;
  }
}
