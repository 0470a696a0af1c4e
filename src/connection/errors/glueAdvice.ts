import { l10n } from 'vscode';
import type { Advice } from './advice';

/** Errors of the Glue API, every one that its model names for ML transforms, the catalog, jobs and tags. */
export function glueAdvice(code: string): Advice | undefined {
  switch (code) {
    case 'AccessDeniedException':
      return {
        what: l10n.t('Access was denied.'),
        next: l10n.t('Compare your permissions, and those of the transform’s role, with those needed.'),
        remedy: 'showPermissions',
      };
    case 'AlreadyExistsException':
      return { what: l10n.t('The name is taken.'), next: l10n.t('Choose another name.') };
    case 'ConcurrentRunsExceededException':
    case 'ConcurrentRunsExceeded':
      return {
        what: l10n.t('Too many task runs are running.'),
        next: l10n.t(
          'Wait until one ends, or cancel one. The usual limits are 3 per transform and 30 per account; AWS raises them on request.',
        ),
      };
    case 'EntityNotFoundException':
      return {
        what: l10n.t('It does not exist.'),
        next: l10n.t('It may have been deleted, or is in another region or account. Refresh the view.'),
        remedy: 'retry',
      };
    case 'IdempotentParameterMismatchException':
      return {
        what: l10n.t('The same request was made before with different parameters.'),
        next: l10n.t('Refresh the view. If the transform is missing, create it under another name.'),
        remedy: 'retry',
      };
    case 'InternalServiceException':
      return {
        what: l10n.t('Glue reported an internal error.'),
        next: l10n.t('Wait a moment, then try again.'),
        remedy: 'retry',
      };
    case 'InvalidInputException':
      return { what: l10n.t('Glue rejected the input.'), next: l10n.t('Correct it, then try again.') };
    case 'MLTransformNotReadyException':
      return {
        what: l10n.t('The transform is not trained yet.'),
        next: l10n.t('Generate a labeling set, label it, and import the labels first.'),
      };
    case 'OperationTimeoutException':
      return { what: l10n.t('Glue took too long to answer.'), next: l10n.t('Try again.'), remedy: 'retry' };
    case 'ResourceNumberLimitExceededException':
      return {
        what: l10n.t('A limit was reached.'),
        next: l10n.t('Delete transforms you don’t need, split the labeling file, or ask AWS for a higher quota.'),
      };
    case 'GlueEncryptionException':
      return {
        what: l10n.t('Glue could not encrypt or decrypt.'),
        next: l10n.t('Check the catalog’s encryption settings and your access to its KMS key.'),
      };
    case 'ConcurrentModificationException':
      return {
        what: l10n.t('Someone else is changing it right now.'),
        next: l10n.t('Refresh, then try again.'),
        remedy: 'retry',
      };
    case 'ResourceNotReadyException':
      return { what: l10n.t('It is not ready yet.'), next: l10n.t('Wait a moment, then try again.'), remedy: 'retry' };
    case 'FederationSourceException':
    case 'FederationSourceRetryableException':
    case 'FederatedResourceAlreadyExistsException':
      return {
        what: l10n.t('The federated catalog rejected the request.'),
        next: l10n.t('Check the catalog’s connection to its source, or choose a table of the Glue catalog itself.'),
      };
    case 'ValidationException':
      return { what: l10n.t('The request was not valid.'), next: l10n.t('Correct it, then try again.') };
    case 'UnknownOperationException':
    case 'OperationNotSupportedException':
      return {
        what: l10n.t('The service does not know this operation.'),
        next: l10n.t('The region or endpoint may not offer Glue ML transforms. Choose another one.'),
        remedy: 'switchConnection',
      };
    default:
      return undefined;
  }
}
