import type { Pairs } from '../compare/candidates';
import { type Clusters, clusterRecords } from '../group/clusters';
import type { Link } from '../group/input';
import { pairsOfParts, type ScoredPairs, unitsOf } from '../group/units';
import type { Fold } from '../index/fold';
import { probabilityUnit } from '../learn/forest';
import { sharedInts } from '../threads/memory';

/** Rows to be joined to clusters that stay together. */
export interface ExtendInput {
  /** Row to cluster that it stays in; -1 for a row that is compared (again), -2 for one that is no more. */
  readonly clusterOf: Int32Array;
  /** Cluster to confidence as it was. */
  readonly confidence: Float32Array;
  /** The records of the rows. */
  readonly fold: Fold;
  /** Candidate pairs of records with a row that is compared, and their scores. */
  readonly pairs: Pairs;
  readonly scores: Uint16Array;
  readonly threshold: number;
  /** Pairs of rows that labels bring together or keep apart; none keeps apart what stays together. */
  readonly links: readonly Link[];
  /** Scores pairs of records, on all threads. */
  readonly scoreAll: (pairs: Pairs) => Promise<Uint16Array>;
  /** Scores pairs of records, on this thread. */
  readonly score: (left: Int32Array, right: Int32Array) => Uint16Array;
}

/** Rows of a cluster that speak for it where two large ones are compared pair by pair. */
const spokesmen = 1000;

/**
 * Average linkage of compared rows and clusters that stay together: each is one atom, and what is between two atoms is the mean
 * over all their pairs. Two clusters become one only by way of a compared row, or by a label.
 * @returns clusters of all rows; those that are no more are alone and of no meaning
 */
export async function extendClusters(input: ExtendInput): Promise<Clusters> {
  const atoms = makeAtoms(input);
  const proposed = withFresh(pairsOfParts(input, input.fold, atoms.live), atoms);
  const { pairs, scores } = await contract(input, proposed, atoms);
  const contracted = clusterRecords({
    count: atoms.count,
    pairs,
    scores,
    threshold: input.threshold,
    links: input.links
      .map(({ a, b, match }) => ({ a: atoms.of[a] ?? 0, b: atoms.of[b] ?? 0, match }))
      .filter(({ a, b }) => a !== b),
    sizes: atoms.sizes,
    inner: innerSums(input, atoms),
    fresh: Uint8Array.from(atoms.clusterOf, (cluster) => (cluster < 0 ? 1 : 0)),
    score: (left, right) => {
      const spread = spreadPairs(left, right, atoms, input.fold);
      return means(input.score(spread.pairs.left, spread.pairs.right), spread.ends);
    },
  });
  return {
    clusterOf: atoms.of.map((atom) => contracted.clusterOf[atom] ?? 0),
    count: contracted.count,
    confidence: confidences(input, proposed, atoms, contracted),
  };
}

/** What is grouped: clusters that stay together, and units of compared rows. Numbered by their first row. */
interface Atoms {
  readonly count: number;
  /** Row to atom. */
  readonly of: Int32Array;
  /** The same, but -1 for rows that are no more. */
  readonly live: Int32Array;
  /** Atom to cluster as it was, or -1. */
  readonly clusterOf: Int32Array;
  readonly sizes: Int32Array;
  /** Members of atom i: members[starts[i]] up to members[starts[i + 1]], ascending. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

function makeAtoms({ clusterOf, confidence, fold, links }: ExtendInput): Atoms {
  const units = unitsOf(fold, links);
  const of = new Int32Array(clusterOf.length);
  const clusters = new Int32Array(clusterOf.length);
  const atomOfCluster = new Int32Array(confidence.length).fill(-1);
  const atomOfUnit = new Int32Array(units.count).fill(-1);
  let count = 0;
  for (let row = 0; row < clusterOf.length; row++) {
    const cluster = clusterOf[row] ?? -1;
    const [held, at] = cluster >= 0 ? [atomOfCluster, cluster] : [atomOfUnit, units.of[row] ?? 0];
    const known = cluster === -2 ? -1 : (held[at] ?? -1);
    const atom = known < 0 ? count++ : known;
    if (cluster !== -2) {
      held[at] = atom;
    }
    of[row] = atom;
    clusters[atom] = Math.max(-1, cluster);
  }
  const sizes = new Int32Array(count);
  for (const atom of of) {
    sizes[atom] = (sizes[atom] ?? 0) + 1;
  }
  const starts = new Int32Array(count + 1);
  for (let atom = 0; atom < count; atom++) {
    starts[atom + 1] = (starts[atom] ?? 0) + (sizes[atom] ?? 0);
  }
  const members = new Int32Array(of.length);
  const next = starts.slice(0, count);
  for (let record = 0; record < of.length; record++) {
    const atom = of[record] ?? 0;
    const at = next[atom] ?? 0;
    members[at] = record;
    next[atom] = at + 1;
  }
  const live = of.map((atom, row) => (clusterOf[row] === -2 ? -1 : atom));
  return { count, of, live, clusterOf: clusters.slice(0, count), sizes, starts, members };
}

/** The pairs with an atom that is compared; of others it was told before how they stand to each other. */
function withFresh({ pairs, scores }: ScoredPairs, { clusterOf }: Atoms): ScoredPairs {
  const isFresh = (atom: number | undefined): boolean => clusterOf[atom ?? 0] === -1;
  const kept = [...scores.keys()].filter((pair) => isFresh(pairs.left[pair]) || isFresh(pairs.right[pair]));
  return {
    pairs: {
      left: Int32Array.from(kept, (pair) => pairs.left[pair] ?? 0),
      right: Int32Array.from(kept, (pair) => pairs.right[pair] ?? 0),
    },
    scores: Uint16Array.from(kept, (pair) => scores[pair] ?? 0),
  };
}

/** Pairs of atoms that may come together, with the mean over all their pairs of records. */
async function contract(
  { threshold, scoreAll, fold }: ExtendInput,
  { pairs, scores }: ScoredPairs,
  atoms: Atoms,
): Promise<ScoredPairs> {
  const least = threshold * probabilityUnit;
  const found = new Map<number, Map<number, number>>();
  const open: [number, number][] = [];
  for (let pair = 0; pair < scores.length; pair++) {
    const score = scores[pair] ?? 0;
    const [low, high] = [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0];
    if (score < least) {
      continue;
    }
    const partners = found.get(low) ?? new Map<number, number>();
    if (!partners.has(high) && (atoms.sizes[low] ?? 1) * (atoms.sizes[high] ?? 1) > 1) {
      open.push([low, high]);
    }
    found.set(low, partners.set(high, score));
  }
  if (open.length > 0) {
    const spread = spreadPairs(
      Int32Array.from(open, ([low]) => low),
      Int32Array.from(open, ([, high]) => high),
      atoms,
      fold,
    );
    const mean = means(await scoreAll(spread.pairs), spread.ends);
    for (const [at, [low, high]] of open.entries()) {
      found.get(low)?.set(high, mean[at] ?? 0);
    }
  }
  const all = [...found]
    .sort(([x], [y]) => x - y)
    .flatMap(([low, partners]) =>
      [...partners].sort(([x], [y]) => x - y).map(([high, score]) => [low, high, score] as const),
    );
  return {
    pairs: { left: Int32Array.from(all, ([low]) => low), right: Int32Array.from(all, ([, high]) => high) },
    scores: Uint16Array.from(all, ([, , score]) => score),
  };
}

/** The records of all pairs of rows between pairs of atoms; those of the i-th end before ends[i]. */
function spreadPairs(
  left: Int32Array,
  right: Int32Array,
  atoms: Atoms,
  { recordOf }: Fold,
): { pairs: Pairs; ends: Int32Array } {
  const ends = new Int32Array(left.length);
  const lows: number[] = [];
  const highs: number[] = [];
  for (let at = 0; at < left.length; at++) {
    for (const a of spokesmenOf(left[at] ?? 0, atoms)) {
      for (const b of spokesmenOf(right[at] ?? 0, atoms)) {
        const [x, y] = [recordOf[a] ?? 0, recordOf[b] ?? 0];
        lows.push(Math.min(x, y));
        highs.push(Math.max(x, y));
      }
    }
    ends[at] = lows.length;
  }
  const pairs = { left: sharedInts(lows.length), right: sharedInts(highs.length) };
  pairs.left.set(lows);
  pairs.right.set(highs);
  return { pairs, ends };
}

/** The members of an atom, or as many as may speak for them, spread evenly. */
function spokesmenOf(atom: number, { starts, members }: Atoms): Int32Array {
  const all = members.subarray(starts[atom] ?? 0, starts[atom + 1] ?? 0);
  return all.length <= spokesmen
    ? all
    : Int32Array.from({ length: spokesmen }, (_, at) => all[Math.floor((at * all.length) / spokesmen)] ?? 0);
}

function means(scores: Uint16Array, ends: Int32Array): Uint16Array {
  let from = 0;
  return Uint16Array.from(ends, (end) => {
    let sum = 0;
    for (let at = from; at < end; at++) {
      sum += scores[at] ?? 0;
    }
    const mean = Math.floor(sum / (end - from) + 0.5);
    from = end;
    return mean;
  });
}

/** What the pairs within clusters that stay add up to, by their confidence; equal rows match for sure. */
function innerSums({ confidence }: ExtendInput, { clusterOf, sizes }: Atoms): Float64Array {
  return Float64Array.from(clusterOf, (cluster, atom) => {
    const size = sizes[atom] ?? 1;
    const mean = cluster < 0 ? 1 : (confidence[cluster] ?? 0);
    return size < 2 ? 0 : mean * ((size * (size - 1)) / 2) * probabilityUnit;
  });
}

/** A cluster that stays as it is keeps its confidence; a record alone has one minus its best probability. */
function confidences(
  { confidence }: ExtendInput,
  { pairs, scores }: ScoredPairs,
  atoms: Atoms,
  { clusterOf, count, confidence: grouped }: Clusters,
): Float32Array {
  const best = new Uint16Array(atoms.count);
  for (let pair = 0; pair < scores.length; pair++) {
    for (const atom of [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0]) {
      best[atom] = Math.max(best[atom] ?? 0, scores[pair] ?? 0);
    }
  }
  const members = new Int32Array(count);
  for (const cluster of clusterOf) {
    members[cluster] = (members[cluster] ?? 0) + 1;
  }
  const result = grouped.slice();
  for (let atom = 0; atom < atoms.count; atom++) {
    const cluster = clusterOf[atom] ?? 0;
    if (members[cluster] !== 1) {
      continue;
    }
    const was = atoms.clusterOf[atom] ?? -1;
    const kept = was < 0 ? 1 : (confidence[was] ?? 0);
    const alone = 1 - (best[atom] ?? 0) / probabilityUnit;
    result[cluster] = (atoms.sizes[atom] ?? 1) > 1 ? kept : Math.min(kept, alone);
  }
  return result;
}
