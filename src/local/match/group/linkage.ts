import { probabilityUnit } from '../learn/forest';
import { Heap } from './heap';
import type { ClusterInput, Component } from './input';
import { PairScores } from './pairScores';

/** Records that belong together. */
export interface Cluster {
  readonly members: readonly number[];
  /** Mean match probability of its pairs; -1 for a record alone. */
  readonly confidence: number;
}

/**
 * Average linkage inside one component: joins the two clusters with the highest mean probability between them, while that
 * reaches the threshold. Must-links are joined first; clusters that a cannot-link keeps apart are never joined.
 *
 * Only clusters between which blocking proposed a pair are ever held against each other, and pairs that it did not propose are
 * scored when two clusters are about to be joined. Memory and time go with the pairs proposed, not with the square of the records.
 */
export function linkAverages(component: Component, input: ClusterInput): Cluster[] {
  const linkage = new Linkage(component, input);
  linkage.applyLinks();
  linkage.run();
  return linkage.clusters();
}

/** In a component of so many records, all pairs are scored: that is soon done. */
const densely = 150;

/** What is known between two groups. */
interface Edge {
  i: number;
  j: number;
  /** Sum of probabilities over the pairs of rows counted so far. */
  sum: number;
  counted: number;
  /** Of two edges with the same mean, the one with the lower number goes first. */
  readonly number: number;
  /** Whether a cannot-link keeps the groups apart. */
  apart: boolean;
  /** Goes up when the mean changes, so that older entries of the heap are known. */
  version: number;
}

interface Entry {
  readonly mean: number;
  readonly edge: Edge;
  readonly version: number;
}

class Linkage {
  /** Place of each record's group. */
  private readonly groupOf: Map<number, number>;
  /** Members by place; empty once joined to another group. */
  private readonly groups: number[][];
  /** Rows of each group. */
  private readonly sizes: Float64Array;
  /** Sum of probabilities inside each group. */
  private readonly inner: Float64Array;
  /** 1 for groups that hold a record which may join any other. */
  private readonly fresh: Uint8Array;
  private readonly edges: Map<number, Edge>[];
  private readonly scores: PairScores;
  private readonly heap = new Heap<Entry>(
    (x, y) => x.mean > y.mean || (x.mean === y.mean && x.edge.number < y.edge.number),
  );
  private readonly least: number;
  private edgeCount = 0;

  constructor(
    private readonly component: Component,
    input: ClusterInput,
  ) {
    const { members, pairs } = component;
    this.groupOf = new Map(members.map((record, place) => [record, place]));
    this.groups = members.map((record) => [record]);
    this.sizes = Float64Array.from(members, (record) => input.sizes?.[record] ?? 1);
    this.inner = Float64Array.from(members, (record) => input.inner?.[record] ?? 0);
    this.fresh = Uint8Array.from(members, (record) => input.fresh?.[record] ?? 1);
    this.edges = members.map(() => new Map<number, Edge>());
    this.scores = new PairScores(input);
    this.least = input.threshold * probabilityUnit;
    for (const pair of pairs) {
      const [a, b, score] = [input.pairs.left[pair] ?? 0, input.pairs.right[pair] ?? 0, input.scores[pair] ?? 0];
      this.scores.add(a, b, score);
      const edge = this.edgeOf(this.placeOf(a), this.placeOf(b));
      edge.counted = this.rowsBetween(edge);
      edge.sum = score * edge.counted;
    }
    if (members.length <= densely) {
      this.scoreMissing();
    }
  }

  /** Joins must-links, then marks cannot-links; where the two contradict, the must-links have won. */
  applyLinks(): void {
    const { links } = this.component;
    for (const { a, b, match } of links) {
      if (match && this.placeOf(a) !== this.placeOf(b)) {
        const edge = this.edgeOf(this.placeOf(a), this.placeOf(b));
        this.count(edge);
        this.join(edge);
      }
    }
    for (const { a, b, match } of links) {
      if (!match && this.placeOf(a) !== this.placeOf(b)) {
        this.edgeOf(this.placeOf(a), this.placeOf(b)).apart = true;
      }
    }
  }

  run(): void {
    for (const [place, edges] of this.edges.entries()) {
      for (const edge of edges.values()) {
        if (Math.min(edge.i, edge.j) === place) {
          this.offer(edge);
        }
      }
    }
    for (let entry = this.heap.pop(); entry; entry = this.heap.pop()) {
      const { edge, version } = entry;
      if (edge.version !== version || !this.mayJoin(edge)) {
        continue;
      }
      if (edge.counted < this.rowsBetween(edge)) {
        this.count(edge);
        this.offer(edge);
      } else {
        this.join(edge);
      }
    }
  }

  clusters(): Cluster[] {
    return this.groups.flatMap((group, place) => {
      if (group.length === 0) {
        return [];
      }
      const rows = this.sizes[place] ?? 0;
      const pairs = (rows * (rows - 1)) / 2;
      const members = group.sort((x, y) => x - y);
      return [{ members, confidence: pairs > 0 ? (this.inner[place] ?? 0) / pairs / probabilityUnit : -1 }];
    });
  }

  /** Scores the pairs that blocking did not propose, so that clusters which only these connect can be joined, too. */
  private scoreMissing(): void {
    const open: Edge[] = [];
    for (let i = 0; i < this.groups.length; i++) {
      for (let j = i + 1; j < this.groups.length; j++) {
        if (!this.edges[i]?.has(j)) {
          open.push(this.edgeOf(i, j));
        }
      }
    }
    const { members } = this.component;
    this.scores.learn(open.map(({ i, j }) => [members[i] ?? 0, members[j] ?? 0]));
    for (const edge of open) {
      this.count(edge);
    }
  }

  private placeOf(record: number): number {
    return this.groupOf.get(record) ?? 0;
  }

  /** The edge between two groups, made where there is none. */
  private edgeOf(i: number, j: number): Edge {
    const found = this.edges[i]?.get(j);
    if (found) {
      return found;
    }
    const edge = { i, j, sum: 0, counted: 0, number: this.edgeCount++, apart: false, version: 0 };
    this.edges[i]?.set(j, edge);
    this.edges[j]?.set(i, edge);
    return edge;
  }

  private rowsBetween({ i, j }: Edge): number {
    return (this.sizes[i] ?? 1) * (this.sizes[j] ?? 1);
  }

  /** Counts all pairs between the groups of an edge. */
  private count(edge: Edge): void {
    edge.counted = this.rowsBetween(edge);
    edge.sum = this.scores.sumBetween(this.groups[edge.i] ?? [], this.groups[edge.j] ?? [], edge.counted);
  }

  private mayJoin({ i, j, apart }: Edge): boolean {
    return !apart && (this.fresh[i] === 1 || this.fresh[j] === 1);
  }

  /** Puts an edge into the heap by its mean, where that is enough. */
  private offer(edge: Edge): void {
    edge.version++;
    const mean = edge.counted > 0 ? edge.sum / edge.counted : 0;
    if (mean >= this.least) {
      this.heap.push({ mean, edge, version: edge.version });
    }
  }

  /** Makes one group of an edge's two. The one with fewer edges goes into the other. */
  private join(edge: Edge): void {
    const { edges, groups } = this;
    const isFewer = (edges[edge.i]?.size ?? 0) < (edges[edge.j]?.size ?? 0);
    const [into, from] = isFewer ? [edge.j, edge.i] : [edge.i, edge.j];
    this.inner[into] = (this.inner[into] ?? 0) + (this.inner[from] ?? 0) + edge.sum;
    this.sizes[into] = (this.sizes[into] ?? 0) + (this.sizes[from] ?? 0);
    edge.version++;
    edges[into]?.delete(from);
    edges[from]?.delete(into);
    for (const member of groups[from] ?? []) {
      groups[into]?.push(member);
      this.groupOf.set(member, into);
    }
    groups[from] = [];
    for (const [other, moved] of edges[from] ?? []) {
      this.move(moved, other, from, into);
    }
    edges[from]?.clear();
    this.refresh(into, from);
  }

  /** Hands an edge of a group over to the one that took the group in. */
  private move(edge: Edge, other: number, from: number, into: number): void {
    this.edges[other]?.delete(from);
    const held = this.edges[into]?.get(other);
    if (held) {
      held.sum += edge.sum;
      held.counted += edge.counted;
      held.apart ||= edge.apart;
      edge.version++;
      this.offer(held);
      return;
    }
    if (edge.i === from) {
      edge.i = into;
    } else {
      edge.j = into;
    }
    this.edges[into]?.set(other, edge);
    this.edges[other]?.set(into, edge);
  }

  /** Where only one of two groups might join any other, now both may: what was passed over has its chance again. */
  private refresh(into: number, from: number): void {
    if (this.fresh[into] === this.fresh[from]) {
      return;
    }
    this.fresh[into] = 1;
    for (const edge of this.edges[into]?.values() ?? []) {
      this.offer(edge);
    }
  }
}
