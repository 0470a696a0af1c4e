import { AwsError } from '../services';

/** Why the transforms could not be listed, as far as the view tells it apart. Each has a welcome text in package.json. */
export type FailureKind =
  | 'denied'
  | 'signIn'
  | 'expired'
  | 'credentials'
  | 'rejected'
  | 'profile'
  | 'throttled'
  | 'unreachable'
  | 'certificate'
  | 'unsupported'
  | 'local'
  | 'localMissing'
  | 'other';

const codes: Readonly<Record<Exclude<FailureKind, 'other'>, readonly string[]>> = {
  denied: ['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'Forbidden', 'NotAuthorized'],
  signIn: ['SignInRequired'],
  expired: ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired'],
  credentials: ['CredentialsUnavailable', 'MfaCancelled'],
  rejected: [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidAccessKeyId',
    'AuthFailure',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'RequestTimeTooSkewed',
    'RequestInTheFuture',
    'SignatureExpired',
  ],
  profile: ['ProfileNotFound'],
  throttled: [
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestThrottled',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'SlowDown',
    'ServiceUnavailable',
    'ServiceUnavailableException',
  ],
  unreachable: [
    'ENOTFOUND',
    'EAI_AGAIN',
    'UnknownEndpoint',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'TimeoutError',
    'RequestTimeout',
    'ProxyError',
    'SyntaxError',
  ],
  certificate: [
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CaBundleUnreadable',
  ],
  unsupported: ['UnknownOperationException', 'OperationNotSupportedException'],
  local: ['LocalGlueUnavailable'],
  localMissing: ['LocalGlueMissing'],
};

const kinds = new Map(
  Object.entries(codes).flatMap(([kind, all]) => all.map((code) => [code, kind as FailureKind] as const)),
);

/** All kinds. */
export const failureKinds: readonly FailureKind[] = [...new Set(kinds.values()), 'other'];

/** The kind of an error. */
export function failureKind(error: unknown): FailureKind {
  return (AwsError.is(error) ? kinds.get(error.code) : undefined) ?? 'other';
}
