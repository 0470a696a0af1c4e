import type { ChecksumAlgorithm } from './checksums';
import type { ObjectChecksum } from './objectStore';

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** As of `ObjectInfo`; kept for the object to come. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: UploadChecksum;
}

export interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ObjectChecksum['type'];
  /** Whether the client chose it; then parts may bring no other. */
  readonly explicit: boolean;
}
