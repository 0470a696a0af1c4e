import { isBeforeSending, type Meaning, meaningOf } from '../../connection/errors/failureKinds';
import { AwsError } from '../../connection/services';
import { StoreError, type StoreFailure } from '../stores/fileStore';

/** What a failure is for a store: whether to ask for credentials, merge, wait, or look whether a write has landed. */
const failures: Readonly<Record<Meaning, StoreFailure>> = {
  credentials: 'credentials',
  denied: 'denied',
  missing: 'missing',
  changed: 'changed',
  throttled: 'busy',
  network: 'unreachable',
  ours: 'other',
};

/** Classifies any error of the AWS layer. One without an HTTP status never got an answer: it may have landed. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) {
    return error;
  }
  if (!AwsError.is(error)) {
    return new StoreError('other', error instanceof Error ? error.message : String(error), error);
  }
  const failure = isBeforeSending(error) ? 'other' : failures[meaningOf(error)];
  return new StoreError(failure, error.message === '' ? error.code : error.message, error);
}
