import type { Ragged } from './ragged';
import type { Items, Records } from './records';
import type { Overlap } from './similarity';

/** Columns that one array has bits for. */
const columnBits = 32;

/**
 * What one record holds of words, trigrams and codes, marked by item, so that many others can be held against it one after the other
 * without a walk through both lists. One instance serves one thread.
 */
export class Marks {
  private record = -1;
  /** Item to the columns that have it, 32 columns to an array. */
  private readonly words: readonly Int32Array[];
  private readonly grams: readonly Int32Array[];
  private readonly codes: Uint8Array;
  /** Weight of the record's words, by column. */
  private readonly wordWeights: Float64Array;
  private wordWeight = 0;
  private codeWeight = 0;

  constructor(private readonly records: Records) {
    const { columns, words, grams, codes } = records;
    const blocks = Math.ceil(columns.length / columnBits);
    const each = (count: number) => Array.from({ length: blocks }, () => new Int32Array(count));
    this.words = each(words.weights.length);
    this.grams = each(grams.weights.length);
    this.codes = new Uint8Array(codes.weights.length);
    this.wordWeights = new Float64Array(columns.length);
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
    const { words, codes, columns } = this.records;
    for (const [at, { words: lists, value }] of columns.entries()) {
      this.wordWeights[at] = weightOf(lists, value[record] ?? 0, words.weights);
    }
    this.wordWeight = weightOf(words.lists, record, words.weights);
    this.codeWeight = weightOf(codes.lists, record, codes.weights);
  }

  /** The words that the record's value in a column shares with another value, by weight. */
  wordsOf(column: number, value: number, into: Overlap): void {
    const marks = this.words[column >> 5];
    const lists = this.records.columns[column]?.words;
    if (marks && lists) {
      weigh(into, lists, value, this.records.words.weights, marks, 1 << (column & 31));
      into.a = this.wordWeights[column] ?? 0;
    }
  }

  /** The trigrams that the record's value in a column shares with another value, by number. */
  gramsOf(column: number, value: number, into: Overlap): void {
    const marks = this.grams[column >> 5];
    const lists = this.records.columns[column]?.grams;
    if (!marks || !lists) {
      return;
    }
    const { offsets, items } = lists;
    const bit = 1 << (column & 31);
    const start = offsets[value] ?? 0;
    const end = offsets[value + 1] ?? 0;
    let shared = 0;
    for (let at = start; at < end; at++) {
      shared += ((marks[items[at] ?? 0] ?? 0) & bit) === 0 ? 0 : 1;
    }
    const own = this.records.columns[column]?.value[this.record] ?? 0;
    into.shared = shared;
    into.a = (offsets[own + 1] ?? 0) - (offsets[own] ?? 0);
    into.b = end - start;
  }

  /** The words that the record shares with another, whatever their columns, by weight. */
  wordsOfRecord(other: number, into: Overlap): void {
    const { lists, weights } = this.records.words;
    const { offsets, items } = lists;
    let shared = 0;
    let all = 0;
    for (let at = offsets[other] ?? 0; at < (offsets[other + 1] ?? 0); at++) {
      const item = items[at] ?? 0;
      const weight = weights[item] ?? 0;
      all += weight;
      for (const marks of this.words) {
        if (marks[item] !== 0) {
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
    const { lists, weights } = this.records.codes;
    weigh(into, lists, other, weights, this.codes, 1);
    into.a = this.codeWeight;
  }

  private each(record: number, on: boolean): void {
    const { columns, codes } = this.records;
    for (let column = 0; column < columns.length; column++) {
      const { words, grams, value } = columns[column] ?? {};
      const own = value?.[record] ?? 0;
      const bit = on ? 1 << (column & 31) : 0;
      put(words, own, this.words[column >> 5], bit);
      put(grams, own, this.grams[column >> 5], bit);
    }
    put(codes.lists, record, this.codes, on ? 1 : 0);
  }
}

/** Adds a bit to the marks of a list's items; 0 takes all their marks away. */
function put(lists: Ragged | undefined, list: number, marks: Int32Array | Uint8Array | undefined, bit: number): void {
  if (!lists || !marks) {
    return;
  }
  for (let at = lists.offsets[list] ?? 0; at < (lists.offsets[list + 1] ?? 0); at++) {
    const item = lists.items[at] ?? 0;
    marks[item] = bit === 0 ? 0 : (marks[item] ?? 0) | bit;
  }
}

function weightOf({ offsets, items }: Ragged, list: number, weights: Items['weights']): number {
  let weight = 0;
  for (let at = offsets[list] ?? 0; at < (offsets[list + 1] ?? 0); at++) {
    weight += weights[items[at] ?? 0] ?? 0;
  }
  return weight;
}

/** Fills `into` with the weight of a list and of its items that have the bit. */
function weigh(
  into: Overlap,
  { offsets, items }: Ragged,
  list: number,
  weights: Items['weights'],
  marks: Int32Array | Uint8Array,
  bit: number,
): void {
  let shared = 0;
  let all = 0;
  for (let at = offsets[list] ?? 0; at < (offsets[list + 1] ?? 0); at++) {
    const item = items[at] ?? 0;
    const weight = weights[item] ?? 0;
    all += weight;
    if (((marks[item] ?? 0) & bit) !== 0) {
      shared += weight;
    }
  }
  into.shared = shared;
  into.b = all;
}
