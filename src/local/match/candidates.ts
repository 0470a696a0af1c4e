import type { Neighbours } from './neighbours';

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
  /** Candidate pairs wanted in all. */
  readonly pairs: number;
}

/** A factor of 16 lies between the lowest cost and the highest accuracy. Small tables can afford more per record. */
export function blockingBudget(accuracyCostTradeoff: number, rows: number): BlockingBudget {
  const scale = 4 ** (2 * accuracyCostTradeoff - 1);
  return {
    k: Math.max(10, Math.round(Math.min(100, (40 + 500_000 / (rows + 4000)) * scale))),
    visits: Math.round(12_000 * scale),
    sure: Math.max(2, Math.round(4 * Math.sqrt(scale))),
    pairs: Math.round(Math.max(rows * 10, Math.min(rows * 40, 60_000)) * scale),
  };
}

/**
 * Chooses candidate pairs from nearest neighbours: each record's nearest few, then, as far as the budget goes, the most
 * promising pairs anywhere, so that records with many near-duplicates get the room that others don't need.
 * @param limit only pairs of records below this number are wanted (the table's own rows)
 */
export function choosePairs(neighbours: Neighbours, limit: number, budget: BlockingBudget): Pairs {
  const { k, ids } = neighbours;
  const least = leastPromise(neighbours, limit, budget.pairs);
  const partners: number[][] = [];
  for (let record = 0; record < limit; record++) {
    for (let rank = 0; rank < k; rank++) {
      const other = ids[record * k + rank] ?? -1;
      if (other < 0) {
        break;
      }
      if (other < limit && (rank < budget.sure || promise(neighbours, record, rank) >= least)) {
        const low = Math.min(record, other);
        partners[low] ??= [];
        partners[low].push(Math.max(record, other));
      }
    }
  }
  return packPairs(partners);
}

/**
 * How promising a record's neighbour is, at most 1: similar as such, similar compared with the record's nearest
 * neighbour, and near in rank. Similarity alone favours records whose text is common; rank alone starves large clusters.
 */
function promise({ k, cosines }: Neighbours, record: number, rank: number): number {
  const cosine = cosines[record * k + rank] ?? 0;
  const best = cosines[record * k] ?? 0;
  return best === 0 ? -1 : (cosine * cosine) / best - 0.05 * Math.log2(1 + rank);
}

/** The promise from which pairs fit the budget, to a thousandth; a pair seen from both sides counts once. */
function leastPromise(neighbours: Neighbours, limit: number, budget: number): number {
  const { k, ids } = neighbours;
  const histogram = new Float64Array(2001);
  for (let record = 0; record < limit; record++) {
    for (let rank = 0; rank < k && (ids[record * k + rank] ?? -1) >= 0; rank++) {
      const bin = Math.max(0, Math.floor((promise(neighbours, record, rank) + 1) * 1000));
      histogram[bin] = (histogram[bin] ?? 0) + 0.5;
    }
  }
  let total = 0;
  for (let bin = 2000; bin >= 0; bin--) {
    total += histogram[bin] ?? 0;
    if (total > budget) {
      return (bin + 1) / 1000 - 1;
    }
  }
  return -1;
}

/** Lists each record's partners once, ascending. */
function packPairs(partners: readonly (number[] | undefined)[]): Pairs {
  const left: number[] = [];
  const right: number[] = [];
  for (const [record, list] of partners.entries()) {
    for (const other of new Set(list?.sort((x, y) => x - y))) {
      left.push(record);
      right.push(other);
    }
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}
