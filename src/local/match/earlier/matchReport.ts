import type { Clusters } from '../group/clusters';

/** Match ids are texts: they are longer than the numbers of JSON. */
interface Named {
  readonly match_id: string;
}

/** What an output makes of an earlier one. */
export interface MatchReport {
  readonly rows: number;
  readonly clusters: number;
  readonly newRows: number;
  readonly changedRows: number;
  readonly goneRows: number;
  /** Rows that were compared anew, though neither they nor their cells are new. */
  readonly comparedAgain: number;
  /** New rows in clusters that were there before. */
  readonly joined: readonly (Named & { readonly keys: readonly string[] })[];
  /** Clusters of new rows only. */
  readonly new: readonly (Named & { readonly keys: readonly string[] })[];
  /** Clusters that took in others, whose ids are no more. */
  readonly merged: readonly (Named & { readonly from: readonly string[] })[];
  /** Clusters whose rows are in several now. */
  readonly split: readonly (Named & { readonly into: readonly string[] })[];
  /** Keys that the table does not have any more, and clusters that had no other. */
  readonly gone: { readonly keys: readonly string[]; readonly matchIds: readonly string[] };
}

export interface ReportInput {
  readonly clusters: Clusters;
  readonly ids: BigInt64Array;
  readonly keys: readonly string[];
  /** Row to earlier cluster, or -1. */
  readonly earlierOf: Int32Array;
  readonly earlierIds: BigInt64Array;
  readonly changedRows: number;
  readonly comparedAgain: number;
  readonly goneKeys: readonly string[];
}

export function reportMatches(input: ReportInput): MatchReport {
  const { clusters, ids, earlierOf, earlierIds, goneKeys } = input;
  const newKeys = newKeysByCluster(input);
  const into = clustersByEarlier(input);
  const named = (cluster: number): string => String(ids[cluster] ?? 0n);
  const had = new Uint8Array(clusters.count);
  for (let row = 0; row < earlierOf.length; row++) {
    if ((earlierOf[row] ?? -1) >= 0) {
      had[clusters.clusterOf[row] ?? 0] = 1;
    }
  }
  const added = [...newKeys].map(([cluster, keys]) => ({ cluster, match_id: named(cluster), keys }));
  const merged = new Map<number, string[]>();
  const split: (Named & { into: string[] })[] = [];
  const gone: string[] = [];
  for (let earlier = 0; earlier < earlierIds.length; earlier++) {
    const [most, ...others] = into[earlier] ?? [];
    const id = String(earlierIds[earlier] ?? 0n);
    if (!most) {
      gone.push(id);
      continue;
    }
    if (![most, ...others].some(({ cluster }) => ids[cluster] === earlierIds[earlier])) {
      merged.set(most.cluster, [...(merged.get(most.cluster) ?? []), id]);
    }
    if (others.length > 0) {
      split.push({ match_id: id, into: [most, ...others].map(({ cluster }) => named(cluster)) });
    }
  }
  return {
    rows: clusters.clusterOf.length,
    clusters: clusters.count,
    newRows: added.reduce((sum, { keys }) => sum + keys.length, 0),
    changedRows: input.changedRows,
    goneRows: goneKeys.length,
    comparedAgain: input.comparedAgain,
    joined: added.filter(({ cluster }) => had[cluster] === 1).map(withoutCluster),
    new: added.filter(({ cluster }) => had[cluster] === 0).map(withoutCluster),
    merged: [...merged].map(([cluster, from]) => ({ match_id: named(cluster), from })),
    split,
    gone: { keys: goneKeys, matchIds: gone },
  };
}

function withoutCluster({ match_id, keys }: Named & { readonly keys: readonly string[] }) {
  return { match_id, keys };
}

function newKeysByCluster({ clusters, keys, earlierOf }: ReportInput): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (let row = 0; row < earlierOf.length; row++) {
    if ((earlierOf[row] ?? -1) < 0) {
      const cluster = clusters.clusterOf[row] ?? 0;
      const list = found.get(cluster) ?? [];
      list.push(keys[row] ?? '');
      found.set(cluster, list);
    }
  }
  return found;
}

/** For each earlier cluster the clusters that its rows are in now, the one with most of them first. */
function clustersByEarlier({ clusters, earlierOf, earlierIds }: ReportInput): { cluster: number; rows: number }[][] {
  const into: { cluster: number; rows: number }[][] = Array.from({ length: earlierIds.length }, () => []);
  for (let row = 0; row < earlierOf.length; row++) {
    const list = into[earlierOf[row] ?? -1];
    const cluster = clusters.clusterOf[row] ?? 0;
    const held = list?.find((one) => one.cluster === cluster);
    if (held) {
      held.rows++;
    } else {
      list?.push({ cluster, rows: 1 });
    }
  }
  for (const list of into) {
    list.sort((x, y) => y.rows - x.rows || x.cluster - y.cluster);
  }
  return into;
}

/** The report in a sentence, for whoever looks at the run. */
export function reportWords({ newRows, changedRows, goneRows, joined, new: made, merged, split }: MatchReport): string {
  const joining = joined.reduce((sum, { keys }) => sum + keys.length, 0);
  const parts = [
    `${count(newRows, 'new row')}: ${joining.toLocaleString('en-US')} joined ${count(joined.length, 'earlier cluster')}, the others make ${count(made.length, 'new one')}.`,
    merged.length > 0 ? `${count(merged.length, 'cluster')} took in others.` : '',
    split.length > 0 ? `${count(split.length, 'earlier cluster')} came apart.` : '',
    changedRows > 0 ? `${count(changedRows, 'row')} had other cells before.` : '',
    goneRows > 0
      ? `${count(goneRows, 'key')} of the earlier output ${goneRows === 1 ? 'is' : 'are'} not in the table.`
      : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
