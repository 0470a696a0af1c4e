import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { snappyFramed, snappyHadoop, snappyRaw } from '../../../harness/packed';
import type { Random } from '../../../harness/random';
import type { Declared } from '../catalog';
import type { Dialect } from './written';

/** A table as it is stored, and all that is to be read from it: rows by key. */
export interface StoredTable {
  readonly declared: Declared;
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

const packers: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  none: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  members: (bytes) => inHalves(bytes, gzipSync),
  zstd: (bytes) => zstdCompressSync(bytes),
  frames: (bytes) => inHalves(bytes, zstdCompressSync),
  zlib: (bytes) => deflateSync(bytes),
  'snappy of Hadoop': snappyHadoop,
  'snappy in frames': snappyFramed,
  'snappy, raw': snappyRaw,
};

function inHalves(bytes: Buffer, pack: (half: Buffer) => Buffer): Buffer {
  const half = bytes.length >> 1;
  return Buffer.concat([pack(bytes.subarray(0, half)), pack(bytes.subarray(half))]);
}

const values = [
  '2024',
  '05',
  '',
  'a b',
  '50%',
  'x=y',
  '12:30',
  'Köln',
  '{a}',
  '東京',
  '#1',
  "it's",
  'a%3Ab',
  '+',
  '\\N',
  '..',
] as const;

/** A value as Hive writes it into a path. */
function escapePath(value: string): string {
  return value === ''
    ? '__HIVE_DEFAULT_PARTITION__'
    : value.replace(
        /[\p{Cc}"#%'*/:=?\\{[\]^]/gu,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      );
}

/** Objects beside the data that are none: each holds a record that must not be read. */
function litter(random: Random, prefix: string): Readonly<Record<string, string>> {
  const places = [
    `${prefix}_SUCCESS`, `${prefix}.part-0.crc`, `${prefix}_temporary/0/part-0`, `${prefix}.hive-staging/part-0`, `${prefix}part-0.md5`,
    `${prefix.slice(0, -1)}-2/part-0`, `${prefix}_committed_1`,
  ]; // biome-ignore format: a list
  const empties = [`${prefix}sub_$folder$`, `${prefix}empty`, `${prefix}sub/`];
  return Object.fromEntries([
    ...places.filter(() => random.chance(0.2)).map((key) => [key, 'no data']),
    ...empties.filter(() => random.chance(0.2)).map((key) => [key, '']),
  ]);
}

/** Writes rows with these keys in a dialect, in parts, partitions and codecs as they come. */
export async function storeTable(random: Random, dialect: Dialect, keys: readonly string[]): Promise<StoredTable> {
  const prefix = random.pick(['t/', 't/people of + a%20b/', 't/ü(1)/']);
  const partitionKeys = ['year', 'Month', 'a.b'].slice(0, random.pick([0, 0, 0, 1, 2, 3]));
  const objects: Record<string, Buffer | string> = { ...litter(random, prefix) };
  const rows = new Map<string, readonly string[]>();
  const parts = Math.min(keys.length, random.int(1, 4));
  const codecs: string[] = [];
  for (let part = 0; part < parts; part++) {
    const own = keys.filter((_, at) => at % parts === part);
    const written = await dialect.write(own);
    const partition = partitionKeys.map(() => random.pick(values));
    const folders = partitionKeys.map(
      (name, at) => `${random.chance(0.5) ? name : name.toLowerCase()}=${escapePath(partition[at] ?? '')}/`,
    );
    const codec = dialect.packable ? random.pick(Object.keys(packers)) : 'none';
    codecs.push(codec);
    const ending = random.pick(['', '.csv', '.json', '.gz', '.bz2', '.snappy', '.parquet', '.zst']);
    const pack = packers[codec] ?? ((bytes: Buffer) => bytes);
    objects[`${prefix}${folders.join('')}part-${part}${ending}`] = pack(written.bytes);
    for (const [at, key] of own.entries()) {
      rows.set(key, [...(written.rows[at] ?? []), ...partition]);
    }
  }
  const { serde, serdeParameters, tableParameters, columns } = dialect;
  return {
    declared: {
      serde,
      serdeParameters,
      tableParameters,
      columns,
      partitionKeys,
      location: random.chance(0.5) ? prefix : prefix.slice(0, -1),
      objects,
    },
    columns: [...columns.map(({ Name }) => Name), ...partitionKeys],
    types: [...columns.map(({ Type = 'string' }) => Type), ...partitionKeys.map(() => 'string')],
    rows,
  };
}
