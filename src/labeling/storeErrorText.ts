import * as vscode from 'vscode';
import { LabelingFileError, labelingFileErrorText } from '../shared/labelingFileError';
import { StoreError } from './store';

/** What to tell the user of a failed read or write of `name`: what happened, to what, and what to do next. */
export function storeErrorText(error: unknown, name: string): string {
  if (error instanceof LabelingFileError) {
    return vscode.l10n.t(
      "{0} can't be used as a labeling file: {1}",
      name,
      labelingFileErrorText(error, vscode.l10n.t),
    );
  }
  if (!StoreError.is(error)) {
    return vscode.l10n.t('{0}: {1}', name, error instanceof Error ? error.message : String(error));
  }
  switch (error.failure) {
    case 'changed':
      return vscode.l10n.t('{0} was changed by someone else. Save again to merge.', name);
    case 'missing':
      return vscode.l10n.t('{0} does not exist any more. Save again to write it anew, or save it elsewhere.', name);
    case 'denied':
      return vscode.l10n.t(
        'You may not read or write {0}. Ask for s3:GetObject and s3:PutObject on it, or save it elsewhere with Save As. ({1})',
        name,
        error.message,
      );
    case 'credentials':
      return vscode.l10n.t(
        'Your credentials are refused for {0}. Sign in again, then retry. ({1})',
        name,
        error.message,
      );
    case 'busy':
      return vscode.l10n.t('The storage of {0} is busy. Wait a moment, then retry. ({1})', name, error.message);
    case 'unreachable':
      return vscode.l10n.t("{0} can't be reached. Check the connection, then retry. ({1})", name, error.message);
    case 'full':
      return vscode.l10n.t('There is no room to write {0}. Free some, then retry. ({1})', name, error.message);
    case 'refused':
      return error.message;
    case 'other':
      return vscode.l10n.t('{0}: {1}', name, error.message);
  }
}
