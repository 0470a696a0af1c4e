/** Lists of whole numbers packed end to end: list i is items[offsets[i]] up to items[offsets[i + 1]]. */
export interface Ragged {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
}

/** Builds a Ragged list by list, doubling its room as it grows. */
export class RaggedBuilder {
  private items = new Int32Array(1024);
  private used = 0;
  private readonly ends: number[] = [0];

  /** Appends a list and returns its number. */
  push(list: ArrayLike<number>): number {
    while (this.used + list.length > this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items.set(list, this.used);
    this.used += list.length;
    this.ends.push(this.used);
    return this.ends.length - 2;
  }

  build(): Ragged {
    return { offsets: Int32Array.from(this.ends), items: this.items.slice(0, this.used) };
  }
}

/** The list numbered `index`, as a view. */
export function listAt(ragged: Ragged, index: number): Int32Array {
  return ragged.items.subarray(ragged.offsets[index] ?? 0, ragged.offsets[index + 1] ?? 0);
}

/** For each item, in how many lists it occurs (lists hold no item twice). */
export function countItems(ragged: Ragged, itemCount: number): Int32Array {
  const counts = new Int32Array(itemCount);
  for (const item of ragged.items) {
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}

/** Turns lists of items into, for each item, the list of lists that hold it, in ascending order (an inverted index). */
export function invert(ragged: Ragged, itemCount: number): Ragged {
  const offsets = new Int32Array(itemCount + 1);
  offsets.set(countItems(ragged, itemCount), 1);
  for (let item = 0; item < itemCount; item++) {
    offsets[item + 1] = (offsets[item + 1] ?? 0) + (offsets[item] ?? 0);
  }
  const next = offsets.slice(0, itemCount);
  const items = new Int32Array(ragged.items.length);
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
