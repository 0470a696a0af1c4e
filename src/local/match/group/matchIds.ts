import { createHash } from 'node:crypto';
import type { Clusters } from './clusters';
import { IdNumbers } from './idNumbers';

/** What an earlier output says of the rows of this one. */
export interface EarlierIds {
  /** Row to cluster of the earlier output, -1 for a row that it does not have. Its clusters are numbered by their first row. */
  readonly clusterOf: Int32Array;
  /** Ids of the earlier output's clusters. */
  readonly ids: BigInt64Array;
}

/**
 * The id of each cluster: 63 bits of the SHA-256 of its smallest primary key. It stays from run to run as long as that row is of the
 * cluster, whatever rows come and go elsewhere, and it is the same wherever it is computed. With an earlier output, a cluster has the id
 * of the one it shares most rows with; an id that was in it is never given to other rows.
 * @param keys the records' primary keys, ascending
 */
export function matchIds(clusters: Clusters, keys: readonly string[], earlier?: EarlierIds): BigInt64Array {
  const { clusterOf, count } = clusters;
  const ids = new BigInt64Array(count);
  const taken = new IdNumbers(count + (earlier?.ids.length ?? 0));
  const heirs = earlier ? inherit(clusters, earlier) : undefined;
  for (const id of earlier?.ids ?? []) {
    taken.isNew(id);
  }
  let next = 0;
  for (let record = 0; record < clusterOf.length; record++) {
    // Clusters are numbered in order of their first record, which has the smallest key.
    if (clusterOf[record] === next) {
      const from = heirs?.[next] ?? -1;
      ids[next++] = from < 0 ? newId(keys[record] ?? '', taken) : (earlier?.ids[from] ?? 0n);
    }
  }
  return ids;
}

function newId(key: string, taken: IdNumbers): bigint {
  let id = hash63(key);
  for (let again = 1; !taken.isNew(id); again++) {
    id = hash63(`${key}\0${again}`);
  }
  return id;
}

function hash63(text: string): bigint {
  return createHash('sha256').update(text, 'utf8').digest().readBigUInt64BE() >> 1n;
}

/**
 * For each cluster the earlier one whose id it takes over, or -1. Those that share most rows come first; of as many, the one with the
 * smaller first key, first as it is now, then as it was.
 */
function inherit({ clusterOf, count }: Clusters, earlier: EarlierIds): Int32Array {
  const { now, before, rows } = sharedRows(clusterOf, count, earlier.clusterOf);
  const heirs = new Int32Array(count).fill(-1);
  const taken = new Uint8Array(earlier.ids.length);
  const take = (claim: number): void => {
    const [heir, cluster] = [now[claim] ?? 0, before[claim] ?? 0];
    if (heirs[heir] === -1 && taken[cluster] === 0) {
      heirs[heir] = cluster;
      taken[cluster] = 1;
    }
  };
  const ofNow = countEach(now, count);
  const ofBefore = countEach(before, earlier.ids.length);
  const disputed: number[] = [];
  for (let claim = 0; claim < rows.length; claim++) {
    if (ofNow[now[claim] ?? 0] === 1 && ofBefore[before[claim] ?? 0] === 1) {
      take(claim);
    } else {
      disputed.push(claim);
    }
  }
  disputed.sort(
    (x, y) => (rows[y] ?? 0) - (rows[x] ?? 0) || (now[x] ?? 0) - (now[y] ?? 0) || (before[x] ?? 0) - (before[y] ?? 0),
  );
  for (const claim of disputed) {
    take(claim);
  }
  return heirs;
}

function countEach(numbers: readonly number[], count: number): Int32Array {
  const counts = new Int32Array(count);
  for (const number of numbers) {
    counts[number] = (counts[number] ?? 0) + 1;
  }
  return counts;
}

/** Which clusters share rows with which earlier ones, and how many. */
function sharedRows(clusterOf: Int32Array, count: number, earlier: Int32Array) {
  const now: number[] = [];
  const before: number[] = [];
  const rows: number[] = [];
  /** Last claim of a cluster, and the claim of the same cluster before it. */
  const last = new Int32Array(count).fill(-1);
  const previous: number[] = [];
  for (let row = 0; row < clusterOf.length; row++) {
    const cluster = clusterOf[row] ?? 0;
    const from = earlier[row] ?? -1;
    if (from < 0) {
      continue;
    }
    let claim = last[cluster] ?? -1;
    while (claim >= 0 && before[claim] !== from) {
      claim = previous[claim] ?? -1;
    }
    if (claim >= 0) {
      rows[claim] = (rows[claim] ?? 0) + 1;
      continue;
    }
    previous.push(last[cluster] ?? -1);
    last[cluster] = now.length;
    now.push(cluster);
    before.push(from);
    rows.push(1);
  }
  return { now, before, rows };
}
