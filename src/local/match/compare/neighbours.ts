import { sharedDoubles, sharedInts, sharedShorts } from '../threads/memory';
import { invert, placeOf, type Ragged } from './ragged';
import type { Records } from './records';
import { TopList } from './topList';

/** One in the units of cosines. */
export const cosineUnit = 65_535;

/** The nearest other records of each record by trigram TF-IDF cosine, nearest first; ids are -1 past the last one. */
export interface Neighbours {
  /** Room per record. */
  readonly k: number;
  readonly ids: Int32Array;
  /** In units of 1/65535. */
  readonly cosines: Uint16Array;
  /** Length of each record's TF-IDF vector. */
  readonly norms: Float64Array;
}

/** The records of the table by what they hold. */
export interface SearchIndex {
  readonly words: Ragged;
  readonly grams: Ragged;
}

/** The record's rank-th nearest neighbour (0 is the nearest), or -1. */
export function neighbourAt(neighbours: Neighbours, record: number, rank: number): number {
  return neighbours.ids[record * neighbours.k + rank] ?? -1;
}

/** The place of `other` among the neighbours of `record` (0 is the nearest), or k when it is not among them. */
export function rankOf(neighbours: Neighbours, record: number, other: number): number {
  const { k, ids } = neighbours;
  const start = record * k;
  for (let rank = 0; rank < k; rank++) {
    if (ids[start + rank] === other) {
      return rank;
    }
  }
  return k;
}

/** The cosine with the nearest neighbour, 0 when there is none. */
export function bestCosine(neighbours: Neighbours, record: number): number {
  return neighbours.cosines[record * neighbours.k] ?? 0;
}

/** TF-IDF cosine of any two records, in units of 1/65535. */
export function cosineOf({ grams }: Records, norms: Float64Array, a: number, b: number): number {
  const { offsets, items } = grams.lists;
  let i = offsets[a] ?? 0;
  let j = offsets[b] ?? 0;
  const endA = offsets[a + 1] ?? 0;
  const endB = offsets[b + 1] ?? 0;
  let dot = 0;
  while (i < endA && j < endB) {
    const x = items[i] ?? 0;
    const y = items[j] ?? 0;
    if (x === y) {
      dot += grams.weights[x] ?? 0;
      i++;
      j++;
    } else if (x < y) {
      i++;
    } else {
      j++;
    }
  }
  return cosine(dot, norms[a] ?? 0, norms[b] ?? 0);
}

function cosine(dot: number, normA: number, normB: number): number {
  const scale = normA * normB;
  return scale === 0 ? 0 : Math.min(cosineUnit, Math.floor((dot / scale) * cosineUnit + 0.5));
}

export interface NeighbourSearch {
  /** Neighbours kept per record. */
  readonly k: number;
  /**
   * How many entries of the index one record may visit, those of the rarest words and trigrams first. It bounds the time on large
   * tables, where common ones cost most and tell least.
   */
  readonly visits: number;
}

/** Room for the neighbours of all records, none of them found yet. */
export function noNeighbours(records: Records, k: number): Neighbours {
  return {
    k,
    ids: sharedInts(records.count * k).fill(-1),
    cosines: sharedShorts(records.count * k),
    norms: vectorLengths(records, sharedDoubles(records.count)),
  };
}

function vectorLengths({ count, grams }: Records, lengths: Float64Array): Float64Array {
  const { offsets, items } = grams.lists;
  for (let record = 0; record < count; record++) {
    let sum = 0;
    for (let at = offsets[record] ?? 0; at < (offsets[record + 1] ?? 0); at++) {
      sum += grams.weights[items[at] ?? 0] ?? 0;
    }
    lengths[record] = Math.sqrt(sum);
  }
  return lengths;
}

export function searchIndex({ words, grams }: Records): SearchIndex {
  return {
    words: invert(words.lists, words.weights.length),
    grams: invert(grams.lists, grams.weights.length),
  };
}

/**
 * Part of the visits that may bring in new records; then only records already met gain. What is met first shares the rarest words and
 * trigrams, and everything met has to be looked at again.
 */
const newcomers = 0.3;

/** Words and trigrams of one record that are looked up at most; sums of so many weights fit their array. */
const mostItems = 16_384;

/** Finds nearest neighbours with an inverted index. One instance holds scratch memory and serves one thread. */
export class NeighbourFinder {
  private readonly sums: Int32Array;
  private readonly touched: Int32Array;
  private met = 0;
  private readonly best: TopList;
  private readonly exact: TopList;
  private readonly ofQuery: Int32Array;
  /** No record of the table has a shorter vector, but for those that hold nothing. */
  private readonly shortest: number;

  constructor(
    private readonly records: Records,
    private readonly index: SearchIndex,
    private readonly search: NeighbourSearch,
    private readonly into: Neighbours,
  ) {
    this.sums = new Int32Array(records.tableRows);
    this.touched = new Int32Array(records.tableRows);
    this.best = new TopList(Math.ceil(1.5 * search.k));
    this.exact = new TopList(search.k);
    this.ofQuery = new Int32Array(records.grams.weights.length);
    let shortest = Number.POSITIVE_INFINITY;
    for (let record = 0; record < records.tableRows; record++) {
      const norm = into.norms[record] ?? 0;
      shortest = norm > 0 && norm < shortest ? norm : shortest;
    }
    // A hair less, so that rounding rules nothing out.
    this.shortest = Number.isFinite(shortest) ? shortest * (1 - 1e-9) : 0;
  }

  /**
   * Finds one record's neighbours. Weights are first summed over its rarest words and trigrams within the budget of visits; the best 1.5k
   * by that sum are then compared in full, so that kept cosines are exact.
   */
  find(record: number): void {
    this.sumRarest(record);
    this.keepBest(record);
    this.rescore(record);
    const { exact, into } = this;
    const start = record * into.k;
    while (exact.size > 0) {
      exact.takeLowest();
      into.ids[start + exact.size] = exact.ids[exact.size] ?? 0;
      into.cosines[start + exact.size] = exact.scores[exact.size] ?? 0;
    }
  }

  /** Adds up the weights that `record` shares with others, over words and trigrams together, from the rarest on. */
  private sumRarest(record: number): void {
    const { words, grams, tableRows } = this.records;
    const { visits } = this.search;
    let word = words.lists.offsets[record] ?? 0;
    let gram = grams.lists.offsets[record] ?? 0;
    const lastWord = words.lists.offsets[record + 1] ?? 0;
    const lastGram = grams.lists.offsets[record + 1] ?? 0;
    const alone = record < tableRows ? 1 : 0;
    let spent = 0;
    this.met = 0;
    for (let looked = 0; looked < mostItems && (word < lastWord || gram < lastGram); ) {
      const wordId = words.lists.items[word] ?? 0;
      const gramId = grams.lists.items[gram] ?? 0;
      const isWord =
        word < lastWord && (gram >= lastGram || (words.frequencies[wordId] ?? 0) < (grams.frequencies[gramId] ?? 0));
      const frequency = (isWord ? words.frequencies[wordId] : grams.frequencies[gramId]) ?? 0;
      if (isWord) {
        word++;
      } else {
        gram++;
      }
      if (frequency <= alone) {
        continue;
      }
      if (spent > 0 && spent + frequency > visits) {
        break;
      }
      const list = isWord ? this.index.words : this.index.grams;
      const weight = (isWord ? words.weights[wordId] : grams.weights[gramId]) ?? 0;
      this.visit(list, isWord ? wordId : gramId, weight, spent < visits * newcomers, record);
      spent += frequency;
      looked++;
    }
  }

  private visit({ offsets, items }: Ragged, id: number, weight: number, all: boolean, record: number): void {
    const { sums, touched } = this;
    const { visits } = this.search;
    let from = offsets[id] ?? 0;
    let to = offsets[id + 1] ?? 0;
    if (to - from > visits) {
      // Nothing rarer is known of the record: of all that share this, those next to it in order of key.
      from = Math.max(from, Math.min(placeOf(items, from, to, record) - (visits >> 1), to - visits));
      to = from + visits;
    }
    if (!all) {
      for (let at = from; at < to; at++) {
        const other = items[at] ?? 0;
        const sum = sums[other] ?? 0;
        if (sum !== 0) {
          sums[other] = sum + weight;
        }
      }
      return;
    }
    let { met } = this;
    for (let at = from; at < to; at++) {
      const other = items[at] ?? 0;
      const sum = sums[other] ?? 0;
      sums[other] = sum + weight;
      if (sum === 0) {
        touched[met++] = other;
      }
    }
    this.met = met;
  }

  /** Keeps the best of the records met, by their partial cosine, and clears the sums. */
  private keepBest(record: number): void {
    const { best, sums, touched, met } = this;
    const { norms } = this.into;
    best.clear();
    let least = 0;
    for (let i = 0; i < met; i++) {
      const other = touched[i] ?? 0;
      const sum = sums[other] ?? 0;
      sums[other] = 0;
      // Most have so little in common that even the shortest vector would not make it enough.
      if (sum < least || other === record) {
        continue;
      }
      const score = sum / (norms[other] ?? 1);
      if (score >= best.lowest) {
        best.offer(other, score);
        least = best.lowest * this.shortest;
      }
    }
  }

  /** Replaces the partial sums of the best candidates by true cosines. */
  private rescore(record: number): void {
    const { best, exact, ofQuery } = this;
    const { grams } = this.records;
    const { norms } = this.into;
    const { offsets, items } = grams.lists;
    const from = offsets[record] ?? 0;
    const to = offsets[record + 1] ?? 0;
    for (let at = from; at < to; at++) {
      const gram = items[at] ?? 0;
      ofQuery[gram] = grams.weights[gram] ?? 0;
    }
    exact.clear();
    for (let i = 0; i < best.size; i++) {
      const other = best.ids[i] ?? 0;
      const end = offsets[other + 1] ?? 0;
      let dot = 0;
      for (let at = offsets[other] ?? 0; at < end; at++) {
        dot += ofQuery[items[at] ?? 0] ?? 0;
      }
      exact.offer(other, cosine(dot, norms[record] ?? 0, norms[other] ?? 0));
    }
    for (let at = from; at < to; at++) {
      ofQuery[items[at] ?? 0] = 0;
    }
  }
}
