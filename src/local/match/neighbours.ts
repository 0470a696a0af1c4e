import { invert, type Ragged } from './ragged';
import type { Records } from './records';

/** The nearest other records of each record by trigram TF-IDF cosine, nearest first; ids are -1 past the last one. */
export interface Neighbours {
  /** Room per record. */
  readonly k: number;
  readonly ids: Int32Array;
  readonly cosines: Float32Array;
  /** Length of each record's TF-IDF vector. */
  readonly norms: Float32Array;
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

/** TF-IDF cosine of any two records. */
export function cosineOf(records: Records, neighbours: Neighbours, a: number, b: number): number {
  const { offsets, items } = records.grams;
  let i = offsets[a] ?? 0;
  let j = offsets[b] ?? 0;
  const endA = offsets[a + 1] ?? 0;
  const endB = offsets[b + 1] ?? 0;
  let dot = 0;
  while (i < endA && j < endB) {
    const x = items[i] ?? 0;
    const y = items[j] ?? 0;
    if (x === y) {
      const idf = records.gramIdf[x] ?? 0;
      dot += idf * idf;
      i++;
      j++;
    } else if (x < y) {
      i++;
    } else {
      j++;
    }
  }
  const scale = (neighbours.norms[a] ?? 0) * (neighbours.norms[b] ?? 0);
  return scale === 0 ? 0 : Math.min(1, dot / scale);
}

/**
 * Part of the visits that may bring in new records; then only records already met gain. What is met first shares the
 * rarest trigrams, and everything met has to be looked at again.
 */
const newcomers = 0.1;

export interface NeighbourSearch {
  /** Neighbours kept per record. */
  readonly k: number;
  /**
   * How many posting-list entries one record may visit, rarest trigrams first. It bounds the time on large tables, where
   * common trigrams cost most and tell least.
   */
  readonly visits: number;
  /** Records to find neighbours for; all by default. */
  readonly only?: readonly number[];
  readonly progress?: (fraction: number) => void;
}

/**
 * Finds nearest neighbours with an inverted index. Scores are first summed over each record's rarest trigrams within the
 * budget of visits; the best 2k by that sum are then compared in full, so that kept cosines are exact.
 */
export function findNeighbours(records: Records, search: NeighbourSearch): Neighbours {
  const { k } = search;
  const index = invert(records.grams, records.gramIdf.length);
  const norms = vectorLengths(records);
  const ids = new Int32Array(records.count * k).fill(-1);
  const cosines = new Float32Array(records.count * k);
  const sums = new Float32Array(records.count);
  const touched = new Int32Array(records.count);
  const best = new TopList(2 * k);
  const exact = new TopList(k);
  const ofQuery = new Float32Array(records.gramIdf.length);
  const queries = search.only ?? Array.from({ length: records.count }, (_, record) => record);
  for (const [done, record] of queries.entries()) {
    const count = sumRarest(records, index, record, search.visits, sums, touched);
    keepBest(record, count, norms, sums, touched, best);
    rescore(records, norms, record, best, exact, ofQuery);
    exact.writeSorted(ids, cosines, record * k);
    if (done % 1024 === 0) {
      search.progress?.(done / queries.length);
    }
  }
  return { k, ids, cosines, norms };
}

function vectorLengths(records: Records): Float32Array {
  const { offsets, items } = records.grams;
  return Float32Array.from({ length: records.count }, (_, record) => {
    let sum = 0;
    for (let at = offsets[record] ?? 0; at < (offsets[record + 1] ?? 0); at++) {
      sum += (records.gramIdf[items[at] ?? 0] ?? 0) ** 2;
    }
    return Math.sqrt(sum);
  });
}

/** Adds up partial dot products of `record` with all records that share one of its rare trigrams; returns how many were met. */
function sumRarest(
  records: Records,
  index: Ragged,
  record: number,
  visits: number,
  sums: Float32Array,
  touched: Int32Array,
): number {
  const { gramIdf } = records;
  const { offsets, items } = index;
  const mine = records.grams.items.slice(records.grams.offsets[record] ?? 0, records.grams.offsets[record + 1] ?? 0);
  mine.sort((x, y) => (gramIdf[y] ?? 0) - (gramIdf[x] ?? 0) || x - y);
  const most = visits * newcomers;
  let left = visits;
  let count = 0;
  for (const gram of mine) {
    const from = offsets[gram] ?? 0;
    const to = offsets[gram + 1] ?? 0;
    left -= to - from;
    if (left < 0 && count > 0) {
      break;
    }
    const weight = (gramIdf[gram] ?? 0) ** 2;
    const full = count >= most;
    for (let at = from; at < to; at++) {
      const other = items[at] ?? 0;
      const sum = sums[other] ?? 0;
      if (sum !== 0) {
        sums[other] = sum + weight;
      } else if (!full) {
        touched[count++] = other;
        sums[other] = weight;
      }
    }
  }
  return count;
}

/** Keeps the best of the records met, by their partial cosine, and clears the sums. */
function keepBest(
  record: number,
  count: number,
  norms: Float32Array,
  sums: Float32Array,
  touched: Int32Array,
  best: TopList,
): void {
  best.clear();
  for (let i = 0; i < count; i++) {
    const other = touched[i] ?? 0;
    const score = (sums[other] ?? 0) / (norms[other] ?? 1);
    sums[other] = 0;
    if (score >= best.lowest && other !== record) {
      best.offer(other, score);
    }
  }
}

/** Replaces the partial sums of the best candidates by true cosines. */
function rescore(
  records: Records,
  norms: Float32Array,
  record: number,
  best: TopList,
  exact: TopList,
  ofQuery: Float32Array,
): void {
  const { offsets, items } = records.grams;
  const from = offsets[record] ?? 0;
  const to = offsets[record + 1] ?? 0;
  for (let at = from; at < to; at++) {
    const gram = items[at] ?? 0;
    ofQuery[gram] = (records.gramIdf[gram] ?? 0) ** 2;
  }
  exact.clear();
  for (let i = 0; i < best.size; i++) {
    const other = best.ids[i] ?? 0;
    const end = offsets[other + 1] ?? 0;
    let dot = 0;
    for (let at = offsets[other] ?? 0; at < end; at++) {
      dot += ofQuery[items[at] ?? 0] ?? 0;
    }
    const scale = (norms[record] ?? 0) * (norms[other] ?? 0);
    exact.offer(other, scale === 0 ? 0 : Math.min(1, dot / scale));
  }
  for (let at = from; at < to; at++) {
    ofQuery[items[at] ?? 0] = 0;
  }
}

/** Keeps the `room` highest scores seen in a binary heap whose root is the lowest; equal scores keep the lower id. */
class TopList {
  readonly ids: Int32Array;
  readonly scores: Float32Array;
  size = 0;
  /** A score must reach this to be kept. */
  lowest = 0;

  constructor(private readonly room: number) {
    this.ids = new Int32Array(room);
    this.scores = new Float32Array(room);
  }

  clear(): void {
    this.size = 0;
    this.lowest = 0;
  }

  offer(id: number, score: number): void {
    if (this.size < this.room) {
      this.siftUp(this.size++, id, score);
    } else if (this.isLower(0, id, score)) {
      this.siftDown(id, score);
    }
    if (this.size === this.room) {
      this.lowest = this.scores[0] ?? 0;
    }
  }

  /** Whether the entry at `at` ranks below (id, score). */
  private isLower(at: number, id: number, score: number): boolean {
    const held = this.scores[at] ?? 0;
    return held < score || (held === score && (this.ids[at] ?? 0) > id);
  }

  private siftUp(start: number, id: number, score: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isLower(parent, id, score)) {
        break;
      }
      this.move(parent, at);
      at = parent;
    }
    this.put(at, id, score);
  }

  private siftDown(id: number, score: number): void {
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      const right = child + 1;
      if (right < this.size && this.isLower(right, this.ids[child] ?? 0, this.scores[child] ?? 0)) {
        child = right;
      }
      if (!this.isLower(child, id, score)) {
        break;
      }
      this.move(child, at);
      at = child;
    }
    this.put(at, id, score);
  }

  private move(from: number, to: number): void {
    this.put(to, this.ids[from] ?? 0, this.scores[from] ?? 0);
  }

  private put(at: number, id: number, score: number): void {
    this.ids[at] = id;
    this.scores[at] = score;
  }

  /** Empties the list into two arrays, highest score first. */
  writeSorted(ids: Int32Array, scores: Float32Array, start: number): void {
    const order = Array.from({ length: this.size }, (_, i) => i);
    order.sort((x, y) => (this.scores[y] ?? 0) - (this.scores[x] ?? 0) || (this.ids[x] ?? 0) - (this.ids[y] ?? 0));
    for (const [rank, at] of order.entries()) {
      ids[start + rank] = this.ids[at] ?? 0;
      scores[start + rank] = this.scores[at] ?? 0;
    }
  }
}
