import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums of S3's "additional checksums", under the names of `x-amz-checksum-algorithm`. */
export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** A running checksum. `digest` gives the bytes as S3 writes them (big-endian), before base64. */
export interface ChecksumHasher {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return (checksumAlgorithms as readonly string[]).includes(name);
}

/** Starts a running checksum. */
export function checksumHasher(algorithm: ChecksumAlgorithm): ChecksumHasher {
  switch (algorithm) {
    case 'CRC32':
      return new Crc32();
    case 'CRC32C':
      return new Crc32c();
    case 'CRC64NVME':
      return new Crc64Nvme();
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm);
  }
}

class Crc32 implements ChecksumHasher {
  private value = 0;

  update(bytes: Uint8Array): void {
    this.value = crc32(bytes, this.value);
  }

  digest(): Buffer {
    const out = Buffer.alloc(4);
    out.writeUInt32BE(this.value);
    return out;
  }
}

/**
 * Tables for a reflected CRC taken eight bytes at a time ("slicing by 8"): entry `n` of table `k` is the CRC of byte `n` followed by `k` zero bytes.
 * 64-bit values are kept as two halves, since BigInt would be a hundred times slower.
 */
interface SlicingTables {
  readonly low: readonly Uint32Array[];
  readonly high: readonly Uint32Array[];
}

function slicingTables(polynomial: bigint): SlicingTables {
  const mask = 0xffffffffn;
  const rows: bigint[][] = [
    Array.from({ length: 256 }, (_, byte) => {
      let crc = BigInt(byte);
      for (let bit = 0; bit < 8; bit++) {
        crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
      }
      return crc;
    }),
  ];
  const first = rows[0] ?? [];
  for (let k = 1; k < 8; k++) {
    rows.push((rows[k - 1] ?? []).map((crc) => (crc >> 8n) ^ (first[Number(crc & 0xffn)] ?? 0n)));
  }
  return {
    low: rows.map((row) => Uint32Array.from(row, (crc) => Number(crc & mask))),
    high: rows.map((row) => Uint32Array.from(row, (crc) => Number(crc >> 32n))),
  };
}

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4, reflected polynomial. */
const castagnoli = slicingTables(0x82f63b78n);
/** CRC-64/NVME, NVM Express base specification 5.2.1.3.4, reflected polynomial. */
const nvme = slicingTables(0x9a6c9329ac4bc9b5n);

class Crc32c implements ChecksumHasher {
  private value = 0xffffffff;

  update(bytes: Uint8Array): void {
    const [t0, t1, t2, t3, t4, t5, t6, t7] = castagnoli.low as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let crc = this.value;
    let at = 0;
    for (const end = bytes.byteLength - 7; at < end; at += 8) {
      const a = view.getUint32(at, true) ^ crc;
      const b = view.getUint32(at + 4, true);
      crc =
        (t7[a & 255] as number) ^
        (t6[(a >>> 8) & 255] as number) ^
        (t5[(a >>> 16) & 255] as number) ^
        (t4[a >>> 24] as number) ^
        (t3[b & 255] as number) ^
        (t2[(b >>> 8) & 255] as number) ^
        (t1[(b >>> 16) & 255] as number) ^
        (t0[b >>> 24] as number);
    }
    for (; at < bytes.byteLength; at++) {
      crc = (t0[(crc ^ (bytes[at] as number)) & 255] as number) ^ (crc >>> 8);
    }
    this.value = crc;
  }

  digest(): Buffer {
    const out = Buffer.alloc(4);
    out.writeUInt32BE((this.value ^ 0xffffffff) >>> 0);
    return out;
  }
}

class Crc64Nvme implements ChecksumHasher {
  private low = 0xffffffff;
  private high = 0xffffffff;

  update(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (const end = bytes.byteLength - 7; at < end; at += 8) {
      const a = view.getUint32(at, true) ^ this.low;
      const b = view.getUint32(at + 4, true) ^ this.high;
      this.low = fold(nvme.low, a, b);
      this.high = fold(nvme.high, a, b);
    }
    const low0 = nvme.low[0] as Uint32Array;
    const high0 = nvme.high[0] as Uint32Array;
    for (; at < bytes.byteLength; at++) {
      const index = (this.low ^ (bytes[at] as number)) & 255;
      this.low = ((this.low >>> 8) | (this.high << 24)) ^ (low0[index] as number);
      this.high = (this.high >>> 8) ^ (high0[index] as number);
    }
  }

  digest(): Buffer {
    const out = Buffer.alloc(8);
    out.writeUInt32BE((this.high ^ 0xffffffff) >>> 0, 0);
    out.writeUInt32BE((this.low ^ 0xffffffff) >>> 0, 4);
    return out;
  }
}

/** One half of the CRC over eight bytes: `a` holds the first four (already mixed with the running value), `b` the rest. */
function fold(tables: readonly Uint32Array[], a: number, b: number): number {
  return (
    pick(tables, 7, a & 255) ^
    pick(tables, 6, (a >>> 8) & 255) ^
    pick(tables, 5, (a >>> 16) & 255) ^
    pick(tables, 4, a >>> 24) ^
    pick(tables, 3, b & 255) ^
    pick(tables, 2, (b >>> 8) & 255) ^
    pick(tables, 1, (b >>> 16) & 255) ^
    pick(tables, 0, b >>> 24)
  );
}

function pick(tables: readonly Uint32Array[], table: number, index: number): number {
  return (tables[table] as Uint32Array)[index] as number;
}
