import { AwsError } from '../../connection/services';
import { StoreError, type StoreFailure } from '../stores/fileStore';

// Names as S3 and the SDK give them; HEAD has no body, so S3 names those errors by status alone.
const byCode: Readonly<Record<string, StoreFailure>> = {
  PreconditionFailed: 'changed',
  // Someone else's write is under way.
  ConditionalRequestConflict: 'changed',
  NoSuchKey: 'missing',
  NotFound: 'missing',
  NoSuchBucket: 'missing',
  AccessDenied: 'denied',
  Forbidden: 'denied',
  AllAccessDisabled: 'denied',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  TokenRefreshRequired: 'credentials',
  InvalidToken: 'credentials',
  InvalidAccessKeyId: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  RequestTimeTooSkewed: 'credentials',
  AuthFailure: 'credentials',
  CredentialsProviderError: 'credentials',
  // Our own names for what fails before anything is sent: nothing can have landed.
  CredentialsUnavailable: 'credentials',
  SignInRequired: 'credentials',
  MfaCancelled: 'credentials',
  ProfileNotFound: 'credentials',
  CaBundleUnreadable: 'other',
  LocalGlueMissing: 'other',
  LocalGlueUnavailable: 'other',
  // Neither other permissions nor another try would help.
  InvalidObjectState: 'other',
  PermanentRedirect: 'other',
  AuthorizationHeaderMalformed: 'other',
  SlowDown: 'busy',
  ServiceUnavailable: 'busy',
  Throttling: 'busy',
  ThrottlingException: 'busy',
  TooManyRequestsException: 'busy',
  RequestTimeout: 'unreachable',
  TimeoutError: 'unreachable',
  NetworkingError: 'unreachable',
  InternalError: 'unreachable',
};

const byStatus: Readonly<Record<number, StoreFailure>> = {
  403: 'denied',
  404: 'missing',
  408: 'unreachable',
  409: 'busy',
  412: 'changed',
  429: 'busy',
  500: 'unreachable',
  502: 'unreachable',
  503: 'busy',
  504: 'unreachable',
};

/** Classifies any error of the AWS layer. One without an HTTP status never got an answer: it may have landed. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) {
    return error;
  }
  if (!AwsError.is(error)) {
    return new StoreError('other', error instanceof Error ? error.message : String(error), error);
  }
  const byName = byCode[error.code] ?? (error.status === undefined ? undefined : byStatus[error.status]);
  const message = error.message === '' ? error.code : error.message;
  return new StoreError(byName ?? (error.status === undefined ? 'unreachable' : 'other'), message, error);
}
