import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockingBudget } from '../compare/candidates';
import { sharedDoubles, sharedFloats, sharedInts, sharedOffsets, sharedShorts } from '../threads/memory';
import type { OrderedTable } from './keyOrder';
import type { TableIndex } from './tableIndex';

/** Where indexes are kept, and how many bytes of them at most. */
export interface Keeping {
  readonly folder: string;
  readonly mostBytes: number;
}

/** To be changed whenever another index would come of the same table: what is kept by another engine counts for nothing. */
const engine = 'match-4';

const suffix = '.index';
const magic = 'GLUE-LOCAL-INDEX';
/** A read or write takes no more than this at once. */
const mostAtOnce = 1 << 30;

/** What an index depends on: the table's rows and how much blocking may cost. Not the rows' order, nor what objects they came in. */
export function indexName({ columns, key, rows, cells }: OrderedTable, { k, visits }: BlockingBudget): string {
  const hash = createHash('sha256').update(JSON.stringify([engine, columns, key, rows, k, visits]));
  for (const column of cells) {
    for (let from = 0; from < rows; from += 4096) {
      const batch = column.slice(from, from + 4096);
      hash.update(`${batch.map((cell) => cell.length).join()};${batch.join('')}`);
    }
  }
  return hash.digest('hex').slice(0, 40);
}

/** The index kept by a name, or undefined where there is none. */
export async function loadIndex({ folder }: Keeping, name: string): Promise<TableIndex | undefined> {
  const path = join(folder, name + suffix);
  try {
    const index = await readIndex(path);
    const now = new Date();
    await utimes(path, now, now);
    return index;
  } catch {
    // Not there, removed while it was read, or damaged: it is made again.
    return undefined;
  }
}

/**
 * Keeps an index. A kill at any moment leaves the file whole or absent. Those used least recently go where all would take more than
 * they may; an index that alone takes more is not kept.
 */
export async function keepIndex(keeping: Keeping, name: string, index: TableIndex): Promise<void> {
  const { folder, mostBytes } = keeping;
  await mkdir(folder, { recursive: true });
  const { header, arrays } = flatten(index);
  const bytes = arrays.reduce((sum, array) => sum + array.byteLength, header.length);
  await makeRoom(keeping, bytes);
  if (bytes > mostBytes) {
    return;
  }
  const unfinished = join(folder, `${name}.${process.pid}.unfinished`);
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      let at = 0;
      for (const part of [header, ...arrays.map(bytesOf)]) {
        for (let from = 0; from < part.length; ) {
          const { bytesWritten } = await file.write(part, from, Math.min(mostAtOnce, part.length - from), at);
          from += bytesWritten;
          at += bytesWritten;
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name + suffix));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function makeRoom({ folder, mostBytes }: Keeping, bytes: number): Promise<void> {
  const kept: { path: string; size: number; used: number }[] = [];
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry);
    const found = await stat(path).catch(() => undefined);
    if (found && entry.endsWith(suffix)) {
      kept.push({ path, size: found.size, used: found.mtimeMs });
    } else if (found && Date.now() - found.mtimeMs > 3_600_000) {
      // Left behind by a process that was killed.
      await rm(path, { force: true });
    }
  }
  let total = bytes + kept.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of kept.sort((x, y) => x.used - y.used)) {
    if (total <= mostBytes) {
      return;
    }
    await rm(path, { force: true });
    total -= size;
  }
}

/** How arrays of each kind are made in shared memory. */
const shared = {
  Int32Array: sharedInts,
  Uint32Array: sharedOffsets,
  Uint16Array: sharedShorts,
  Float32Array: sharedFloats,
  Float64Array: sharedDoubles,
} as const;
type Kind = keyof typeof shared;
type Kept = ReturnType<(typeof shared)[Kind]>;

/** Stands for an array in the header. */
interface Place {
  readonly kind: Kind;
  readonly length: number;
}

function isKept(value: unknown): value is Kept {
  return ArrayBuffer.isView(value) && value.constructor.name in shared;
}

/** An index as one header and the arrays in the order in which the header names them. */
function flatten(index: TableIndex): { header: Buffer; arrays: Kept[] } {
  const arrays: Kept[] = [];
  const text = JSON.stringify(index, (_, value: unknown) => {
    if (!isKept(value)) {
      return value;
    }
    arrays.push(value);
    return { kind: value.constructor.name, length: value.length };
  });
  const body = Buffer.from(text);
  const head = Buffer.from(`${magic} ${body.length}\n`);
  return { header: Buffer.concat([head, body]), arrays };
}

function bytesOf(array: Kept): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

async function readIndex(path: string): Promise<TableIndex> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(64);
    await file.read(head, 0, head.length, 0);
    const [, length] = new RegExp(`^${magic} ([0-9]+)\n`).exec(head.toString('latin1')) ?? [];
    if (length === undefined) {
      throw new Error('This is no index.');
    }
    const start = magic.length + length.length + 2;
    const body = Buffer.alloc(Number(length));
    await file.read(body, 0, body.length, start);
    const waiting: { at: Kept; bytes: Uint8Array }[] = [];
    const index = JSON.parse(body.toString('utf8'), (_, value: unknown) => {
      if (!isPlace(value)) {
        return value;
      }
      const at = shared[value.kind](value.length);
      const bytes = bytesOf(at);
      waiting.push({ at, bytes });
      return at;
    }) as TableIndex;
    let at = start + body.length;
    for (const { bytes } of waiting) {
      at += await readFully(file, bytes, at);
    }
    return index;
  } finally {
    await file.close();
  }
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'kind' in value && 'length' in value;
}

async function readFully(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array, start: number): Promise<number> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, from, Math.min(mostAtOnce, bytes.length - from), start + from);
    if (bytesRead === 0) {
      throw new Error('The index is cut off.');
    }
    from += bytesRead;
  }
  return bytes.length;
}
