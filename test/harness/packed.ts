import { checksumHasher } from '../../src/local/objects/checksums';

/** Packed texts, for codecs that Node can't write. */

/** What bzip2 makes of the lines `id,name`, `1,Ann`, `2,Bob`. */
export const bzip2People = Buffer.from(
  'QlpoOTFBWSZTWR1T4iUAAAddAAAQAAQwADAANiOgACITR5Ro8oQAALVg9MbgtMMFP4u5IpwoSA6p8RKA',
  'base64',
);

/** Two streams of bzip2, end to end: the lines `1,Ann` and `2,Bob`. */
export const bzip2Streams = Buffer.from(
  'QlpoOTFBWSZTWQlxzJEAAAFdAAAQAAQgACAAAAEgADDNAMNGKG4u5IpwoSAS45kiQlpoOTFBWSZTWYrKpwsAAAFdAAAQAAQQABAAEACgACGADALHNuLuSKcKEhFZVOFg',
  'base64',
);

/** A literal and its tag; long lengths stand behind the tag. */
function literalOf(bytes: Buffer): Buffer[] {
  const rest = bytes.length - 1;
  if (bytes.length === 0) {
    return [];
  }
  if (rest < 60) {
    return [Buffer.of(rest << 2), bytes];
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(rest);
  return [Buffer.of(63 << 2), length, bytes];
}

/** A copy of what stands `offset` bytes back, in the shortest of the three forms that takes it. */
function copyOf(offset: number, length: number): Buffer {
  if (length <= 11 && offset < 2048) {
    return Buffer.of(1 | ((length - 4) << 2) | ((offset >> 8) << 5), offset & 0xff);
  }
  if (offset < 65_536) {
    return Buffer.of(2 | ((length - 1) << 2), offset & 0xff, offset >> 8);
  }
  const far = Buffer.alloc(5);
  far[0] = 3 | ((length - 1) << 2);
  far.writeUInt32LE(offset, 1);
  return far;
}

/** One raw block of snappy. */
export function snappyRaw(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const out: Buffer[] = [];
  for (let left = bytes.length, more = true; more; left = Math.floor(left / 128)) {
    more = left >= 128;
    out.push(Buffer.of((left % 128) + (more ? 128 : 0)));
  }
  const seen = new Map<number, number>();
  let from = 0;
  for (let at = 0; at + 4 <= bytes.length; ) {
    const four = bytes.readUInt32LE(at);
    const before = seen.get(four);
    seen.set(four, at);
    if (before === undefined) {
      at += 1;
      continue;
    }
    let length = 4;
    while (length < 64 && at + length < bytes.length && bytes[before + length] === bytes[at + length]) {
      length += 1;
    }
    out.push(...literalOf(bytes.subarray(from, at)), copyOf(at - before, length));
    at += length;
    from = at;
  }
  return Buffer.concat([...out, ...literalOf(bytes.subarray(from))]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The blocks that Hadoop writes: their length, then chunks, each with its packed length. */
export function hadoopBlocks(content: string | Buffer, pack: (chunk: Buffer) => Buffer, blockSize = 1 << 16): Buffer {
  const bytes = Buffer.from(content);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += blockSize) {
    const block = bytes.subarray(at, at + blockSize);
    const half = block.length > 1 ? block.length >> 1 : block.length;
    out.push(bigEndian(block.length));
    for (const chunk of [block.subarray(0, half), block.subarray(half)]) {
      if (chunk.length > 0) {
        const packed = pack(chunk);
        out.push(bigEndian(packed.length), packed);
      }
    }
  }
  return Buffer.concat(out);
}

/** A text as Hadoop's SnappyCodec packs it. */
export function snappyHadoop(content: string | Buffer): Buffer {
  return hadoopBlocks(content, snappyRaw);
}

/** One block of LZ4 that holds the bytes as they are. */
export function lz4Block(bytes: Buffer): Buffer {
  const head = [Math.min(15, bytes.length) << 4];
  for (let left = bytes.length - 15; left >= 0; left -= 255) {
    head.push(Math.min(255, left));
  }
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** A text in snappy's own frames: one of data as it is, the rest packed. */
export function snappyFramed(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const out: Buffer[] = [Buffer.from('\xff\x06\x00\x00sNaPpY', 'latin1')];
  for (let at = 0; at < bytes.length; at += 65_536) {
    const data = bytes.subarray(at, at + 65_536);
    const hasher = checksumHasher('CRC32C');
    hasher.update(data);
    const sum = hasher.digest().readUInt32BE(0);
    const masked = (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
    const body = at === 0 ? data : snappyRaw(data);
    const head = Buffer.alloc(8);
    head[0] = at === 0 ? 1 : 0;
    head.writeUIntLE(body.length + 4, 1, 3);
    head.writeUInt32LE(masked, 4);
    out.push(head, body);
  }
  return Buffer.concat(out);
}
