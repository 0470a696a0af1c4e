import { checksumHasher } from '../../objects/checksums';

/** The data is not what snappy writes, or it ends too early. */
export class SnappyError extends Error {
  override readonly name = 'SnappyError';
}

/** Hadoop's SnappyCodec: blocks of a big-endian length, then chunks (each with its packed length) until that many bytes are out. */
export function* unpackHadoop(bytes: Buffer): Generator<Buffer> {
  let at = 0;
  const length = (): number => {
    if (at + 4 > bytes.length) {
      throw new SnappyError();
    }
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  while (at < bytes.length) {
    for (let left = length(); left > 0; ) {
      const packed = length();
      const chunk = unpackRaw(take(bytes, at, packed));
      at += packed;
      left -= chunk.length;
      if (left < 0 || chunk.length === 0) {
        throw new SnappyError();
      }
      yield chunk;
    }
  }
}

/** The framing format of snappy's own (framing_format.txt): chunks with a type, a length and a masked CRC-32C. */
export function* unpackFramed(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at] ?? 0;
    const length = take(bytes, at + 1, 3).readUIntLE(0, 3);
    const body = take(bytes, at + 4, length);
    at += 4 + length;
    if (type === 0x00 || type === 0x01) {
      const sum = take(body, 0, 4).readUInt32LE(0);
      const data = type === 0 ? unpackRaw(body.subarray(4)) : body.subarray(4);
      if (maskedChecksum(data) !== sum) {
        throw new SnappyError();
      }
      yield data;
    } else if (type < 0x80) {
      throw new SnappyError();
    }
  }
}

function maskedChecksum(data: Buffer): number {
  const hasher = checksumHasher('CRC32C');
  hasher.update(data);
  const sum = hasher.digest().readUInt32BE(0);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

/** One raw block (format_description.txt). Every byte of it is accounted for, since nothing else guards it. */
export function unpackRaw(bytes: Buffer): Buffer {
  let at = 0;
  let size = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++];
    if (byte === undefined || at > 5) {
      throw new SnappyError();
    }
    size += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      break;
    }
  }
  // A copy of 64 bytes takes 2 at least: a length beyond that is not one to make room for.
  if (size > 64 * bytes.length) {
    throw new SnappyError();
  }
  const out = Buffer.alloc(size);
  let filled = 0;
  while (at < bytes.length) {
    const tag = bytes[at++] ?? 0;
    const kind = tag & 3;
    if (kind === 0) {
      const extra = Math.max(0, (tag >> 2) - 59);
      const length = 1 + (extra === 0 ? tag >> 2 : take(bytes, at, extra).readUIntLE(0, extra));
      at += extra;
      filled += take(bytes, at, length).copy(out, filled);
      at += length;
      continue;
    }
    const width = kind === 3 ? 4 : kind;
    const operand = take(bytes, at, width).readUIntLE(0, width);
    at += width;
    const length = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const offset = kind === 1 ? ((tag >> 5) << 8) | operand : operand;
    if (offset === 0 || offset > filled || filled + length > size) {
      throw new SnappyError();
    }
    for (const end = filled + length; filled < end; filled++) {
      out[filled] = out[filled - offset] ?? 0;
    }
  }
  if (filled !== size) {
    throw new SnappyError();
  }
  return out;
}

function take(bytes: Buffer, at: number, length: number): Buffer {
  if (at + length > bytes.length) {
    throw new SnappyError();
  }
  return bytes.subarray(at, at + length);
}
