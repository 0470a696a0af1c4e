/** Numbers ids in the order in which they come, without the language's limit on the size of its own maps. */
export class IdNumbers {
  private slots: BigInt64Array;
  /** Number plus one; 0 is free. */
  private numbers: Int32Array;
  private used = 0;

  constructor(expected: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * expected + 2));
    this.slots = new BigInt64Array(size);
    this.numbers = new Int32Array(size);
  }

  /** How many different ids have come. */
  get count(): number {
    return this.used;
  }

  /** The number of an id: that of before, or the next one. */
  numberOf(id: bigint): number {
    const slot = this.slotOf(id);
    const held = this.numbers[slot] ?? 0;
    if (held > 0) {
      return held - 1;
    }
    this.slots[slot] = id;
    this.numbers[slot] = ++this.used;
    if (2 * this.used > this.slots.length) {
      this.grow();
    }
    return this.used - 1;
  }

  /** Whether an id comes for the first time; it is numbered then. */
  isNew(id: bigint): boolean {
    const before = this.used;
    return this.numberOf(id) === before;
  }

  private slotOf(id: bigint): number {
    const size = this.slots.length;
    let slot = Number(BigInt.asUintN(32, id ^ (id >> 32n))) & (size - 1);
    while (this.numbers[slot] !== 0 && this.slots[slot] !== id) {
      slot = (slot + 1) & (size - 1);
    }
    return slot;
  }

  private grow(): void {
    const { slots, numbers } = this;
    this.slots = new BigInt64Array(2 * slots.length);
    this.numbers = new Int32Array(2 * slots.length);
    for (let at = 0; at < slots.length; at++) {
      if (numbers[at] !== 0) {
        const slot = this.slotOf(slots[at] ?? 0n);
        this.slots[slot] = slots[at] ?? 0n;
        this.numbers[slot] = numbers[at] ?? 0;
      }
    }
  }
}
