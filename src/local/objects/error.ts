/** The refusals of the object store, under S3's own error codes. */
export type ObjectErrorCode =
  | 'BucketAlreadyOwnedByYou'
  | 'BucketNotEmpty'
  | 'EntityTooSmall'
  | 'InvalidBucketName'
  | 'InvalidPart'
  | 'InvalidPartOrder'
  | 'InvalidRange'
  | 'InvalidRequest'
  | 'KeyTooLongError'
  | 'NoSuchBucket'
  | 'NoSuchKey'
  | 'NoSuchUpload'
  | 'OperationAborted'
  | 'PreconditionFailed';

/** The object store refused an operation; nothing was changed. */
export class ObjectError extends Error {
  override readonly name = 'ObjectError';

  constructor(
    readonly code: ObjectErrorCode,
    message: string,
    /** Further fields that S3 has in this error. */
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  static is(error: unknown, ...codes: readonly ObjectErrorCode[]): error is ObjectError {
    return error instanceof ObjectError && (codes.length === 0 || codes.includes(error.code));
  }
}

export function noSuchKey(key: string): ObjectError {
  return new ObjectError('NoSuchKey', 'The specified key does not exist.', { Key: key });
}

/** @param condition the header whose condition did not hold */
export function preconditionFailed(condition: string): ObjectError {
  return new ObjectError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
}
