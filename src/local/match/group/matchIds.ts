import { createHash } from 'node:crypto';
import type { Clusters } from './clusters';

/**
 * The id of each cluster: 63 bits of the SHA-256 of its smallest primary key. It stays from run to run as long as that row is of the
 * cluster, whatever rows come and go elsewhere, and it is the same wherever it is computed.
 * @param keys the records' primary keys, ascending
 */
export function matchIds({ clusterOf, count }: Clusters, keys: readonly string[]): BigInt64Array {
  const ids = new BigInt64Array(count);
  const taken = new TakenIds(count);
  let next = 0;
  for (let record = 0; record < clusterOf.length; record++) {
    // Clusters are numbered in order of their first record, which has the smallest key.
    if (clusterOf[record] === next) {
      const key = keys[record] ?? '';
      let id = hash63(key);
      for (let again = 1; !taken.take(id); again++) {
        id = hash63(`${key}\0${again}`);
      }
      ids[next++] = id;
    }
  }
  return ids;
}

function hash63(text: string): bigint {
  return createHash('sha256').update(text, 'utf8').digest().readBigUInt64BE() >> 1n;
}

/** A set of ids without the language's limit on the size of sets. Two clusters must never share an id. */
class TakenIds {
  private readonly slots: BigInt64Array;
  private readonly used: Uint8Array;

  constructor(count: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * count + 2));
    this.slots = new BigInt64Array(size);
    this.used = new Uint8Array(size);
  }

  /** False where the id is taken already. */
  take(id: bigint): boolean {
    const size = this.slots.length;
    for (let slot = Number(id & BigInt(size - 1)); ; slot = (slot + 1) % size) {
      if (this.used[slot] === 0) {
        this.used[slot] = 1;
        this.slots[slot] = id;
        return true;
      }
      if (this.slots[slot] === id) {
        return false;
      }
    }
  }
}
