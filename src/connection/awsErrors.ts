import { l10n } from 'vscode';
import { AwsError } from './services';

/** What a user can do about an error with one click. */
export type Remedy = 'retry' | 'switchConnection' | 'signIn' | 'showPermissions' | 'showLog';

/** An error for people: what happened, and what to do next. */
export interface Explanation {
  readonly what: string;
  readonly next: string;
  readonly remedy: Remedy | undefined;
}

/** @returns the explanation of any error; unknown ones show the service's own text and the request id. */
export function explain(error: unknown): Explanation {
  if (!AwsError.is(error)) {
    const what = error instanceof Error ? error.message : String(error);
    return { what, next: l10n.t('See the log for details.'), remedy: 'showLog' };
  }
  const id = error.requestId === undefined ? '' : l10n.t(' (request {0})', error.requestId);
  return {
    what: l10n.t('{0}: {1}{2}', error.code, error.message, id),
    next: l10n.t('See the log for details.'),
    remedy: 'showLog',
  };
}
