import type { Pairs } from '../compare/candidates';
import type { Fold } from '../index/fold';
import { probabilityUnit } from '../learn/forest';
import { type Clusters, clusterRecords } from './clusters';
import type { ClusterInput, Link } from './input';

/** What is grouped as one: the rows of a record, but for those that labels keep apart from other rows of it. */
export interface Units {
  readonly count: number;
  /** Row to unit; units are numbered by their first row. */
  readonly of: Int32Array;
  readonly recordOf: Int32Array;
  /** Rows of each unit. */
  readonly sizes: Int32Array;
}

/** Makes units. @param links of rows, to be heeded in any case */
export function unitsOf({ recordOf, count }: Fold, links: readonly Link[]): Units {
  const apart = new Set(links.flatMap(({ a, b, match }) => (!match && recordOf[a] === recordOf[b] ? [a, b] : [])));
  const of = new Int32Array(recordOf.length);
  const unitOfRecord = new Int32Array(count).fill(-1);
  const records: number[] = [];
  const sizes: number[] = [];
  for (const [row, record] of recordOf.entries()) {
    const held = apart.has(row) ? -1 : (unitOfRecord[record] ?? -1);
    const unit = held < 0 ? records.length : held;
    if (held < 0) {
      records.push(record);
      sizes.push(0);
    }
    if (!apart.has(row)) {
      unitOfRecord[record] = unit;
    }
    of[row] = unit;
    sizes[unit] = (sizes[unit] ?? 0) + 1;
  }
  return { count: records.length, of, recordOf: Int32Array.from(records), sizes: Int32Array.from(sizes) };
}

/**
 * Average-linkage clustering of the rows of records.
 * @param scored candidate pairs of records
 * @param settings links are of rows; `score` scores pairs of records
 */
export function clusterRows(
  fold: Fold,
  scored: ScoredPairs,
  { links, score, threshold }: Required<Pick<ClusterInput, 'links' | 'score' | 'threshold'>>,
): Clusters {
  const units = unitsOf(fold, links);
  const isSplit = units.count > fold.count;
  const recordsOf = (unitNumbers: Int32Array): Int32Array => unitNumbers.map((unit) => units.recordOf[unit] ?? 0);
  const clusters = clusterRecords({
    ...(isSplit ? pairsOfParts(scored, fold, units.of) : scored),
    count: units.count,
    threshold,
    links: links
      .map(({ a, b, match }) => ({ a: units.of[a] ?? 0, b: units.of[b] ?? 0, match }))
      .filter(({ a, b }) => a !== b),
    sizes: units.sizes,
    inner: Float64Array.from(units.sizes, (rows) => ((rows * (rows - 1)) / 2) * probabilityUnit),
    score: isSplit ? (left, right) => score(recordsOf(left), recordsOf(right)) : score,
  });
  return { ...clusters, clusterOf: units.of.map((unit) => clusters.clusterOf[unit] ?? 0) };
}

/** Pairs with the match probability of each. */
export interface ScoredPairs {
  readonly pairs: Pairs;
  readonly scores: Uint16Array;
}

/**
 * Turns pairs of records into pairs of the parts that their rows are in. It is certain that the parts of one record match.
 * @param partOf row to part, or -1 for a row that counts no more
 */
export function pairsOfParts(
  { pairs, scores }: ScoredPairs,
  { recordOf, count }: Fold,
  partOf: Int32Array,
): ScoredPairs {
  const { first, others } = partsOfRecords(recordOf, count, partOf);
  const left: number[] = [];
  const right: number[] = [];
  const found: number[] = [];
  const add = (x: number, y: number, score: number): void => {
    if (x >= 0 && y >= 0 && x !== y) {
      left.push(Math.min(x, y));
      right.push(Math.max(x, y));
      found.push(score);
    }
  };
  for (let pair = 0; pair < scores.length; pair++) {
    const [a, b] = [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0];
    for (const x of [first[a] ?? -1, ...(others.get(a) ?? [])]) {
      for (const y of [first[b] ?? -1, ...(others.get(b) ?? [])]) {
        add(x, y, scores[pair] ?? 0);
      }
    }
  }
  for (const [record, more] of others) {
    const parts = [first[record] ?? -1, ...more];
    for (const [i, x] of parts.entries()) {
      for (const y of parts.slice(i + 1)) {
        add(x, y, probabilityUnit);
      }
    }
  }
  return { pairs: { left: Int32Array.from(left), right: Int32Array.from(right) }, scores: Uint16Array.from(found) };
}

/** The parts that the rows of each record are in: nearly always one. */
function partsOfRecords(recordOf: Int32Array, count: number, partOf: Int32Array) {
  const first = new Int32Array(count).fill(-1);
  const others = new Map<number, Set<number>>();
  for (const [row, record] of recordOf.entries()) {
    const part = partOf[row] ?? -1;
    if (part < 0 || part === first[record]) {
      continue;
    }
    if (first[record] === -1) {
      first[record] = part;
    } else {
      others.set(record, (others.get(record) ?? new Set()).add(part));
    }
  }
  return { first, others };
}
