/** Orders strings as their UTF-8 bytes order, which is S3's order of keys. (UTF-16 order differs above U+D7FF.) */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) {
      return rank(x) - rank(y);
    }
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others, so they go last. */
function rank(unit: number): number {
  if (unit < 0xd800) {
    return unit;
  }
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Keys in S3's order. */
export class SortedKeys {
  private readonly keys: string[];

  constructor(keys: Iterable<string>) {
    this.keys = [...keys].sort(compareUtf8);
  }

  get size(): number {
    return this.keys.length;
  }

  at(index: number): string | undefined {
    return this.keys[index];
  }

  /** Index of the first key that is not before `key`. */
  lowerBound(key: string): number {
    return this.search((other) => compareUtf8(other, key) < 0);
  }

  /** Index of the first key at or after `from` that does not start with `prefix`, given that those which do come first there. */
  endOfPrefix(prefix: string, from: number): number {
    return this.search((other, index) => index < from || other.startsWith(prefix));
  }

  add(key: string): void {
    const index = this.lowerBound(key);
    if (this.keys[index] !== key) {
      this.keys.splice(index, 0, key);
    }
  }

  delete(key: string): void {
    const index = this.lowerBound(key);
    if (this.keys[index] === key) {
      this.keys.splice(index, 1);
    }
  }

  private search(isBefore: (key: string, index: number) => boolean): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.keys[middle] as string, middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

export interface ListOptions {
  readonly prefix?: string;
  /** Keys that hold it after the prefix are rolled up into one common prefix. */
  readonly delimiter?: string;
  /** Only what comes after this key, or after this common prefix (and all it stands for). */
  readonly after?: string;
  /** Keys and common prefixes together; 1000 unless told. */
  readonly maxKeys?: number;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of this page when there are more: the next page's `after`. */
  readonly next: string | undefined;
}

/** One page of a listing, as ListObjectsV2 makes it. */
export function listKeys(sorted: SortedKeys, options: ListOptions): KeyPage {
  const { prefix = '', delimiter, after = '', maxKeys = 1000 } = options;
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  let index = startOf(sorted, prefix, delimiter, after);
  for (let key = sorted.at(index); key?.startsWith(prefix); key = sorted.at(index)) {
    if (keys.length + prefixes.length >= maxKeys) {
      return { keys, prefixes, next: last };
    }
    const rolled = commonPrefix(key, prefix, delimiter);
    if (rolled === undefined) {
      keys.push(key);
      index++;
    } else {
      prefixes.push(rolled);
      index = sorted.endOfPrefix(rolled, index);
    }
    last = rolled ?? key;
  }
  return { keys, prefixes, next: undefined };
}

function startOf(sorted: SortedKeys, prefix: string, delimiter: string | undefined, after: string): number {
  if (compareUtf8(after, prefix) < 0) {
    return sorted.lowerBound(prefix);
  }
  const index = sorted.lowerBound(after);
  const rolled = after.startsWith(prefix) ? commonPrefix(after, prefix, delimiter) : undefined;
  if (rolled !== undefined && rolled === after) {
    return sorted.endOfPrefix(rolled, index);
  }
  return after !== '' && sorted.at(index) === after ? index + 1 : index;
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) {
    return undefined;
  }
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
