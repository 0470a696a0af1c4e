/** Similarities of packed texts; every one is between 0 (nothing in common) and 1 (equal). */

/** Code points of nearly all living scripts. */
const basic = 0x10000;
/** Bits of a whole number. */
const bits = 32;

/** Where one of two texts has each code point, as bits. Two comparisons of the same texts share them. */
export class Places {
  private readonly bits = new Int32Array(basic);
  private items: Int32Array = new Int32Array(0);
  private start = 0;
  private end = 0;

  /** False for a text that does not fit: too long, or with a code point that has no place. */
  fill(items: Int32Array, start: number, end: number): boolean {
    if (start === this.start && end === this.end && items === this.items) {
      return true;
    }
    this.clear();
    if (end - start > bits) {
      return false;
    }
    this.items = items;
    this.start = start;
    for (let i = start; i < end; i++) {
      const code = items[i] ?? 0;
      if (code >= basic) {
        this.end = i;
        this.clear();
        return false;
      }
      this.bits[code] = (this.bits[code] ?? 0) | (1 << (i - start));
    }
    this.end = end;
    return true;
  }

  of(code: number): number {
    return this.bits[code] ?? 0;
  }

  private clear(): void {
    const { items, start, end } = this;
    for (let i = start; i < end; i++) {
      this.bits[items[i] ?? 0] = 0;
    }
    this.end = start;
  }
}

/** Jaro-Winkler similarity (prefix scale 0.1, at most 4 characters; Winkler 1990) over slices of code points. */
export class JaroWinkler {
  private readonly usedA: Uint8Array;
  private readonly usedB: Uint8Array;
  private matches = 0;
  private swapped = 0;

  /** @param longest longest text ever compared, in characters */
  constructor(
    longest: number,
    private readonly places = new Places(),
  ) {
    this.usedA = new Uint8Array(longest);
    this.usedB = new Uint8Array(longest);
  }

  of(items: Int32Array, startA: number, endA: number, startB: number, endB: number): number {
    const lengthA = endA - startA;
    const lengthB = endB - startB;
    if (lengthA === 0 || lengthB === 0) {
      return lengthA === lengthB ? 1 : 0;
    }
    if (lengthA <= bits && this.places.fill(items, startB, endB)) {
      this.byBits(items, startA, lengthA, startB, lengthB);
    } else {
      this.byScan(items, startA, lengthA, startB, lengthB);
    }
    const { matches, swapped } = this;
    if (matches === 0) {
      return 0;
    }
    const jaro = (matches / lengthA + matches / lengthB + (matches - swapped / 2) / matches) / 3;
    let prefix = 0;
    while (prefix < 4 && prefix < lengthA && prefix < lengthB && items[startA + prefix] === items[startB + prefix]) {
      prefix++;
    }
    return jaro + prefix * 0.1 * (1 - jaro);
  }

  /** Each character of the first text takes the first one in reach that is equal and free, found by its bit. */
  private byBits(items: Int32Array, startA: number, lengthA: number, startB: number, lengthB: number): void {
    const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
    let usedA = 0;
    let usedB = 0;
    for (let i = 0; i < lengthA; i++) {
      const found = this.places.of(items[startA + i] ?? 0) & ~usedB & window(i - reach, i + reach);
      if (found !== 0) {
        usedB |= found & -found;
        usedA |= 1 << i;
      }
    }
    this.matches = 0;
    this.swapped = 0;
    while (usedA !== 0) {
      const i = 31 - Math.clz32(usedA & -usedA);
      const j = 31 - Math.clz32(usedB & -usedB);
      this.matches++;
      if (items[startA + i] !== items[startB + j]) {
        this.swapped++;
      }
      usedA &= usedA - 1;
      usedB &= usedB - 1;
    }
  }

  /** The same for longer texts, character by character. */
  private byScan(items: Int32Array, startA: number, lengthA: number, startB: number, lengthB: number): void {
    const { usedA, usedB } = this;
    usedA.fill(0, 0, lengthA);
    usedB.fill(0, 0, lengthB);
    const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
    this.matches = 0;
    this.swapped = 0;
    for (let i = 0; i < lengthA; i++) {
      const code = items[startA + i];
      const last = Math.min(lengthB - 1, i + reach);
      for (let j = Math.max(0, i - reach); j <= last; j++) {
        if (usedB[j] === 0 && items[startB + j] === code) {
          usedA[i] = 1;
          usedB[j] = 1;
          this.matches++;
          break;
        }
      }
    }
    let j = 0;
    for (let i = 0; i < lengthA; i++) {
      if (usedA[i] === 1) {
        while (usedB[j] === 0) {
          j++;
        }
        if (items[startA + i] !== items[startB + j]) {
          this.swapped++;
        }
        j++;
      }
    }
  }
}

/** The bits from one place to another, as far as there are. */
function window(from: number, to: number): number {
  return (to >= bits - 1 ? -1 : (1 << (to + 1)) - 1) & (from <= 0 ? -1 : -1 << from);
}

/**
 * Edit similarity over slices of code points: 1 - distance / longer length. A swap of neighbours is one edit (optimal
 * string alignment).
 */
export class EditSimilarity {
  private before: Int32Array;
  private last: Int32Array;
  private row: Int32Array;

  /** @param longest longest text ever compared, in characters */
  constructor(
    longest: number,
    private readonly places = new Places(),
  ) {
    this.before = new Int32Array(longest + 1);
    this.last = new Int32Array(longest + 1);
    this.row = new Int32Array(longest + 1);
  }

  of(items: Int32Array, startA: number, endA: number, startB: number, endB: number): number {
    const longer = Math.max(endA - startA, endB - startB);
    if (longer === 0) {
      return 1;
    }
    // The distance is the same either way.
    if (endB === startB || !this.places.fill(items, startB, endB)) {
      return 1 - this.byTable(items, startA, endA, startB, endB) / longer;
    }
    return 1 - this.byBits(items, startB, endB, startA, endA) / longer;
  }

  /** A whole column of the distance table at a time, as bits (Hyyrö 2003), for a first text of 1 to 32 characters. */
  private byBits(items: Int32Array, startA: number, endA: number, startB: number, endB: number): number {
    const lastBit = 1 << (endA - startA - 1);
    let distance = endA - startA;
    let higher = -1;
    let lower = 0;
    let diagonal = 0;
    let seenBefore = 0;
    for (let j = startB; j < endB; j++) {
      const seen = this.places.of(items[j] ?? 0);
      const swapped = ((~diagonal & seen) << 1) & seenBefore;
      diagonal = ((((seen & higher) + higher) | 0) ^ higher) | seen | lower | swapped;
      const up = lower | ~(diagonal | higher);
      const down = diagonal & higher;
      if ((up & lastBit) !== 0) {
        distance++;
      }
      if ((down & lastBit) !== 0) {
        distance--;
      }
      const shifted = (up << 1) | 1;
      higher = (down << 1) | ~(diagonal | shifted);
      lower = shifted & diagonal;
      seenBefore = seen;
    }
    return distance;
  }

  /** Cell by cell, for longer texts. */
  private byTable(items: Int32Array, startA: number, endA: number, startB: number, endB: number): number {
    const lengthA = endA - startA;
    const lengthB = endB - startB;
    for (let j = 0; j <= lengthB; j++) {
      this.last[j] = j;
    }
    for (let i = 1; i <= lengthA; i++) {
      const { before, last, row } = this;
      const code = items[startA + i - 1];
      row[0] = i;
      for (let j = 1; j <= lengthB; j++) {
        const other = items[startB + j - 1];
        let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (code === other ? 0 : 1));
        if (i > 1 && j > 1 && code === items[startB + j - 2] && items[startA + i - 2] === other) {
          cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
        }
        row[j] = cost;
      }
      this.before = last;
      this.last = row;
      this.row = before;
    }
    return this.last[lengthB] ?? 0;
  }
}

/** The weight two ascending lists share, and the weight of each. */
export interface Overlap {
  shared: number;
  a: number;
  b: number;
}

/** Shared weight over united weight. */
export function jaccard({ shared, a, b }: Overlap): number {
  const united = a + b - shared;
  return united === 0 ? 0 : shared / united;
}

/** Shared weight over the lighter list's weight. */
export function containment({ shared, a, b }: Overlap): number {
  const lighter = Math.min(a, b);
  return lighter === 0 ? 0 : shared / lighter;
}

/** 1 for equal numbers, falling with their relative difference; 0 when it reaches the larger one. */
export function numericCloseness(a: number, b: number): number {
  if (a === b) {
    return 1;
  }
  const larger = Math.max(Math.abs(a), Math.abs(b));
  return Math.max(0, 1 - Math.abs(a - b) / larger);
}
