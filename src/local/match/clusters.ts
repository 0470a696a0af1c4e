import type { Pairs } from './candidates';
import { UnionFind } from './unionFind';

/** Largest connected component that is clustered as a whole; memory is proportional to its square. */
const largest = 1500;

export interface ClusterInput {
  /** Records are numbered 0 to count - 1. */
  readonly count: number;
  readonly pairs: Pairs;
  /** Match probability of each pair. */
  readonly scores: Float32Array;
  /** Average probability two clusters need to become one. */
  readonly threshold: number;
  /** Pairs of records that must be (true) or must not be (false) in one cluster. Must-links win over cannot-links. */
  readonly links?: readonly { readonly a: number; readonly b: number; readonly match: boolean }[];
  /** Scores pairs that blocking did not propose, so that a cluster is judged by all its pairs; 0 without it. */
  readonly score?: (left: Int32Array, right: Int32Array) => Float32Array;
}

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
    for (const { members, confidence } of clusterComponent(component, input)) {
      for (const member of members) {
        merged.union(members[0] ?? 0, member);
      }
      confidenceOfRoot.set(merged.find(members[0] ?? 0), confidence);
    }
  }
  return number(input, merged, confidenceOfRoot);
}

interface Component {
  readonly members: readonly number[];
  /** Indexes of the candidate pairs inside it. */
  readonly pairs: readonly number[];
}

function components(input: ClusterInput): Component[] {
  const { pairs, scores, threshold, count } = input;
  const linked = new UnionFind(count);
  for (const { a, b, match } of input.links ?? []) {
    if (match) {
      linked.union(a, b);
    }
  }
  for (let i = 0; i < scores.length; i++) {
    if ((scores[i] ?? 0) >= threshold) {
      linked.union(pairs.left[i] ?? 0, pairs.right[i] ?? 0);
    }
  }
  const byRoot = new Map<number, { members: number[]; pairs: number[] }>();
  for (let record = 0; record < count; record++) {
    if (linked.size(record) > 1) {
      const root = linked.find(record);
      const part = byRoot.get(root);
      if (part) {
        part.members.push(record);
      } else {
        byRoot.set(root, { members: [record], pairs: [] });
      }
    }
  }
  for (let i = 0; i < scores.length; i++) {
    const root = linked.find(pairs.left[i] ?? 0);
    if (root === linked.find(pairs.right[i] ?? 0)) {
      byRoot.get(root)?.pairs.push(i);
    }
  }
  return [...byRoot.values()];
}

interface Cluster {
  readonly members: number[];
  readonly confidence: number;
}

/** Clusters one component; one too large for memory is first cut at the lowest threshold that makes its parts fit. */
function clusterComponent(component: Component, input: ClusterInput): Cluster[] {
  if (component.members.length > largest) {
    return splitComponent(component, input).flatMap((part) => clusterComponent(part, input));
  }
  return agglomerate(component, input);
}

function splitComponent(component: Component, input: ClusterInput): Component[] {
  const order = [...component.pairs].sort((x, y) => (input.scores[y] ?? 0) - (input.scores[x] ?? 0) || x - y);
  const place = new Map(component.members.map((record, i) => [record, i]));
  const parts = new UnionFind(component.members.length);
  for (const { a, b, match } of input.links ?? []) {
    const i = place.get(a);
    const j = place.get(b);
    if (match && i !== undefined && j !== undefined) {
      parts.union(i, j);
    }
  }
  const end = (record: number | undefined): number => place.get(record ?? -1) ?? 0;
  for (const pair of order) {
    const i = end(input.pairs.left[pair]);
    const j = end(input.pairs.right[pair]);
    if (parts.find(i) !== parts.find(j) && parts.size(i) + parts.size(j) <= largest) {
      parts.union(i, j);
    }
  }
  const byRoot = new Map<number, { members: number[]; pairs: number[] }>();
  for (const [i, record] of component.members.entries()) {
    const root = parts.find(i);
    const part = byRoot.get(root) ?? { members: [], pairs: [] };
    part.members.push(record);
    byRoot.set(root, part);
  }
  for (const pair of component.pairs) {
    const root = parts.find(end(input.pairs.left[pair]));
    if (root === parts.find(end(input.pairs.right[pair]))) {
      byRoot.get(root)?.pairs.push(pair);
    }
  }
  return [...byRoot.values()];
}

/** Average linkage: joins the two clusters with the highest mean probability between them, while that is high enough. */
function agglomerate({ members, pairs }: Component, input: ClusterInput): Cluster[] {
  const n = members.length;
  const place = new Map(members.map((record, i) => [record, i]));
  const sums = pairSums(members, pairs, place, input);
  const apart = new Uint8Array(n * n);
  const groups: (number[] | undefined)[] = members.map((_, i) => [i]);
  const inner = new Float64Array(n);
  const join = (i: number, j: number): void => {
    inner[i] = (inner[i] ?? 0) + (inner[j] ?? 0) + (sums[i * n + j] ?? 0);
    groups[i]?.push(...(groups[j] ?? []));
    groups[j] = undefined;
    for (let k = 0; k < n; k++) {
      if (k !== i && groups[k]) {
        sums[i * n + k] = (sums[i * n + k] ?? 0) + (sums[j * n + k] ?? 0);
        sums[k * n + i] = sums[i * n + k] ?? 0;
        apart[i * n + k] = (apart[i * n + k] ?? 0) | (apart[j * n + k] ?? 0);
        apart[k * n + i] = apart[i * n + k] ?? 0;
      }
    }
  };
  applyLinks(place, input, groups, apart, n, join);
  const mean = (i: number, j: number): number =>
    (sums[i * n + j] ?? 0) / ((groups[i]?.length ?? 1) * (groups[j]?.length ?? 1));
  const nearest = new Int32Array(n).fill(-1);
  const similarity = new Float64Array(n).fill(-1);
  const findNearest = (i: number): void => {
    nearest[i] = -1;
    similarity[i] = -1;
    for (let j = 0; j < n; j++) {
      if (j !== i && groups[j] && apart[i * n + j] === 0) {
        const value = mean(i, j);
        if (value > (similarity[i] ?? -1)) {
          similarity[i] = value;
          nearest[i] = j;
        }
      }
    }
  };
  for (let i = 0; i < n; i++) {
    if (groups[i]) {
      findNearest(i);
    }
  }
  for (;;) {
    let best = -1;
    for (let i = 0; i < n; i++) {
      if (groups[i] && (nearest[i] ?? -1) >= 0 && (best < 0 || (similarity[i] ?? 0) > (similarity[best] ?? 0))) {
        best = i;
      }
    }
    if (best < 0 || (similarity[best] ?? 0) < input.threshold) {
      break;
    }
    const other = nearest[best] ?? 0;
    const [i, j] = best < other ? [best, other] : [other, best];
    join(i, j);
    findNearest(i);
    for (let k = 0; k < n; k++) {
      if (k === i || !groups[k]) {
        continue;
      }
      if (nearest[k] === i || nearest[k] === j) {
        findNearest(k);
      } else if (apart[k * n + i] === 0 && mean(k, i) > (similarity[k] ?? -1)) {
        nearest[k] = i;
        similarity[k] = mean(k, i);
      }
    }
  }
  return groups.flatMap((group, i) => {
    if (!group) {
      return [];
    }
    const size = group.length;
    const records = group.map((at) => members[at] ?? 0).sort((x, y) => x - y);
    return [{ members: records, confidence: size > 1 ? (inner[i] ?? 0) / ((size * (size - 1)) / 2) : -1 }];
  });
}

/** The square matrix of probabilities between all members. */
function pairSums(
  members: readonly number[],
  pairs: readonly number[],
  place: ReadonlyMap<number, number>,
  input: ClusterInput,
): Float64Array {
  const n = members.length;
  const sums = new Float64Array(n * n).fill(-1);
  const set = (i: number, j: number, value: number): void => {
    sums[i * n + j] = value;
    sums[j * n + i] = value;
  };
  for (const pair of pairs) {
    const i = place.get(input.pairs.left[pair] ?? 0) ?? 0;
    const j = place.get(input.pairs.right[pair] ?? 0) ?? 0;
    set(i, j, input.scores[pair] ?? 0);
  }
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      if (sums[i * n + j] === -1) {
        left.push(i);
        right.push(j);
      }
    }
  }
  const toRecords = (list: number[]): Int32Array => Int32Array.from(list, (i) => members[i] ?? 0);
  const missing = left.length > 0 ? input.score?.(toRecords(left), toRecords(right)) : undefined;
  for (let at = 0; at < left.length; at++) {
    set(left[at] ?? 0, right[at] ?? 0, missing?.[at] ?? 0);
  }
  for (let i = 0; i < n; i++) {
    sums[i * n + i] = 0;
  }
  return sums;
}

function applyLinks(
  place: ReadonlyMap<number, number>,
  input: ClusterInput,
  groups: readonly (number[] | undefined)[],
  apart: Uint8Array,
  n: number,
  join: (i: number, j: number) => void,
): void {
  const groupOf = (member: number): number => groups.findIndex((group) => group?.includes(member));
  const ends = (input.links ?? []).flatMap(({ a, b, match }) => {
    const i = place.get(a);
    const j = place.get(b);
    return i === undefined || j === undefined ? [] : [{ i, j, match }];
  });
  for (const { i, j, match } of ends) {
    if (match) {
      const [x, y] = [groupOf(i), groupOf(j)];
      if (x !== y) {
        join(Math.min(x, y), Math.max(x, y));
      }
    }
  }
  for (const { i, j, match } of ends) {
    const [x, y] = [groupOf(i), groupOf(j)];
    if (!match && x !== y) {
      apart[x * n + y] = 1;
      apart[y * n + x] = 1;
    }
  }
}

/** Numbers clusters by first record and gives single records their confidence. */
function number(input: ClusterInput, merged: UnionFind, confidenceOfRoot: ReadonlyMap<number, number>): Clusters {
  const best = new Float32Array(input.count);
  for (let i = 0; i < input.scores.length; i++) {
    for (const record of [input.pairs.left[i] ?? 0, input.pairs.right[i] ?? 0]) {
      best[record] = Math.max(best[record] ?? 0, input.scores[i] ?? 0);
    }
  }
  const clusterOf = new Int32Array(input.count);
  const clusterOfRoot = new Map<number, number>();
  const confidence: number[] = [];
  for (let record = 0; record < input.count; record++) {
    const root = merged.find(record);
    let cluster = clusterOfRoot.get(root);
    if (cluster === undefined) {
      cluster = confidence.length;
      clusterOfRoot.set(root, cluster);
      confidence.push(merged.size(record) > 1 ? (confidenceOfRoot.get(root) ?? 0) : 1 - (best[record] ?? 0));
    }
    clusterOf[record] = cluster;
  }
  return { clusterOf, count: confidence.length, confidence: Float32Array.from(confidence) };
}
