/** A file as it is stored. `version` is an ETag or a digest: equal versions mean equal bytes. */
export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly version: string;
  /** Keys of the rows that were set aside, sorted; absent where nothing is kept beside files. */
  readonly unsure?: readonly string[];
}

/**
 * Where a labeling file lives: an object in S3 or a file on disk. Every rejection is a StoreError.
 * A write is conditional: it never replaces a version that the caller has not seen.
 */
export interface FileStore {
  read(): Promise<StoredFile>;
  /** The version now, without the bytes. */
  version(): Promise<string>;
  /**
   * Writes over `expected`, or creates the file when `expected` is undefined; resolves to the new version.
   * `unsure` are the keys of the rows that are set aside, for a store that keeps them.
   * Rejects with reason `changed` when the stored version is another one, `missing` when there is none.
   */
  write(bytes: Uint8Array, expected: string | undefined, unsure?: readonly string[]): Promise<string>;
}

/**
 * Why a store could not do it:
 * `changed` another version is stored; `missing` nothing is stored; `denied` the identity may not;
 * `credentials` they are expired or wrong; `busy` throttled or a concurrent write, worth a retry;
 * `unreachable` no connection, or it broke: a write may have landed; `full` no room; `refused` the user said no;
 * `unconnected` the address names no connection.
 */
export type StoreFailure =
  | 'changed'
  | 'missing'
  | 'denied'
  | 'credentials'
  | 'busy'
  | 'unreachable'
  | 'full'
  | 'refused'
  | 'unconnected'
  | 'other';

/** A store's refusal, with the service's or the system's own error as its cause. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly failure: StoreFailure;
  /** True if it was the file of notes that was refused, not the labeling file itself. */
  isOfNotes = false;

  constructor(failure: StoreFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
  }

  /** Whether an error is a store's refusal, of one of the given kinds if any are given. */
  static is(error: unknown, ...failures: readonly StoreFailure[]): error is StoreError {
    return error instanceof StoreError && (failures.length === 0 || failures.includes(error.failure));
  }
}
