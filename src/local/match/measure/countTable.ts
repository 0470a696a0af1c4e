import type { Pairs } from '../compare/candidates';
import type { Clusters } from '../group/clusters';
import { pairsWithin } from '../group/pairsWithin';
import type { ScoredPairs } from '../group/units';
import { type Fold, firstRows } from '../index/fold';
import type { HeldOutPair } from '../learn/heldOut';
import { Strata } from './strata';
import type { Counted } from './tableQuality';

/** Joined pairs that blocking did not propose: of more, so many are looked at. */
const mostImplied = 50_000;

/** A pair of records that was drawn at random, and what it stands for. */
export interface DrawnRecords {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

interface CountInput {
  readonly fold: Fold;
  /** Of rows. */
  readonly clusters: Pick<Clusters, 'clusterOf' | 'count'>;
  readonly candidates: ScoredPairs;
  readonly score: (pairs: Pairs) => Promise<Uint16Array>;
  readonly heldOut: readonly HeldOutPair[];
  readonly drawn: readonly DrawnRecords[];
}

/** Counts the pairs of a table by what the model thinks of them, and what labels say of some. */
export async function countTable(input: CountInput): Promise<Counted> {
  const { fold, candidates, heldOut, drawn } = input;
  const { clusterOf, count } = input.clusters;
  const strata = new Strata();
  const rows = new Int32Array(fold.count);
  for (const record of fold.recordOf) {
    rows[record] = (rows[record] ?? 0) + 1;
  }
  const clusters = Int32Array.from(firstRows(fold), (row) => clusterOf[row] ?? 0);
  const isJoined = (a: number, b: number): boolean => clusters[a] === clusters[b];
  const rowsOf = (a: number, b: number): number => (rows[a] ?? 1) * (rows[b] ?? 1);
  const { left, right } = candidates.pairs;
  let proposed = 0;
  for (const [pair, score] of candidates.scores.entries()) {
    const [a, b] = [left[pair] ?? 0, right[pair] ?? 0];
    strata.addPair(score, isJoined(a, b), rowsOf(a, b));
    proposed += isJoined(a, b) ? rowsOf(a, b) : 0;
  }
  const joined = pairsWithin(clusterOf, count);
  const equal = pairsWithin(fold.recordOf, fold.count);
  const implied = impliedPairs(clusters, count, candidates.pairs);
  const scores = await input.score(implied);
  const seen = implied.left.reduce((sum, a, pair) => sum + rowsOf(a, implied.right[pair] ?? 0), 0);
  const factor = seen === 0 ? 0 : Math.max(0, joined - equal - proposed) / seen;
  for (const [pair, score] of scores.entries()) {
    strata.addPair(score, true, factor * rowsOf(implied.left[pair] ?? 0, implied.right[pair] ?? 0));
  }
  const weights = new Map(drawn.map(({ a, b, weight }) => [keyOf(a, b), weight]));
  const labeledDrawn = new Set<string>();
  for (const { a, b, near, score, match } of heldOut) {
    const weight = weights.get(keyOf(a, b));
    if (weight !== undefined) {
      strata.addDrawn(score, isJoined(a, b), match, weight);
      labeledDrawn.add(keyOf(a, b));
    } else if (near || isJoined(a, b)) {
      strata.addChosen(score, isJoined(a, b), match);
    }
  }
  return { strata, joined, equal, drawn: weights.size, labeledDrawn: labeledDrawn.size };
}

function keyOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Pairs of records that share a cluster though blocking did not propose them: all, or some of all clusters. */
function impliedPairs(clusters: Int32Array, count: number, { left, right }: Pairs): Pairs {
  const known = new Set<number>();
  for (const [pair, a] of left.entries()) {
    if (clusters[a] === clusters[right[pair] ?? 0]) {
      known.add(a * clusters.length + (right[pair] ?? 0));
    }
  }
  const members = new Map<number, number[]>();
  for (const [record, cluster] of clusters.entries()) {
    const list = members.get(cluster);
    if (list) {
      list.push(record);
    } else {
      members.set(cluster, [record]);
    }
  }
  const all = pairsWithin(clusters, count);
  const stride = Math.max(1, Math.ceil(all / mostImplied));
  const lows: number[] = [];
  const highs: number[] = [];
  let at = 0;
  for (const list of members.values()) {
    for (let i = 0; i < list.length; i++) {
      for (let j = i + 1 + ((stride - (at % stride)) % stride); j < list.length; j += stride) {
        const [a, b] = [list[i] ?? 0, list[j] ?? 0];
        if (!known.has(a * clusters.length + b)) {
          lows.push(a);
          highs.push(b);
        }
      }
      at += list.length - i - 1;
    }
  }
  return { left: Int32Array.from(lows), right: Int32Array.from(highs) };
}
