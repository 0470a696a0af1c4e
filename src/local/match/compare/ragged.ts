import { sharedInts, sharedOffsets } from '../threads/memory';

/** Lists of whole numbers packed end to end: list i is items[offsets[i]] up to items[offsets[i + 1]]. */
export interface Ragged {
  readonly offsets: Uint32Array;
  readonly items: Int32Array;
}

/** Builds a Ragged list by list, doubling its room as it grows. */
export class RaggedBuilder {
  private items = new Int32Array(1024);
  private used = 0;
  private offsets = new Uint32Array(256);
  private lists = 0;

  /** Appends items[start] up to items[end] as a list and returns its number. */
  push(items: ArrayLike<number>, start = 0, end = items.length): number {
    this.reserve(end - start);
    for (let i = start; i < end; i++) {
      this.items[this.used++] = items[i] ?? 0;
    }
    if (this.lists + 1 >= this.offsets.length) {
      this.offsets = larger(this.offsets, new Uint32Array(this.offsets.length * 2));
    }
    this.offsets[++this.lists] = this.used;
    return this.lists - 1;
  }

  get count(): number {
    return this.lists;
  }

  /** Whether a list is equal to items[start] up to items[end]. */
  equals(list: number, items: ArrayLike<number>, start: number, end: number): boolean {
    const from = this.offsets[list] ?? 0;
    if ((this.offsets[list + 1] ?? 0) - from !== end - start) {
      return false;
    }
    for (let i = start; i < end; i++) {
      if (this.items[from + i - start] !== items[i]) {
        return false;
      }
    }
    return true;
  }

  build(): Ragged {
    const offsets = sharedOffsets(this.lists + 1);
    offsets.set(this.offsets.subarray(0, this.lists + 1));
    const items = sharedInts(this.used);
    items.set(this.items.subarray(0, this.used));
    return { offsets, items };
  }

  private reserve(more: number): void {
    let room = this.items.length;
    while (this.used + more > room) {
      room *= 2;
    }
    if (room > this.items.length) {
      this.items = larger(this.items, new Int32Array(room));
    }
  }
}

function larger<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The list numbered `index`, as a view. */
export function listAt(ragged: Ragged, index: number): Int32Array {
  return ragged.items.subarray(ragged.offsets[index] ?? 0, ragged.offsets[index + 1] ?? 0);
}

/** For each item, in how many lists it occurs (lists hold no item twice). */
export function countItems(ragged: Ragged, itemCount: number): Int32Array {
  const counts = sharedInts(itemCount);
  for (let at = 0; at < ragged.items.length; at++) {
    const item = ragged.items[at] ?? 0;
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}

/** Turns lists of items into, for each item, the list of lists that hold it, in ascending order (an inverted index). */
export function invert(ragged: Ragged, itemCount: number): Ragged {
  const offsets = sharedOffsets(itemCount + 1);
  offsets.set(countItems(ragged, itemCount), 1);
  for (let item = 0; item < itemCount; item++) {
    offsets[item + 1] = (offsets[item + 1] ?? 0) + (offsets[item] ?? 0);
  }
  const next = offsets.slice(0, itemCount);
  const items = sharedInts(ragged.items.length);
  const lists = ragged.offsets.length - 1;
  for (let list = 0; list < lists; list++) {
    for (let at = ragged.offsets[list] ?? 0; at < (ragged.offsets[list + 1] ?? 0); at++) {
      const item = ragged.items[at] ?? 0;
      const slot = next[item] ?? 0;
      items[slot] = list;
      next[item] = slot + 1;
    }
  }
  return { offsets, items };
}

/** The same lists with every item renumbered, each list ascending; `ids` says each item's new number. */
export function renumber(ragged: Ragged, ids: Int32Array): Ragged {
  const { offsets } = ragged;
  const items = sharedInts(ragged.items.length);
  for (let list = 0; list + 1 < offsets.length; list++) {
    const from = offsets[list] ?? 0;
    const to = offsets[list + 1] ?? 0;
    for (let at = from; at < to; at++) {
      // Most lists are a few items long: sorted as they come.
      const id = ids[ragged.items[at] ?? 0] ?? 0;
      let slot = at;
      if (at - from > 32) {
        items[at] = id;
        continue;
      }
      while (slot > from && (items[slot - 1] ?? 0) > id) {
        items[slot] = items[slot - 1] ?? 0;
        slot--;
      }
      items[slot] = id;
    }
    if (to - from > 33) {
      items.subarray(from, to).sort();
    }
  }
  return { offsets, items };
}

/** Where a number is in an ascending stretch of numbers, or would be. */
export function placeOf(items: Int32Array, from: number, to: number, number: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] ?? 0) < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** A set of ids that is filled and emptied many times. */
export class Distinct {
  ids = new Int32Array(64);
  count = 0;
  /** Round in which an id was added last. */
  private rounds = new Uint32Array(1024);
  private round = 1;

  clear(): void {
    this.count = 0;
    this.round++;
  }

  add(id: number): void {
    if (id >= this.rounds.length) {
      const rounds = new Uint32Array(Math.max(id + 1, this.rounds.length * 2));
      rounds.set(this.rounds);
      this.rounds = rounds;
    }
    if (this.rounds[id] === this.round) {
      return;
    }
    this.rounds[id] = this.round;
    if (this.count === this.ids.length) {
      const ids = new Int32Array(this.ids.length * 2);
      ids.set(this.ids);
      this.ids = ids;
    }
    this.ids[this.count++] = id;
  }

  addList({ offsets, items }: Ragged, list: number): void {
    for (let at = offsets[list] ?? 0; at < (offsets[list + 1] ?? 0); at++) {
      this.add(items[at] ?? 0);
    }
  }

  /** Its ids in ascending order. */
  sorted(): Int32Array {
    return this.ids.slice(0, this.count).sort();
  }
}
