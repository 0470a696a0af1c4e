import { opendir, rm, unlink } from 'node:fs/promises';
import path from 'node:path';

/** Entries that are removed at once. */
const batch = 64;

/**
 * Removes a folder with all that is in it, a few entries at a time: `rm` alone begins with all of them in one turn of the loop, and with
 * 100,000 nobody is answered for seconds. One that is not there is no fault.
 */
export async function removeFolder(folder: string): Promise<void> {
  await empty(folder).catch(() => undefined);
  // What could not be removed, or came meanwhile; it says why if that stays.
  await rm(folder, { recursive: true, force: true });
}

async function empty(folder: string): Promise<void> {
  let begun: Promise<void>[] = [];
  for await (const entry of await opendir(folder)) {
    const file = path.join(folder, entry.name);
    begun.push(entry.isDirectory() ? empty(file) : unlink(file));
    if (begun.length === batch) {
      await Promise.all(begun);
      begun = [];
    }
  }
  await Promise.all(begun);
}
