import type { AwsError, CallOptions } from '../services';

/** What the AWS part tells of a failure; the host makes an AwsError of it, so that one class serves both bundles. */
export interface Failure {
  readonly message: string;
  readonly code: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly cause: unknown;
}

export type ToAwsError = (failure: Failure) => AwsError;

/** Runs one call and turns what it rejects with into an AwsError. */
export type Guard = <T>(call: () => Promise<T>) => Promise<T>;

/** @returns the Guard over `toAwsError`. */
export function guardWith(toAwsError: ToAwsError): Guard {
  return async (call) => {
    try {
      return await call();
    } catch (error) {
      throw toAwsError(failureOf(error));
    }
  };
}

/** The SDK's way to end a request early. */
export function abortable(options: CallOptions | undefined): { abortSignal?: AbortSignal } {
  return options?.signal === undefined ? {} : { abortSignal: options.signal };
}

/** The HTTP status of an answer that the SDK took for a failure; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const found = at(error, ['$metadata', 'httpStatusCode']);
  return typeof found === 'number' ? found : undefined;
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { message: String(error), code: 'Unknown', cause: error };
  }
  const status = statusOf(error);
  const requestId = textAt(error, '$metadata', 'requestId');
  // A connection's failure has its reason in `code` (ECONNREFUSED…); an SDK exception in `name`.
  const systemCode = textAt(error, 'code') ?? textAt(error, 'cause', 'code');
  const code =
    systemCode !== undefined && /^(E[A-Z_]+|CERT_|UND_|DEPTH_|SELF_|UNABLE_)/.test(systemCode)
      ? systemCode
      : error.name;
  return { message: serviceWords(error), code: named(code, status), status, requestId, cause: error };
}

/**
 * What a service said, of the request itself or on the way to the credentials. The words of the SDK and of Node ("socket
 * hang up", "inspect the hidden field") are not for the user; they stay in the cause, for the log.
 */
function serviceWords(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (textAt(at, '$fault') !== undefined && statusOf(at) !== undefined) {
      return at.message === 'UnknownError' ? '' : at.message;
    }
  }
  return '';
}

/** A HEAD answer has no body, so the SDK can only name the status. */
function named(code: string, status: number | undefined): string {
  if (code !== 'Unknown' && code !== 'UnknownError' && code !== 'Error' && code !== '') {
    return code;
  }
  const byStatus: Readonly<Record<number, string>> = {
    301: 'PermanentRedirect',
    400: 'BadRequest',
    403: 'AccessDenied',
    404: 'NotFound',
    412: 'PreconditionFailed',
    503: 'ServiceUnavailable',
  };
  return (status === undefined ? undefined : byStatus[status]) ?? 'Unknown';
}

function at(value: unknown, path: readonly string[]): unknown {
  let current: unknown = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) {
      return undefined;
    }
    current = Reflect.get(current, key);
  }
  return current;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
