import { type Ragged, RaggedBuilder } from './ragged';

/**
 * Numbers distinct sequences of whole numbers (texts as code points) in order of appearance. It holds them in typed arrays, since the
 * language's own maps end at 16.7 million entries.
 */
export class Sequences {
  private readonly known = new RaggedBuilder();
  private hashes = new Int32Array(256);
  /** Number of a sequence plus one, by the low bits of its hash and what follows; 0 is free. */
  private slots = new Int32Array(1024);

  get count(): number {
    return this.known.count;
  }

  /** The number of items[start] up to items[end]; a new one when it was not met before. */
  idOf(items: Int32Array, start: number, end: number): number {
    const hash = hashOf(items, start, end);
    const slot = this.slotOf(hash, items, start, end);
    const held = this.slots[slot] ?? 0;
    if (held > 0) {
      return held - 1;
    }
    const id = this.known.push(items, start, end);
    if (id >= this.hashes.length) {
      const hashes = new Int32Array(this.hashes.length * 2);
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    this.hashes[id] = hash;
    this.slots[slot] = id + 1;
    if (this.known.count * 2 > this.slots.length) {
      this.grow();
    }
    return id;
  }

  /** The number of items[start] up to items[end], or -1 when it was not met. */
  find(items: Int32Array, start: number, end: number): number {
    return (this.slots[this.slotOf(hashOf(items, start, end), items, start, end)] ?? 0) - 1;
  }

  build(): Ragged {
    return this.known.build();
  }

  private slotOf(hash: number, items: Int32Array, start: number, end: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.slots[slot] ?? 0;
      if (held === 0 || (this.hashes[held - 1] === hash && this.known.equals(held - 1, items, start, end))) {
        return slot;
      }
    }
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.known.count; id++) {
      let slot = (this.hashes[id] ?? 0) & mask;
      while (slots[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}

/** Numbers sequences without regard to those of a table, and looks for them among these once all are there. */
export class Newcomers {
  private readonly own = new Sequences();

  /** The number of items[start] up to items[end] for the time being. */
  idOf(items: Int32Array, start: number, end: number): number {
    return this.own.idOf(items, start, end);
  }

  /**
   * @returns for each number the one in the table or, where the table does not have the sequence, the next one behind its last; and the
   *   sequences that are added so
   */
  among({ offsets, items }: Ragged): { readonly ids: Int32Array; readonly added: Ragged } {
    const { own } = this;
    const ids = new Int32Array(own.count).fill(-1);
    const known = offsets.length - 1;
    for (let id = 0; id < known; id++) {
      const found = own.find(items, offsets[id] ?? 0, offsets[id + 1] ?? 0);
      if (found >= 0) {
        ids[found] = id;
      }
    }
    const added = new RaggedBuilder();
    const all = own.build();
    for (let number = 0; number < ids.length; number++) {
      if (ids[number] === -1) {
        ids[number] = known + added.push(all.items, all.offsets[number] ?? 0, all.offsets[number + 1] ?? 0);
      }
    }
    return { ids, added: added.build() };
  }
}

/** FNV-1a over whole numbers, then scrambled. */
function hashOf(items: Int32Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ (items[i] ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
