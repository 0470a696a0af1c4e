import { cosine, type NeighbourSearch, type Neighbours, type SearchIndex } from './neighbours';
import { placeOf } from './ragged';
import type { Records } from './records';
import { TopList } from './topList';

/**
 * Part of the visits that may bring in new records; then only records already met gain. What is met first shares the rarest words and
 * trigrams, and everything met has to be looked at again.
 */
const newcomers = 0.3;

/** Words and trigrams of one record that are looked up at most; sums of so many weights fit their array. */
const mostItems = 16_384;

/**
 * Records of the table whose sums are held at a time, as many as fit into a processor's cache, and records searched for together: they go
 * through the table block by block. Neither changes what is found.
 */
const fitsCache = 1 << 16;
const together = 64;

/** Finds nearest neighbours with an inverted index. One instance holds scratch memory and serves one thread. */
export class NeighbourFinder {
  /** Shared weight with each record of the block, and which have any. */
  private readonly sums: Int32Array;
  private readonly touched: Int32Array;
  private readonly lookups = new Lookups();
  /** Where the lookups of each record searched for begin. */
  private readonly starts = new Int32Array(together + 1);
  private readonly bests: readonly TopList[];
  private readonly exact: TopList;
  private readonly ofQuery: Int32Array;
  /** No record of the table has a shorter vector, but for those that hold nothing. */
  private readonly shortest: number;

  constructor(
    private readonly records: Records,
    private readonly index: SearchIndex,
    private readonly search: NeighbourSearch,
    private readonly into: Neighbours,
    private readonly block = fitsCache,
  ) {
    this.sums = new Int32Array(Math.min(block, records.tableRows));
    this.touched = new Int32Array(this.sums.length);
    this.bests = Array.from({ length: together }, () => new TopList(Math.ceil(1.5 * search.k)));
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
   * Finds the neighbours of records. Weights are first summed over a record's rarest words and trigrams within the budget of visits; the
   * best 1.5k by that sum are then compared in full, so that kept cosines are exact.
   */
  find(from: number, to: number): void {
    for (let first = from; first < to; first += together) {
      this.findTogether(first, Math.min(to, first + together));
    }
  }

  private findTogether(first: number, end: number): void {
    const { tableRows } = this.records;
    const { block } = this;
    this.lookups.count = 0;
    for (let record = first; record < end; record++) {
      this.starts[record - first] = this.lookups.count;
      this.lookUp(record);
      this.bests[record - first]?.clear();
    }
    this.starts[end - first] = this.lookups.count;
    for (let low = 0; low < tableRows; low += block) {
      for (let record = first; record < end; record++) {
        const met = this.sum(record - first, low, Math.min(tableRows, low + block));
        this.keepBest(record, this.bests[record - first] as TopList, low, met);
      }
    }
    for (let record = first; record < end; record++) {
      this.rescore(record, this.bests[record - first] as TopList);
      this.write(record);
    }
  }

  /** Chooses what of a record is looked up: words and trigrams together, from the rarest on. */
  private lookUp(record: number): void {
    const { words, grams, tableRows } = this.records;
    const { visits } = this.search;
    let word = words.lists.offsets[record] ?? 0;
    let gram = grams.lists.offsets[record] ?? 0;
    const lastWord = words.lists.offsets[record + 1] ?? 0;
    const lastGram = grams.lists.offsets[record + 1] ?? 0;
    const alone = record < tableRows ? 1 : 0;
    let spent = 0;
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
      const weight = (isWord ? words.weights[wordId] : grams.weights[gramId]) ?? 0;
      this.addLookup(record, isWord, isWord ? wordId : gramId, weight, spent < visits * newcomers);
      spent += frequency;
      looked++;
    }
  }

  private addLookup(record: number, isWord: boolean, id: number, weight: number, brings: boolean): void {
    const { visits } = this.search;
    const { offsets, items } = isWord ? this.index.words : this.index.grams;
    let from = offsets[id] ?? 0;
    let to = offsets[id + 1] ?? 0;
    if (to - from > visits) {
      // Nothing rarer is known of the record: of all that share this, those next to it in order of key.
      from = Math.max(from, Math.min(placeOf(items, from, to, record) - (visits >> 1), to - visits));
      to = from + visits;
    }
    this.lookups.add(from, to, weight, isWord, brings);
  }

  /** Adds up the weights that a record shares with those from `low` up to `high`; returns how many it shares any with. */
  private sum(query: number, low: number, high: number): number {
    const { sums, touched, lookups } = this;
    const { from, to, weights, kinds } = lookups;
    const words = this.index.words.items;
    const grams = this.index.grams.items;
    const last = this.starts[query + 1] ?? 0;
    let met = 0;
    for (let lookup = this.starts[query] ?? 0; lookup < last; lookup++) {
      const kind = kinds[lookup] ?? 0;
      const items = (kind & wordBit) === 0 ? grams : words;
      const weight = weights[lookup] ?? 0;
      const end = to[lookup] ?? 0;
      let at = from[lookup] ?? 0;
      if ((kind & bringsBit) === 0) {
        for (; at < end; at++) {
          const place = (items[at] ?? 0) - low;
          if (place >= high - low) {
            break;
          }
          const sum = sums[place] ?? 0;
          if (sum !== 0) {
            sums[place] = sum + weight;
          }
        }
      } else {
        for (; at < end; at++) {
          const place = (items[at] ?? 0) - low;
          if (place >= high - low) {
            break;
          }
          const sum = sums[place] ?? 0;
          sums[place] = sum + weight;
          if (sum === 0) {
            touched[met++] = place;
          }
        }
      }
      from[lookup] = at;
    }
    return met;
  }

  /** Keeps the best of the records met in a block, by their partial cosine, and clears the sums. */
  private keepBest(record: number, best: TopList, low: number, met: number): void {
    const { sums, touched } = this;
    const { norms } = this.into;
    let least = best.lowest * this.shortest;
    for (let i = 0; i < met; i++) {
      const place = touched[i] ?? 0;
      const sum = sums[place] ?? 0;
      sums[place] = 0;
      // Most have so little in common that even the shortest vector would not make it enough.
      if (sum < least || low + place === record) {
        continue;
      }
      const score = sum / (norms[low + place] ?? 1);
      if (score >= best.lowest) {
        best.offer(low + place, score);
        least = best.lowest * this.shortest;
      }
    }
  }

  /** Replaces the partial sums of the best candidates by true cosines. */
  private rescore(record: number, best: TopList): void {
    const { exact, ofQuery } = this;
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

  private write(record: number): void {
    const { exact, into } = this;
    const start = record * into.k;
    while (exact.size > 0) {
      exact.takeLowest();
      into.ids[start + exact.size] = exact.ids[exact.size] ?? 0;
      into.cosines[start + exact.size] = exact.scores[exact.size] ?? 0;
    }
  }
}

const wordBit = 1;
const bringsBit = 2;

/** Stretches of the index that are to be gone through, and how far each is. */
class Lookups {
  count = 0;
  from = new Uint32Array(4096);
  to = new Uint32Array(4096);
  weights = new Int32Array(4096);
  /** Bits: of words rather than trigrams; brings in records that were not met yet. */
  kinds = new Uint8Array(4096);

  add(from: number, to: number, weight: number, isWord: boolean, brings: boolean): void {
    const at = this.count++;
    if (at === this.from.length) {
      this.grow();
    }
    this.from[at] = from;
    this.to[at] = to;
    this.weights[at] = weight;
    this.kinds[at] = (isWord ? wordBit : 0) | (brings ? bringsBit : 0);
  }

  private grow(): void {
    const room = this.from.length * 2;
    const [from, to, weights, kinds] = [this.from, this.to, this.weights, this.kinds];
    this.from = new Uint32Array(room);
    this.to = new Uint32Array(room);
    this.weights = new Int32Array(room);
    this.kinds = new Uint8Array(room);
    this.from.set(from);
    this.to.set(to);
    this.weights.set(weights);
    this.kinds.set(kinds);
  }
}
