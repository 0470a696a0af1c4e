import { scatter } from '../random';
import { sharedInts } from '../threads/memory';
import type { ColumnPairs } from './columnNeighbours';
import { cosineUnit, type Neighbours } from './neighbours';
import { log2Fixed } from './weights';

/** Candidate pairs: left[i] < right[i], ascending by left, then right. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** How much blocking may cost, from AccuracyCostTradeoff (0: lowest cost, 1: highest accuracy). */
export interface BlockingBudget {
  /** Neighbours looked up per record. */
  readonly k: number;
  /** Posting-list entries visited per record. */
  readonly visits: number;
  /** Each record keeps this many of its nearest neighbours, whatever the budget. */
  readonly sure: number;
  /** Candidate pairs wanted in all, and so many that pairs of a promise below 0 are wanted only up to this number. */
  readonly pairs: number;
  readonly weakPairs: number;
}

/** A factor of 16 lies between the lowest cost and the highest accuracy. Small tables can afford more per record. */
export function blockingBudget(accuracyCostTradeoff: number, rows: number): BlockingBudget {
  // Powers differ in their last bit from one language to another.
  const scale = Math.floor(4 ** (2 * accuracyCostTradeoff - 1) * 4096 + 0.5) / 4096;
  const few = Math.min(rows * 40, 60_000);
  return {
    k: Math.max(10, rounded(Math.min(100, (40 + 500_000 / (rows + 4000)) * scale))),
    visits: rounded(4000 * scale),
    sure: Math.max(2, rounded(4 * Math.sqrt(scale))),
    pairs: rounded(Math.max(rows * 10, few) * scale),
    weakPairs: rounded(Math.max(rows * 5, few) * scale),
  };
}

function rounded(number: number): number {
  return Math.floor(number + 0.5);
}

/**
 * Chooses candidate pairs from nearest neighbours: each record's nearest few, then, as far as the budget goes, the most
 * promising pairs anywhere, so that records with many near-duplicates get the room that others don't need.
 * @param limit only pairs of records below this number are wanted (the table's own rows)
 * @param marked where given, only pairs with a record that is marked in it
 * @param byColumn where given, the pairs that it proposes are chosen beside these
 */
export function choosePairs(
  neighbours: Neighbours,
  limit: number,
  budget: BlockingBudget,
  marked?: Uint8Array,
  byColumn?: ColumnPairs,
): Pairs {
  const promises = new Promises(neighbours);
  const least = promises.least(limit, budget);
  const chosen = (use: (record: number, other: number) => void): void => {
    const { k, ids } = neighbours;
    for (let record = 0; record < limit; record++) {
      for (let rank = 0; rank < k; rank++) {
        const other = ids[record * k + rank] ?? -1;
        if (other < 0) {
          break;
        }
        const wanted = !marked || marked[record] === 1 || marked[other] === 1;
        if (wanted && other < limit && (rank < budget.sure || promises.of(record, rank) >= least)) {
          use(Math.min(record, other), Math.max(record, other));
        }
      }
      byColumn?.each(record, (other) => {
        if (!marked || marked[record] === 1 || marked[other] === 1) {
          use(Math.min(record, other), Math.max(record, other));
        }
      });
    }
  };
  const ends = new Uint32Array(limit + 1);
  chosen((low) => {
    ends[low + 1] = (ends[low + 1] ?? 0) + 1;
  });
  for (let record = 0; record < limit; record++) {
    ends[record + 1] = (ends[record + 1] ?? 0) + (ends[record] ?? 0);
  }
  const partners = new Int32Array(ends[limit] ?? 0);
  const next = ends.slice(0, limit);
  chosen((low, high) => {
    const at = next[low] ?? 0;
    partners[at] = high;
    next[low] = at + 1;
  });
  return packPairs(ends, partners);
}

/**
 * How promising a record's neighbour is, at most 1: similar as such, similar compared with the record's nearest
 * neighbour, and near in rank. Similarity alone favours records whose text is common; rank alone starves large clusters.
 */
class Promises {
  /** What each rank costs. */
  private readonly costs: Float64Array;

  constructor(private readonly neighbours: Neighbours) {
    this.costs = Float64Array.from({ length: neighbours.k }, (_, rank) => (0.05 * log2Fixed(1 + rank)) / 2 ** 20);
  }

  of(record: number, rank: number): number {
    const { k, cosines } = this.neighbours;
    const cosine = cosines[record * k + rank] ?? 0;
    const best = cosines[record * k] ?? 0;
    return best === 0 ? -1 : (cosine * cosine) / (best * cosineUnit) - (this.costs[rank] ?? 0);
  }

  /** The promise from which pairs fit the budget, to a thousandth; a pair seen from one side only counts half. */
  least(limit: number, budget: BlockingBudget): number {
    const { k, ids } = this.neighbours;
    const halves = new Float64Array(2001);
    for (let record = 0; record < limit; record++) {
      for (let rank = 0; rank < k && (ids[record * k + rank] ?? -1) >= 0; rank++) {
        const bin = Math.max(0, Math.floor((this.of(record, rank) + 1) * 1000));
        halves[bin] = (halves[bin] ?? 0) + 1;
      }
    }
    let total = 0;
    for (let bin = 2000; bin >= 0; bin--) {
      total += halves[bin] ?? 0;
      if (total > 2 * (bin < 1000 ? budget.weakPairs : budget.pairs)) {
        return (bin + 1) / 1000 - 1;
      }
    }
    return -1;
  }
}

/** Lists each record's partners once, ascending. */
function packPairs(ends: Uint32Array, partners: Int32Array): Pairs {
  let count = 0;
  for (let record = 0; record + 1 < ends.length; record++) {
    const list = partners.subarray(ends[record] ?? 0, ends[record + 1] ?? 0).sort();
    for (let i = 0; i < list.length; i++) {
      count += i === 0 || list[i] !== list[i - 1] ? 1 : 0;
    }
  }
  const left = sharedInts(count);
  const right = sharedInts(count);
  let at = 0;
  for (let record = 0; record + 1 < ends.length; record++) {
    const end = ends[record + 1] ?? 0;
    for (let i = ends[record] ?? 0; i < end; i++) {
      if (i === ends[record] || partners[i] !== partners[i - 1]) {
        left[at] = record;
        right[at++] = partners[i] ?? 0;
      }
    }
  }
  return { left, right };
}

/** Pairs that a round of questions is chosen from. On a large table, more would cost much and ask nothing better. */
const mostAsked = 100_000;

/**
 * The pairs of some records only, where there are very many: of about as many records as it takes, drawn by their place and the round,
 * all pairs.
 */
export function samplePairs(pairs: Pairs, round: number): Pairs {
  const count = pairs.left.length;
  if (count <= mostAsked) {
    return pairs;
  }
  const drawn = (record: number): boolean => scatter(record, round) < (mostAsked / count / 2) * 2 ** 32;
  const kept: number[] = [];
  for (let pair = 0; pair < count; pair++) {
    if (drawn(pairs.left[pair] ?? 0) || drawn(pairs.right[pair] ?? 0)) {
      kept.push(pair);
    }
  }
  const left = sharedInts(kept.length);
  const right = sharedInts(kept.length);
  for (const [at, pair] of kept.entries()) {
    left[at] = pairs.left[pair] ?? 0;
    right[at] = pairs.right[pair] ?? 0;
  }
  return { left, right };
}
