import { l10n } from 'vscode';
import { AwsError } from '../services';
import type { Advice, Remedy } from './advice';
import { commonAdvice } from './commonAdvice';
import { glueAdvice } from './glueAdvice';

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
    return { what, next: '', remedy: undefined };
  }
  const advice = special(error) ?? glueAdvice(error.code) ?? commonAdvice(error.code);
  const said = error.message.trim();
  if (advice !== undefined) {
    return {
      what: said === '' ? advice.what : `${advice.what} ${sentence(said)}`,
      next: advice.next,
      remedy: advice.remedy,
    };
  }
  const id = error.requestId === undefined ? '' : l10n.t('(request {0})', error.requestId);
  return {
    what: [said === '' ? l10n.t('The request failed ({0}).', error.code) : `${error.code}: ${sentence(said)}`, id]
      .join(' ')
      .trim(),
    next: l10n.t('See the log for details.'),
    remedy: 'showLog',
  };
}

/** Services leave the full stop off about half of their messages. */
function sentence(text: string): string {
  return /[.!?)]$/.test(text) ? text : `${text}.`;
}

/** Cases that one error name covers with others, and where the service's text tells which. */
function special(error: AwsError): Advice | undefined {
  const action = /not authorized to perform:?\s+([\w-]+:[\w*]+)/.exec(error.message)?.[1];
  if (
    action !== undefined &&
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|Forbidden)$/.test(error.code)
  ) {
    const kms = action.startsWith('kms:');
    return {
      what: kms ? l10n.t('You may not use the encryption key.') : l10n.t('You lack a permission.'),
      next: kms
        ? l10n.t('Ask the owner of the KMS key for {0}, in the key policy or an IAM policy.', action)
        : l10n.t('Ask your administrator for {0}.', action),
      remedy: 'showPermissions',
    };
  }
  if (/not in the same region as transform|Expecting region/i.test(error.message)) {
    return {
      what: l10n.t('The bucket is in a different region than the transform.'),
      next: l10n.t('Choose a path in a bucket of the transform’s region.'),
    };
  }
  if (/unable to assume role|Cannot use IAM role/i.test(error.message)) {
    return {
      what: l10n.t('Glue can’t use the transform’s role.'),
      next: l10n.t('Let the role trust glue.amazonaws.com. A new role takes a few seconds to work; try again then.'),
      remedy: 'retry',
    };
  }
  return undefined;
}
