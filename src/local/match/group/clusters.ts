import type { Pairs } from '../compare/candidates';
import { probabilityUnit } from '../learn/forest';
import type { ClusterInput, Component, Link } from './input';
import { linkAverages } from './linkage';
import { UnionFind } from './unionFind';

export interface Clusters {
  /** Record to cluster; clusters are numbered in order of their first record. */
  readonly clusterOf: Int32Array;
  readonly count: number;
  /**
   * Per cluster 0 to 1: the mean match probability of its pairs; for a record alone, one minus its best probability with
   * any other record.
   */
  readonly confidence: Float32Array;
}

/** Average-linkage clustering inside the connected components of pairs at or above the threshold. */
export function clusterRecords(input: ClusterInput): Clusters {
  const merged = new UnionFind(input.count);
  const confidenceOfRoot = new Map<number, number>();
  for (const component of components(input)) {
    for (const { members, confidence } of linkAverages(component, input)) {
      for (const member of members) {
        merged.union(members[0] ?? 0, member);
      }
      confidenceOfRoot.set(merged.find(members[0] ?? 0), confidence);
    }
  }
  return number(input, merged, confidenceOfRoot);
}

function components(input: ClusterInput): Component[] {
  const { pairs, scores, threshold, count } = input;
  const linked = new UnionFind(count);
  const least = threshold * probabilityUnit;
  for (const { a, b, match } of input.links ?? []) {
    if (match) {
      linked.union(a, b);
    }
  }
  for (let i = 0; i < scores.length; i++) {
    if ((scores[i] ?? 0) >= least) {
      linked.union(pairs.left[i] ?? 0, pairs.right[i] ?? 0);
    }
  }
  return group(
    Array.from({ length: count }, (_, record) => record).filter((record) => linked.size(record) > 1),
    scores.keys(),
    input.links ?? [],
    input.pairs,
    (record) => linked.find(record),
  );
}

/** Gathers records by root, and the pairs and links whose two ends have the same root. */
function group(
  records: readonly number[],
  pairNumbers: Iterable<number>,
  links: readonly Link[],
  pairs: Pairs,
  rootOf: (record: number) => number,
): Component[] {
  const byRoot = new Map<number, { members: number[]; pairs: number[]; links: Link[] }>();
  for (const record of records) {
    const root = rootOf(record);
    const part = byRoot.get(root);
    if (part) {
      part.members.push(record);
    } else {
      byRoot.set(root, { members: [record], pairs: [], links: [] });
    }
  }
  for (const pair of pairNumbers) {
    const root = rootOf(pairs.left[pair] ?? 0);
    if (root === rootOf(pairs.right[pair] ?? 0)) {
      byRoot.get(root)?.pairs.push(pair);
    }
  }
  for (const link of links) {
    const root = rootOf(link.a);
    if (root === rootOf(link.b)) {
      byRoot.get(root)?.links.push(link);
    }
  }
  return [...byRoot.values()];
}

/** Numbers clusters by first record and gives single records their confidence. */
function number(input: ClusterInput, merged: UnionFind, confidenceOfRoot: ReadonlyMap<number, number>): Clusters {
  const best = new Uint16Array(input.count);
  for (let i = 0; i < input.scores.length; i++) {
    for (const record of [input.pairs.left[i] ?? 0, input.pairs.right[i] ?? 0]) {
      best[record] = Math.max(best[record] ?? 0, input.scores[i] ?? 0);
    }
  }
  const clusterOf = new Int32Array(input.count);
  const clusterOfRoot = new Int32Array(input.count).fill(-1);
  const confidence: number[] = [];
  for (let record = 0; record < input.count; record++) {
    const root = merged.find(record);
    let cluster = clusterOfRoot[root] ?? -1;
    if (cluster < 0) {
      cluster = confidence.length;
      clusterOfRoot[root] = cluster;
      const alone = (input.sizes?.[record] ?? 1) > 1 ? 1 : 1 - (best[record] ?? 0) / probabilityUnit;
      confidence.push(merged.size(record) > 1 ? (confidenceOfRoot.get(root) ?? 0) : alone);
    }
    clusterOf[record] = cluster;
  }
  return { clusterOf, count: confidence.length, confidence: Float32Array.from(confidence) };
}
