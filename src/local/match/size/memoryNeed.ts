import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { MatchInputError } from '../errors';
import type { TableFile } from '../table/source';

const mebibyte = 1024 * 1024;
/** A table in memory is at least this many times its files: each cell is a text of its own. */
const leastGrowth = 1.5;

/** Memory of this machine, or of the container it is. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** How much a worker process may have for tables and texts, in MiB: most of the machine's memory. */
export function heapMegabytes(): number {
  return Math.max(512, Math.floor((machineMemory() / mebibyte) * 0.75));
}

/**
 * Refuses tables that can't fit in memory together, before hours go into it. Files may be compressed, so that this tells only of tables that
 * surely don't fit.
 * @throws MatchInputError with what is needed and what there is
 */
export async function checkMemory(
  files: readonly TableFile[],
  available = getHeapStatistics().heap_size_limit,
): Promise<void> {
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
  const needed = sizes.reduce((sum, size) => sum + size, 0) * leastGrowth;
  if (needed > available) {
    throw new MatchInputError(
      `The table's objects have ${megabytes(needed / leastGrowth)} MB, which take at least ${megabytes(needed)} MB of memory, and Local Glue can use ${megabytes(available)} MB on this machine. Take a machine with more memory, or a part of the table.`,
    );
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte);
}
