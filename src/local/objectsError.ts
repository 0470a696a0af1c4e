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
  ) {
    super(message);
  }

  static is(error: unknown, ...codes: readonly ObjectErrorCode[]): error is ObjectError {
    return error instanceof ObjectError && (codes.length === 0 || codes.includes(error.code));
  }
}
