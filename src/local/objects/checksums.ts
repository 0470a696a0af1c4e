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
 * Tables for a reflected CRC taken eight bytes at a time ("slicing by 8"): entry `256 * k + n` is the CRC of byte `n` followed by `k` zero
 * bytes. 64-bit values are kept as two halves, since BigInt would be a hundred times slower.
 */
interface SlicingTables {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

function slicingTables(polynomial: bigint): SlicingTables {
  const entries: bigint[] = [];
  for (let index = 0; index < 8 * 256; index++) {
    const before = entries[index - 256];
    entries.push(
      before === undefined
        ? oneByte(BigInt(index), polynomial)
        : (before >> 8n) ^ (entries[Number(before & 0xffn)] ?? 0n),
    );
  }
  return {
    low: Uint32Array.from(entries, (crc) => Number(crc & 0xffffffffn)),
    high: Uint32Array.from(entries, (crc) => Number(crc >> 32n)),
  };
}

function oneByte(byte: bigint, polynomial: bigint): bigint {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  }
  return crc;
}

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4, reflected polynomial. */
const castagnoli = slicingTables(0x82f63b78n);
/** CRC-64/NVME, NVM Express base specification 5.2.1.3.4, reflected polynomial. */
const nvme = slicingTables(0x9a6c9329ac4bc9b5n);

class Crc32c implements ChecksumHasher {
  private value = 0xffffffff;

  update(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const table = castagnoli.low;
    let crc = this.value;
    let at = 0;
    for (const end = bytes.byteLength - 7; at < end; at += 8) {
      crc = fold(table, view.getUint32(at, true) ^ crc, view.getUint32(at + 4, true));
    }
    for (; at < bytes.byteLength; at++) {
      crc = (table[(crc ^ (bytes[at] as number)) & 255] as number) ^ (crc >>> 8);
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
    let { low, high } = this;
    let at = 0;
    for (const end = bytes.byteLength - 7; at < end; at += 8) {
      const a = view.getUint32(at, true) ^ low;
      const b = view.getUint32(at + 4, true) ^ high;
      low = fold(nvme.low, a, b);
      high = fold(nvme.high, a, b);
    }
    for (; at < bytes.byteLength; at++) {
      const index = (low ^ (bytes[at] as number)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (nvme.low[index] as number);
      high = (high >>> 8) ^ (nvme.high[index] as number);
    }
    this.low = low;
    this.high = high;
  }

  digest(): Buffer {
    const out = Buffer.alloc(8);
    out.writeUInt32BE((this.high ^ 0xffffffff) >>> 0, 0);
    out.writeUInt32BE((this.low ^ 0xffffffff) >>> 0, 4);
    return out;
  }
}

/** One half of the CRC over eight bytes: `a` holds the first four (already mixed with the running value), `b` the rest. */
function fold(table: Uint32Array, a: number, b: number): number {
  return (
    (table[0x700 + (a & 255)] as number) ^
    (table[0x600 + ((a >>> 8) & 255)] as number) ^
    (table[0x500 + ((a >>> 16) & 255)] as number) ^
    (table[0x400 + (a >>> 24)] as number) ^
    (table[0x300 + (b & 255)] as number) ^
    (table[0x200 + ((b >>> 8) & 255)] as number) ^
    (table[0x100 + ((b >>> 16) & 255)] as number) ^
    (table[b >>> 24] as number)
  );
}
