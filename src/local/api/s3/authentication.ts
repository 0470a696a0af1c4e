import { SignatureError, type SignatureFault } from '../signing/verify';
import { S3Error, type S3ErrorCode } from './error';

const codes: Readonly<Record<SignatureFault, S3ErrorCode>> = {
  missing: 'AccessDenied',
  unsupported: 'InvalidRequest',
  malformedHeader: 'AuthorizationHeaderMalformed',
  malformedQuery: 'AuthorizationQueryParametersError',
  unknownKey: 'InvalidAccessKeyId',
  skewed: 'RequestTimeTooSkewed',
  expired: 'AccessDenied',
  unsignedHeaders: 'AccessDenied',
  mismatch: 'SignatureDoesNotMatch',
};

/** S3's error for a request that fails authentication; other errors come back as they are. */
export function asS3Refusal(error: unknown): unknown {
  return error instanceof SignatureError ? new S3Error(codes[error.fault], error.message, error.details) : error;
}
