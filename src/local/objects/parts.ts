import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { type ChecksumAlgorithm, checksumHasher } from './checksums';
import { ObjectError } from './error';

export interface Part {
  readonly number: number;
  readonly size: number;
  /** MD5 in hex. */
  readonly etag: string;
  readonly modified: number;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/** A part as kept: `blob` is the file of its bytes in the upload's folder. */
export interface PartRecord extends Part {
  readonly blob: string;
}

/** A part as the client lists it to complete an upload; `etag` without quotes. */
export interface WantedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

const minPartSize = 5 * 2 ** 20;

/** The stored parts a client lists. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
export function chooseParts(
  uploadId: string,
  stored: readonly PartRecord[],
  wanted: readonly WantedPart[],
): readonly PartRecord[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const parts = wanted.map((one, index) => {
    if (index > 0 && one.number <= (wanted[index - 1]?.number ?? 0)) {
      throw new ObjectError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
        { UploadId: uploadId },
      );
    }
    const part = byNumber.get(one.number);
    const sameChecksum =
      one.checksum === undefined ||
      (part?.checksum.algorithm === one.checksum.algorithm && part.checksum.value === one.checksum.value);
    if (!part || part.etag !== one.etag || !sameChecksum) {
      throw new ObjectError(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { UploadId: uploadId, PartNumber: String(one.number), ETag: one.etag },
      );
    }
    return part;
  });
  const small = parts.slice(0, -1).find(({ size }) => size < minPartSize);
  if (small) {
    throw new ObjectError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(small.size),
      MinSizeAllowed: String(minPartSize),
      PartNumber: String(small.number),
      ETag: small.etag,
    });
  }
  return parts;
}

/** The bytes of all parts, one after the other. */
export async function* concatenated(folder: string, parts: readonly PartRecord[]): AsyncGenerator<Uint8Array> {
  for (const { blob } of parts) {
    yield* createReadStream(path.join(folder, blob), { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
  }
}

export function md5OfMd5s(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) {
    hash.update(Buffer.from(etag, 'hex'));
  }
  return hash.digest('hex');
}

/** A checksum of the parts' checksums, as S3's COMPOSITE type. */
export function composite(algorithm: ChecksumAlgorithm, parts: readonly Part[]): string {
  const hasher = checksumHasher(algorithm);
  for (const { checksum } of parts) {
    hasher.update(Buffer.from(checksum.value, 'base64'));
  }
  return `${hasher.digest().toString('base64')}-${parts.length}`;
}
