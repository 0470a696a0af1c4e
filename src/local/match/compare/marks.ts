import { type Layout, recordHead, valueHead } from './layout';
import type { Records } from './records';
import type { Overlap } from './similarity';

/** Columns that one array has bits for. */
const columnBits = 32;

/**
 * What one record holds of words, trigrams and codes, marked by item, so that many others can be held against it one after the other
 * without a walk through both lists. One instance serves one thread.
 */
export class Marks {
  private record = -1;
  private readonly columns: number;
  /** Item to the columns that have it, 32 columns to an array. */
  private readonly words: readonly Int32Array[];
  private readonly grams: readonly Int32Array[];
  private readonly codes: Uint8Array;
  /** Weight of the record's words, and number of its trigrams, by column. */
  private readonly wordWeights: Float64Array;
  private readonly gramCounts: Int32Array;
  private wordWeight = 0;
  private codeWeight = 0;

  constructor(
    { columns, words, grams, codes }: Records,
    private readonly layout: Layout,
  ) {
    this.columns = columns.length;
    const each = (count: number) =>
      Array.from({ length: Math.ceil(columns.length / columnBits) }, () => new Int32Array(count));
    this.words = each(words.weights.length);
    this.grams = each(grams.weights.length);
    this.codes = new Uint8Array(codes.weights.length);
    this.wordWeights = new Float64Array(columns.length);
    this.gramCounts = new Int32Array(columns.length);
  }

  /** Marks what a record holds. */
  set(record: number): void {
    if (record === this.record) {
      return;
    }
    if (this.record >= 0) {
      this.each(this.record, false);
    }
    this.record = record;
    this.each(record, true);
  }

  /** The words that the record's value in a column shares with the value at another place, by weight. */
  wordsOf(column: number, place: number, into: Overlap): void {
    const marks = this.words[column >> 5];
    if (!marks) {
      return;
    }
    const { items } = this.layout;
    const bit = 1 << (column & 31);
    const start = place + valueHead;
    const end = start + 2 * (items[place + 1] ?? 0);
    let shared = 0;
    let all = 0;
    for (let at = start; at < end; at += 2) {
      const weight = items[at + 1] ?? 0;
      all += weight;
      if (((marks[items[at] ?? 0] ?? 0) & bit) !== 0) {
        shared += weight;
      }
    }
    into.shared = shared;
    into.a = this.wordWeights[column] ?? 0;
    into.b = all;
  }

  /** The trigrams that the record's value in a column shares with the value at another place, by number. */
  gramsOf(column: number, place: number, into: Overlap): void {
    const marks = this.grams[column >> 5];
    if (!marks) {
      return;
    }
    const { items } = this.layout;
    const shift = column & 31;
    const start = place + valueHead + 2 * (items[place + 1] ?? 0);
    const count = items[place + 2] ?? 0;
    const end = start + count;
    let shared = 0;
    for (let at = start; at < end; at++) {
      shared += ((marks[items[at] ?? 0] ?? 0) >>> shift) & 1;
    }
    into.shared = shared;
    into.a = this.gramCounts[column] ?? 0;
    into.b = count;
  }

  /** The words that the record shares with another, whatever their columns, by weight. */
  wordsOfRecord(other: number, into: Overlap): void {
    const { items } = this.layout;
    const place = this.placeOf(other);
    const end = place + recordHead + 2 * (items[place] ?? 0);
    let shared = 0;
    let all = 0;
    for (let at = place + recordHead; at < end; at += 2) {
      const item = items[at] ?? 0;
      const weight = items[at + 1] ?? 0;
      all += weight;
      for (let block = 0; block < this.words.length; block++) {
        if (this.words[block]?.[item] !== 0) {
          shared += weight;
          break;
        }
      }
    }
    into.shared = shared;
    into.a = this.wordWeight;
    into.b = all;
  }

  /** The codes that the record shares with another, by weight. */
  codesOfRecord(other: number, into: Overlap): void {
    const { items } = this.layout;
    const place = this.placeOf(other);
    const start = place + recordHead + 2 * (items[place] ?? 0);
    const end = start + 2 * (items[place + 1] ?? 0);
    let shared = 0;
    let all = 0;
    for (let at = start; at < end; at += 2) {
      const weight = items[at + 1] ?? 0;
      all += weight;
      shared += this.codes[items[at] ?? 0] === 1 ? weight : 0;
    }
    into.shared = shared;
    into.a = this.codeWeight;
    into.b = all;
  }

  private placeOf(record: number): number {
    const { places, width } = this.layout;
    return places[record * width + width - 1] ?? 0;
  }

  /** Puts a record's marks on, or takes them away. */
  private each(record: number, on: boolean): void {
    const { items, places, width } = this.layout;
    for (let column = 0; column < this.columns; column++) {
      const place = places[record * width + column] ?? 0;
      const grams = place + valueHead + 2 * (items[place + 1] ?? 0);
      const isThere = place !== 0;
      const bit = on ? 1 << (column & 31) : 0;
      this.wordWeights[column] = isThere ? this.put(this.words[column >> 5], place + valueHead, grams, 2, bit) : 0;
      this.gramCounts[column] = isThere ? (items[place + 2] ?? 0) : 0;
      if (isThere) {
        this.put(this.grams[column >> 5], grams, grams + (items[place + 2] ?? 0), 1, bit);
      }
    }
    const own = this.placeOf(record) + recordHead;
    const codes = own + 2 * (items[own - recordHead] ?? 0);
    this.wordWeight = 0;
    for (let at = own; at < codes; at += 2) {
      this.wordWeight += items[at + 1] ?? 0;
    }
    this.codeWeight = this.put(this.codes, codes, codes + 2 * (items[own - recordHead + 1] ?? 0), 2, on ? 1 : 0);
  }

  /** Adds a bit to the marks of the items from one place on; 0 takes all their marks away. Returns what stands behind them, summed. */
  private put(marks: Int32Array | Uint8Array | undefined, from: number, to: number, step: 1 | 2, bit: number): number {
    const { items } = this.layout;
    let weight = 0;
    for (let at = from; at < to && marks; at += step) {
      const item = items[at] ?? 0;
      marks[item] = bit === 0 ? 0 : (marks[item] ?? 0) | bit;
      weight += items[at + step - 1] ?? 0;
    }
    return weight;
  }
}
