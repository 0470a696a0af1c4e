import { probabilityUnit } from '../learn/forest';
import type { ClusterInput, Component } from './input';

/** Records that belong together. */
export interface Cluster {
  readonly members: readonly number[];
  /** Mean match probability of its pairs; -1 for a record alone. */
  readonly confidence: number;
}

/**
 * Average linkage inside one component: joins the two clusters with the highest mean probability between them, while that
 * reaches the threshold. Must-links are joined first; clusters that a cannot-link keeps apart are never joined.
 */
export function linkAverages(component: Component, input: ClusterInput): Cluster[] {
  const linkage = new Linkage(component, input);
  linkage.applyLinks();
  linkage.run();
  return linkage.clusters();
}

class Linkage {
  private readonly n: number;
  private readonly place: ReadonlyMap<number, number>;
  /** Sum of probabilities between groups i and j at i * n + j. */
  private readonly sums: Float64Array;
  /** 1 at i * n + j where a cannot-link keeps groups i and j apart. */
  private readonly apart: Uint8Array;
  /** Members by place; undefined once joined to another group. */
  private readonly groups: (number[] | undefined)[];
  /** Rows of each group. */
  private readonly sizes: Float64Array;
  /** Sum of probabilities inside each group. */
  private readonly inner: Float64Array;
  /** 1 for groups that hold a record which may join any other. */
  private readonly fresh: Uint8Array;
  private readonly nearest: Int32Array;
  private readonly similarity: Float64Array;

  constructor(
    private readonly component: Component,
    private readonly input: ClusterInput,
  ) {
    const { members } = component;
    this.n = members.length;
    this.place = new Map(members.map((record, i) => [record, i]));
    this.sums = new Float64Array(this.n * this.n).fill(-1);
    this.apart = new Uint8Array(this.n * this.n);
    this.groups = members.map((_, i) => [i]);
    this.sizes = Float64Array.from(members, (record) => input.sizes?.[record] ?? 1);
    this.inner = Float64Array.from(members, (record) => input.inner?.[record] ?? 0);
    this.fresh = Uint8Array.from(members, (record) => input.fresh?.[record] ?? 1);
    this.nearest = new Int32Array(this.n).fill(-1);
    this.similarity = new Float64Array(this.n).fill(-1);
    this.fillSums();
  }

  /** Joins must-links, then marks cannot-links; where the two contradict, the must-links have won. */
  applyLinks(): void {
    const placeOf = (record: number): number => this.place.get(record) ?? 0;
    const groupOf = (member: number): number => this.groups.findIndex((group) => group?.includes(member));
    for (const { a, b, match } of this.component.links) {
      const [x, y] = [groupOf(placeOf(a)), groupOf(placeOf(b))];
      if (match && x !== y) {
        this.join(Math.min(x, y), Math.max(x, y));
      }
    }
    for (const { a, b, match } of this.component.links) {
      const [x, y] = [groupOf(placeOf(a)), groupOf(placeOf(b))];
      if (!match && x !== y) {
        this.apart[x * this.n + y] = 1;
        this.apart[y * this.n + x] = 1;
      }
    }
  }

  run(): void {
    for (let i = 0; i < this.n; i++) {
      if (this.groups[i]) {
        this.findNearest(i);
      }
    }
    for (let best = this.closest(); best >= 0; best = this.closest()) {
      const other = this.nearest[best] ?? 0;
      const i = Math.min(best, other);
      const j = Math.max(best, other);
      this.join(i, j);
      this.findNearest(i);
      for (let k = 0; k < this.n; k++) {
        if (k !== i && this.groups[k]) {
          this.refresh(k, i, j);
        }
      }
    }
  }

  clusters(): Cluster[] {
    return this.groups.flatMap((group, i) => {
      if (!group) {
        return [];
      }
      const rows = this.sizes[i] ?? 0;
      const pairs = (rows * (rows - 1)) / 2;
      const members = group.map((at) => this.component.members[at] ?? 0).sort((x, y) => x - y);
      return [{ members, confidence: pairs > 0 ? (this.inner[i] ?? 0) / pairs / probabilityUnit : -1 }];
    });
  }

  /** Probabilities between all members; pairs that blocking did not propose are scored now. */
  private fillSums(): void {
    const { n, place, sums, sizes, input } = this;
    const { members, pairs } = this.component;
    const set = (i: number, j: number, mean: number): void => {
      const sum = mean * (sizes[i] ?? 1) * (sizes[j] ?? 1);
      sums[i * n + j] = sum;
      sums[j * n + i] = sum;
    };
    for (const pair of pairs) {
      const i = place.get(input.pairs.left[pair] ?? 0) ?? 0;
      const j = place.get(input.pairs.right[pair] ?? 0) ?? 0;
      set(i, j, input.scores[pair] ?? 0);
    }
    const left: number[] = [];
    const right: number[] = [];
    for (let i = 0; i < n; i++) {
      set(i, i, 0);
      for (let j = i + 1; j < n; j++) {
        if (sums[i * n + j] === -1) {
          left.push(i);
          right.push(j);
        }
      }
    }
    const records = (places: number[]): Int32Array => Int32Array.from(places, (i) => members[i] ?? 0);
    const missing = left.length > 0 ? input.score?.(records(left), records(right)) : undefined;
    for (const [at, i] of left.entries()) {
      set(i, right[at] ?? 0, missing?.[at] ?? 0);
    }
  }

  private join(i: number, j: number): void {
    const { n, sums, apart, groups, inner, sizes, fresh } = this;
    inner[i] = (inner[i] ?? 0) + (inner[j] ?? 0) + (sums[i * n + j] ?? 0);
    sizes[i] = (sizes[i] ?? 0) + (sizes[j] ?? 0);
    fresh[i] = (fresh[i] ?? 0) | (fresh[j] ?? 0);
    groups[i]?.push(...(groups[j] ?? []));
    groups[j] = undefined;
    for (let k = 0; k < n; k++) {
      if (k !== i && groups[k]) {
        const sum = (sums[i * n + k] ?? 0) + (sums[j * n + k] ?? 0);
        sums[i * n + k] = sum;
        sums[k * n + i] = sum;
        const kept = (apart[i * n + k] ?? 0) | (apart[j * n + k] ?? 0);
        apart[i * n + k] = kept;
        apart[k * n + i] = kept;
      }
    }
  }

  private mean(i: number, j: number): number {
    const pairs = (this.sizes[i] ?? 1) * (this.sizes[j] ?? 1);
    return (this.sums[i * this.n + j] ?? 0) / pairs;
  }

  private findNearest(i: number): void {
    this.nearest[i] = -1;
    this.similarity[i] = -1;
    for (let j = 0; j < this.n; j++) {
      if (j !== i && this.groups[j]) {
        this.offer(i, j);
      }
    }
  }

  /** Makes j the nearest group of i if it is nearer than the one known. */
  private offer(i: number, j: number): void {
    if (this.apart[i * this.n + j] === 0 && (this.fresh[i] === 1 || this.fresh[j] === 1)) {
      const mean = this.mean(i, j);
      if (mean > (this.similarity[i] ?? -1)) {
        this.similarity[i] = mean;
        this.nearest[i] = j;
      }
    }
  }

  /** Brings k's nearest group up to date after j was joined to i. */
  private refresh(k: number, i: number, j: number): void {
    if (this.nearest[k] === i || this.nearest[k] === j) {
      this.findNearest(k);
    } else {
      this.offer(k, i);
    }
  }

  /** The group that is nearest to another one, or -1 when no two groups are near enough. */
  private closest(): number {
    let best = -1;
    for (let i = 0; i < this.n; i++) {
      if (
        this.groups[i] &&
        (this.nearest[i] ?? -1) >= 0 &&
        (best < 0 || (this.similarity[i] ?? 0) > (this.similarity[best] ?? 0))
      ) {
        best = i;
      }
    }
    return best >= 0 && (this.similarity[best] ?? 0) >= this.input.threshold * probabilityUnit ? best : -1;
  }
}
