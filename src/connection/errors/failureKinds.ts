import { AwsError } from '../services';

/** What a failure of AWS, or of the way to it, means for whoever asked. */
export type Meaning =
  /** Other credentials, a sign-in or a right clock may put it right. */
  | 'credentials'
  | 'denied'
  | 'missing'
  /** Someone else changed it meanwhile. */
  | 'changed'
  /** Too much is asked at the moment: wait longer. */
  | 'throttled'
  /** No answer, or a failure of the service itself: another try may do, and a write may have landed. */
  | 'network'
  /** The request, the set-up or the data must be corrected: another try alone changes nothing. */
  | 'ours';

interface Kind {
  readonly means: Meaning;
  /** Whether the view has a welcome text of its own for it, in package.json. */
  readonly told: boolean;
  readonly codes: readonly string[];
}

/** The error names that are told apart, as the services, the SDK, Node and this extension give them. */
const kinds = {
  signIn: { means: 'credentials', told: true, codes: ['SignInRequired'] },
  expired: {
    means: 'credentials',
    told: true,
    codes: ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired'],
  },
  credentials: {
    means: 'credentials',
    told: true,
    codes: ['CredentialsUnavailable', 'CredentialsProviderError', 'MfaCancelled'],
  },
  rejected: {
    means: 'credentials',
    told: true,
    codes: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'InvalidToken',
      'AuthFailure',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'RequestTimeTooSkewed',
      'RequestInTheFuture',
      'SignatureExpired',
    ],
  },
  profile: { means: 'credentials', told: true, codes: ['ProfileNotFound'] },
  denied: {
    means: 'denied',
    told: true,
    codes: [
      'AccessDeniedException',
      'AccessDenied',
      'UnauthorizedOperation',
      'Forbidden',
      'NotAuthorized',
      'AllAccessDisabled',
      'OptInRequired',
      'KMSAccessDeniedException',
    ],
  },
  missing: {
    means: 'missing',
    told: false,
    codes: ['EntityNotFoundException', 'NoSuchBucket', 'NoSuchKey', 'NotFound'],
  },
  changed: {
    means: 'changed',
    told: false,
    codes: ['ConcurrentModificationException', 'ConditionalRequestConflict', 'PreconditionFailed'],
  },
  throttled: {
    means: 'throttled',
    told: true,
    codes: [
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
  },
  unreachable: {
    means: 'network',
    told: true,
    codes: [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'TimeoutError',
      'RequestTimeout',
      'NetworkingError',
      'UnknownEndpoint',
      'ProxyError',
      'SyntaxError',
    ],
  },
  service: {
    means: 'network',
    told: false,
    codes: [
      'InternalError',
      'InternalFailure',
      'InternalServerError',
      'InternalServiceException',
      'OperationTimeoutException',
      'ResourceNotReadyException',
      'FederationSourceRetryableException',
    ],
  },
  local: { means: 'network', told: true, codes: ['LocalGlueUnavailable'] },
  localMissing: { means: 'ours', told: true, codes: ['LocalGlueMissing'] },
  certificate: {
    means: 'ours',
    told: true,
    codes: [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CaBundleUnreadable',
    ],
  },
  unsupported: { means: 'ours', told: true, codes: ['UnknownOperationException', 'OperationNotSupportedException'] },
  /** Those that their status would mislead about, and our own; any other answer of 4xx is of this kind, too. */
  refused: {
    means: 'ours',
    told: false,
    codes: [
      'BucketAlreadyExists',
      'BucketAlreadyOwnedByYou',
      'InvalidObjectState',
      'NotConnected',
      'ProfileUnloadable',
    ],
  },
} satisfies Readonly<Record<string, Kind>>;

/** Of why the transforms could not be listed, what the view tells apart. */
export type ToldFailure = keyof typeof kinds | 'other';

const byCode: ReadonlyMap<string, keyof typeof kinds> = new Map(
  (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => kinds[kind].codes.map((code) => [code, kind])),
);

// An answer to HEAD has no body, so S3 names its errors by status alone.
const byStatus: ReadonlyMap<number, Meaning> = new Map([
  [401, 'credentials'],
  [403, 'denied'],
  [404, 'missing'],
  [408, 'network'],
  [409, 'throttled'],
  [412, 'changed'],
  [429, 'throttled'],
  [500, 'network'],
  [502, 'network'],
  [503, 'throttled'],
  [504, 'network'],
]);

/** Every error name of the table. */
export const knownCodes: readonly string[] = [...byCode.keys()];

/** What the view tells apart. */
export const toldFailures: readonly ToldFailure[] = [
  ...(Object.keys(kinds) as (keyof typeof kinds)[]).filter((kind) => kinds[kind].told),
  'other',
];

/** What a failure means. One of an unknown name without an HTTP status never got an answer. */
export function meaningOf({ code, status }: { readonly code: string; readonly status?: number | undefined }): Meaning {
  const kind = byCode.get(code);
  return kind !== undefined
    ? kinds[kind].means
    : (byStatus.get(status ?? 0) ?? (status === undefined ? 'network' : 'ours'));
}

/** Why the transforms could not be listed, as the view tells it. */
export function toldFailure(error: unknown): ToldFailure {
  const kind = AwsError.is(error) ? byCode.get(error.code) : undefined;
  return kind !== undefined && kinds[kind].told ? kind : 'other';
}

/** Whether a failure came before anything was sent, so that nothing can have landed. */
export function isBeforeSending({ code }: { readonly code: string }): boolean {
  return code === 'LocalGlueUnavailable';
}
