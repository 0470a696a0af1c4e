import { sharedDoubles, sharedInts, sharedShorts } from '../threads/memory';
import { invert, type Ragged } from './ragged';
import type { Records } from './records';

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

/** Whether two records are each other's nearest. */
export function areMutualNearest(neighbours: Neighbours, a: number, b: number): boolean {
  return neighbourAt(neighbours, a, 0) === b && neighbourAt(neighbours, b, 0) === a;
}

/** The cosine of `record` with a neighbour that was found for it, in units of 1/65535; undefined where `other` was not. */
export function foundCosine(neighbours: Neighbours, record: number, other: number): number | undefined {
  const rank = rankOf(neighbours, record, other);
  return rank < neighbours.k ? neighbours.cosines[record * neighbours.k + rank] : undefined;
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

/** A cosine in its units, of what two vectors share and their lengths. */
export function cosine(dot: number, normA: number, normB: number): number {
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
