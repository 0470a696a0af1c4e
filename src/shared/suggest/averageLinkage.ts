/** What average-linkage clustering finds among `count` items. */
export interface Linkage {
  /** Clusters at the threshold, each in ascending order, larger evidence first not implied. */
  readonly clusters: readonly (readonly number[])[];
  /** All items so that alike ones stand next to each other, the closest clusters first. */
  readonly order: readonly number[];
}

/**
 * Joins the two clusters whose items are most alike on average, again and again (UPGMA). Clusters are those left when
 * no two are at least `threshold` alike; the order comes from joining on to the end. Time is cubic in `count`.
 */
export function averageLinkage(count: number, likeness: (a: number, b: number) => number, threshold: number): Linkage {
  let clusters: number[][] = Array.from({ length: count }, (_, item) => [item]);
  const sums = Array.from({ length: count }, (_, a) =>
    Float64Array.from({ length: count }, (_, b) => (a === b ? 0 : likeness(Math.min(a, b), Math.max(a, b)))),
  );
  const sumOf = (a: readonly number[], b: readonly number[]): number => sums[a[0] ?? 0]?.[b[0] ?? 0] ?? 0;
  let atThreshold: readonly (readonly number[])[] | undefined;
  while (clusters.length > 1) {
    const best = closest(clusters, sumOf);
    if (best.likeness < threshold) {
      atThreshold ??= clusters.map((cluster) => cluster.toSorted((x, y) => x - y));
    }
    const [into, from] = [best.a[0] ?? 0, best.b[0] ?? 0];
    // A cluster is represented by its first item; its sums over pairs are kept in that item's row.
    for (const cluster of clusters) {
      const other = cluster[0] ?? 0;
      const sum = (sums[into]?.[other] ?? 0) + (sums[from]?.[other] ?? 0);
      sums[into]?.fill(sum, other, other + 1);
      sums[other]?.fill(sum, into, into + 1);
    }
    best.a.push(...best.b);
    clusters = clusters.filter((cluster) => cluster !== best.b);
  }
  const final = atThreshold ?? clusters.map((cluster) => cluster.toSorted((x, y) => x - y));
  return { clusters: final, order: clusters.flat() };
}

function closest(
  clusters: number[][],
  sumOf: (a: readonly number[], b: readonly number[]) => number,
): { a: number[]; b: number[]; likeness: number } {
  let best = { a: clusters[0] ?? [], b: clusters[1] ?? [], likeness: Number.NEGATIVE_INFINITY };
  for (const [at, a] of clusters.entries()) {
    for (const b of clusters.slice(at + 1)) {
      const likeness = sumOf(a, b) / (a.length * b.length);
      if (likeness > best.likeness) {
        best = { a, b, likeness };
      }
    }
  }
  return best;
}
