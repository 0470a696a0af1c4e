import * as vscode from 'vscode';
import { explain, type Remedy } from '../connection/awsErrors';
import { AwsError } from '../connection/services';
import { LabelingFileError, labelingFileErrorText } from '../shared/labelingFileError';
import { StoreError } from './store';

/** What to tell the user of a failed opening of `name`: what happened, to what, and what to do next. */
export function openErrorText(error: unknown, name: string): string {
  if (!StoreError.is(error)) {
    return otherErrorText(error, name);
  }
  switch (error.failure) {
    case 'missing':
      return isOf(error, 'NoSuchBucket')
        ? advised(error, name)
        : vscode.l10n.t('{0} is not there. It may have been deleted or renamed: look for it in the view.', name);
    case 'denied':
      return denied(error, vscode.l10n.t('You may not read {0}.', name), 's3:GetObject');
    case 'full':
      return vscode.l10n.t('{0} can’t be read: {1}', name, error.message);
    case 'refused':
      return vscode.l10n.t('{0} was not opened. Open it again to be asked again.', name);
    default:
      return retried(error, name);
  }
}

/** What to tell the user of a failed save of `name`: what happened, to what, and what to do next. */
export function saveErrorText(error: unknown, name: string): string {
  if (!StoreError.is(error)) {
    return otherErrorText(error, name);
  }
  switch (error.failure) {
    case 'changed':
      return vscode.l10n.t('{0} was changed by someone else. Save again to merge.', name);
    case 'missing':
      return isOf(error, 'NoSuchBucket')
        ? advised(error, name)
        : vscode.l10n.t('{0} does not exist any more. Save again to write it anew, or save it elsewhere.', name);
    case 'denied':
      return [readOnlyText(error, name), vscode.l10n.t('Or save it elsewhere with Save As.')].join(' ');
    case 'full':
      return vscode.l10n.t('There is no room to write {0}. Free some, then retry. ({1})', name, error.message);
    case 'refused':
      return vscode.l10n.t(
        'Someone else changed {0}, and what becomes of your labels is not decided. Retry to be asked again, or save it elsewhere.',
        name,
      );
    default:
      return retried(error, name);
  }
}

/** What to tell the user of a failed save of `name` in a text editor, which does not merge. */
export function writeErrorText(error: StoreError, name: string): string {
  return error.failure === 'changed'
    ? vscode.l10n.t(
        '{0} was changed by someone else and was not overwritten. Save again to be asked again, or save it elsewhere.',
        name,
      )
    : saveErrorText(error, name);
}

/** What to tell the user of a failed deletion of `name`: what happened, to what, and what to do next. */
export function deleteErrorText(error: StoreError, name: string): string {
  return error.failure === 'denied'
    ? denied(error, vscode.l10n.t('You may not delete {0}.', name), 's3:DeleteObject')
    : openErrorText(error, name);
}

/** What to tell the user of a file that can be read but not written. */
export function readOnlyText(refusal: StoreError, name: string): string {
  return denied(refusal, vscode.l10n.t('You may not write {0}.', name), 's3:PutObject');
}

/** The remedy of an error that a store met on its way to AWS. */
export function remedyOf(error: unknown): Remedy | undefined {
  return StoreError.is(error) && AwsError.is(error.cause) ? explain(error.cause).remedy : undefined;
}

/** Failures of the way to the file, which are the same for reading and writing. */
function retried(error: StoreError, name: string): string {
  if (AwsError.is(error.cause)) {
    // What passes by itself is advised to be tried again anyway.
    const passes = StoreError.is(error, 'busy', 'unreachable');
    return passes ? advised(error, name) : [advised(error, name), vscode.l10n.t('Then retry.')].join(' ');
  }
  switch (error.failure) {
    case 'unconnected':
      return vscode.l10n.t('{0} is of a connection that there is not. Open it from the view.', name);
    case 'busy':
      return vscode.l10n.t('The storage of {0} is busy. Wait a moment, then retry. ({1})', name, error.message);
    case 'unreachable':
      return vscode.l10n.t("{0} can't be reached. Check the connection, then retry. ({1})", name, error.message);
    default:
      return vscode.l10n.t('{0}: {1}', name, error.message);
  }
}

/** What AWS's error means, as the view puts it too. */
function advised(error: StoreError, name: string): string {
  const { what, next } = explain(error.cause);
  return vscode.l10n.t('{0}: {1} {2}', name, what, next).trim();
}

function denied(error: StoreError, text: string, action: string): string {
  if (!AwsError.is(error.cause)) {
    return [text, vscode.l10n.t('Change its permissions. ({0})', error.message)].join(' ');
  }
  const named = /not authorized to perform/.test(error.cause.message);
  const { what, next } = explain(error.cause);
  return [text, what, named ? next : vscode.l10n.t('Ask for {0} on it.', action)].join(' ');
}

function otherErrorText(error: unknown, name: string): string {
  if (error instanceof LabelingFileError) {
    return vscode.l10n.t(
      "{0} can't be used as a labeling file: {1}",
      name,
      labelingFileErrorText(error, vscode.l10n.t),
    );
  }
  return vscode.l10n.t('{0}: {1}', name, error instanceof Error ? error.message : String(error));
}

function isOf(error: StoreError, code: string): boolean {
  return AwsError.is(error.cause, code);
}
