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

  /** Numbers sequences as they are numbered already. */
  static of({ offsets, items }: Ragged): Sequences {
    const sequences = new Sequences();
    for (let i = 0; i + 1 < offsets.length; i++) {
      sequences.idOf(items, offsets[i] ?? 0, offsets[i + 1] ?? 0);
    }
    return sequences;
  }

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

/** FNV-1a over whole numbers, then scrambled. */
function hashOf(items: Int32Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ (items[i] ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
