import * as vscode from 'vscode';
import type { Remedy } from '../../connection/errors/advice';
import { explain } from '../../connection/errors/explain';
import { AwsError } from '../../connection/services';
import { LabelingFileError, labelingFileErrorText } from '../../shared/file/labelingFileError';
import { notesPath } from '../../shared/notes/notesFile';
import { StoreError } from './fileStore';

/** What to tell the user of a failed opening of `name`: what happened, to what, and what to do next. */
export function openErrorText(error: unknown, name: string): string {
  if (!StoreError.is(error)) {
    return otherErrorText(error, name);
  }
  switch (error.failure) {
    case 'missing':
      return isOf(error, 'NoSuchBucket')
        ? advised(error, name)
        : vscode.l10n.t('“{0}” does not exist. It may have been deleted or renamed; look for it in the view.', name);
    case 'denied':
      return denied(error, name, 's3:GetObject', vscode.l10n.t('“{0}” can’t be read.', name));
    case 'full':
      return vscode.l10n.t('“{0}” can’t be read. ({1})', name, error.message);
    case 'refused':
      return vscode.l10n.t('“{0}” was not opened. Open it again to be asked again.', name);
    default:
      return retried(error, name);
  }
}

/** What to tell the user of a failed save of a labeling file, or of its notes: what happened, to what, and what to do next. */
export function saveErrorText(error: unknown, labelingFile: string): string {
  if (!StoreError.is(error)) {
    return otherErrorText(error, labelingFile);
  }
  const name = error.isOfNotes ? notesPath(labelingFile) : labelingFile;
  switch (error.failure) {
    case 'changed':
      return vscode.l10n.t('Someone else changed “{0}”. Save again to merge.', name);
    case 'missing':
      return isOf(error, 'NoSuchBucket')
        ? advised(error, name)
        : vscode.l10n.t('“{0}” no longer exists. Save again to recreate it, or use Save As.', name);
    case 'denied':
      return [readOnlyText(error, name), vscode.l10n.t('Or use Save As.')].join(' ');
    case 'full':
      return vscode.l10n.t('There is no space left to write “{0}”. Free some, then retry. ({1})', name, error.message);
    case 'refused':
      return vscode.l10n.t(
        'Someone else changed “{0}”, and you have not decided which labels to keep. Retry to be asked again, or use Save As.',
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
        'Someone else changed “{0}”, so it was not overwritten. Save again to be asked again, or use Save As.',
        name,
      )
    : saveErrorText(error, name);
}

/** What to tell the user of a failed deletion of `name`: what happened, to what, and what to do next. */
export function deleteErrorText(error: StoreError, name: string): string {
  return error.failure === 'denied'
    ? denied(error, name, 's3:DeleteObject', vscode.l10n.t('“{0}” can’t be deleted.', name))
    : openErrorText(error, name);
}

/** What to tell the user of a file that can be read but not written. */
export function readOnlyText(refusal: StoreError, name: string): string {
  return denied(refusal, name, 's3:PutObject', vscode.l10n.t('“{0}” can’t be written.', name));
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
      return vscode.l10n.t('The connection of “{0}” does not exist. Open it from the view.', name);
    case 'busy':
      return vscode.l10n.t('The storage of “{0}” is busy. Wait a moment, then retry. ({1})', name, error.message);
    case 'unreachable':
      return vscode.l10n.t('“{0}” can’t be reached. Check the connection, then retry. ({1})', name, error.message);
    default:
      return vscode.l10n.t('“{0}”: {1}', name, error.message);
  }
}

/** What AWS's error means, as the view puts it too. */
function advised(error: StoreError, name: string): string {
  const { what, next } = explain(error.cause);
  return vscode.l10n.t('“{0}”: {1} {2}', name, what, next).trim();
}

/** AWS names the permission it wants in half of its refusals; the rest is known from what was tried. */
function denied(error: StoreError, name: string, action: string, text: string): string {
  if (!AwsError.is(error.cause)) {
    return [text, vscode.l10n.t('Change its permissions. ({0})', error.message)].join(' ');
  }
  const said = error.cause.message;
  const named = /not authorized to perform:?\s+([\w-]+:[\w*]+)/.exec(said)?.[1];
  if (named?.startsWith('kms:')) {
    const { what, next } = explain(error.cause);
    return [text, what, next].join(' ');
  }
  const needed = vscode.l10n.t('You need {0} on “{1}”.', named ?? action, name);
  // What says more than that access was denied, as of an explicit deny in a policy.
  return named === undefined || /^access denied\.?$/i.test(said) || said === '' ? needed : `${needed} ${said}`;
}

function otherErrorText(error: unknown, name: string): string {
  if (error instanceof LabelingFileError) {
    return vscode.l10n.t('“{0}” is not a usable labeling file. {1}', name, labelingFileErrorText(error, vscode.l10n.t));
  }
  return vscode.l10n.t('“{0}”: {1}', name, error instanceof Error ? error.message : String(error));
}

function isOf(error: StoreError, code: string): boolean {
  return AwsError.is(error.cause, code);
}
