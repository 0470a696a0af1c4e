import * as vscode from 'vscode';
import type { Remedy } from '../../connection/errors/advice';
import { type LabelingFileError, labelingFileErrorText } from '../../shared/file/labelingFileError';
import { notesPath } from '../../shared/notes/notesFile';
import type { CheckResult } from '../saving/saving';
import { remedyOf } from '../stores/errorTexts';
import { StoreError } from '../stores/fileStore';
import type { Notice, NoticeKind } from './notices';

/** A look at the store that found something else than before. */
export type OthersResult = Exclude<CheckResult, { kind: 'same' }>;

type Action = 'save' | 'retry' | 'reread' | 'saveAs' | 'separate' | 'tryAgain' | 'dismiss' | RemedyAction;

/** What helps against an error of AWS and can be done from here. */
type RemedyAction = Extract<Remedy, 'signIn' | 'showPermissions' | 'showLog'>;

/** What the buttons of a notice are called; their ids are known to the session. */
function actions(...ids: readonly Action[]): Notice['actions'] {
  const titles: Readonly<Record<Action, string>> = {
    save: vscode.l10n.t('Save'),
    retry: vscode.l10n.t('Retry'),
    reread: vscode.l10n.t('Retry'),
    saveAs: vscode.l10n.t('Save As…'),
    separate: vscode.l10n.t('Separate'),
    tryAgain: vscode.l10n.t('Try Again'),
    dismiss: vscode.l10n.t('OK'),
    signIn: vscode.l10n.t('Sign In'),
    showPermissions: vscode.l10n.t('Show Permissions Needed'),
    showLog: vscode.l10n.t('Show Log'),
  };
  return ids.map((id) => ({ id: id === 'retry' ? 'save' : id, title: titles[id] }));
}

/** A save failed. `text` says why, and what to do. */
export function saveNotice(error: unknown, text: string): Notice {
  const elsewhere: readonly Action[] = StoreError.is(error, 'denied', 'missing', 'full', 'refused') ? ['saveAs'] : [];
  return {
    severity: 'error',
    text: vscode.l10n.t('Not saved. Your labels are kept here. {0}', text),
    actions: actions('retry', ...elsewhere, ...remedies(error)),
  };
}

function remedies(error: unknown): readonly RemedyAction[] {
  const remedy = remedyOf(error);
  return remedy === 'signIn' || remedy === 'showPermissions' || remedy === 'showLog' ? [remedy] : [];
}

/** The file can't be written. `refusal` says why. */
export function readOnlyNotice(refusal: string, isOfAws: boolean): Notice {
  const permissions: readonly Action[] = isOfAws ? ['showPermissions'] : [];
  return {
    severity: 'warning',
    text: vscode.l10n.t('Read-only. {0}', refusal),
    actions: actions(...permissions, 'tryAgain', 'dismiss'),
  };
}

/** Unsaved labels were given up, but what is stored can't be read. `text` says why, and what to do. */
export function rereadNotice(text: string): Notice {
  return {
    severity: 'warning',
    text: vscode.l10n.t('Reverted to the labels read last. The stored ones may be newer. {0}', text),
    actions: actions('reread'),
  };
}

/** Unsaved labels can't be written to this machine's disk. */
export function backupNotice(error: Error): Notice {
  return {
    severity: 'warning',
    text: vscode.l10n.t('Unsaved labels can’t be backed up on this machine, so save now. {0}', error.message),
    actions: actions('save'),
  };
}

/** What is kept beside the file can't be read, and is never written over. */
export function notesNotice(name: string): Notice {
  const text = vscode.l10n.t(
    'The notes of “{0}” can’t be read, so unsure rows and notes are not shown and can’t be changed. Repair or delete “{1}”, then open the file again.',
    name,
    notesPath(name),
  );
  return { severity: 'warning', text, actions: actions('dismiss') };
}

/** What someone else stored is no labeling file. */
export function unusableNotice(error: LabelingFileError, name: string): Notice {
  const text = vscode.l10n.t(
    'Someone else changed “{0}”, and it is no longer a labeling file: {1} Your labels are kept here; you will be asked before theirs are overwritten.',
    name,
    labelingFileErrorText(error, vscode.l10n.t),
  );
  return { severity: 'warning', text, actions: actions('save', 'saveAs') };
}

/** Someone else saved, or deleted, the file. Undefined if the user need not know. */
export function othersNotice(
  result: OthersResult,
  name: string,
): { readonly kind: NoticeKind; readonly notice: Notice } | undefined {
  if (result.kind === 'gone') {
    const text = vscode.l10n.t('“{0}” was deleted. Your labels are kept here; save to write it again.', name);
    return { kind: 'gone', notice: { severity: 'warning', text, actions: actions('save', 'saveAs') } };
  }
  if (result.kind === 'diverged') {
    const text = vscode.l10n.t(
      'Someone else changed “{0}”, which now lacks {1} of the rows you labeled. Your labels are kept here.',
      name,
      result.lost,
    );
    return { kind: 'conflict', notice: { severity: 'warning', text, actions: actions('saveAs') } };
  }
  const { conflicts, joined, merged } = result.adoption;
  if (conflicts > 0) {
    const text =
      conflicts === 1
        ? vscode.l10n.t(
            'Someone else saved “{0}”. 1 row is labeled differently there; when you save, you choose which label to keep.',
            name,
          )
        : vscode.l10n.t(
            'Someone else saved “{0}”. {1} rows are labeled differently there; when you save, you choose which labels to keep.',
            name,
            conflicts,
          );
    return { kind: 'conflict', notice: { severity: 'warning', text, actions: actions('save') } };
  }
  if (joined.length > 0) {
    const text =
      joined.length === 1
        ? vscode.l10n.t(
            'Merged labels from another editor. 1 group name was used for different rows by both of you; it is one group now.',
          )
        : vscode.l10n.t(
            'Merged labels from another editor. {0} group names were used for different rows by both of you; each is one group now.',
            joined.length,
          );
    return { kind: 'merged', notice: { severity: 'warning', text, actions: actions('separate', 'dismiss') } };
  }
  if (merged > 0) {
    const text =
      merged === 1
        ? vscode.l10n.t('Merged 1 label from another editor.')
        : vscode.l10n.t('Merged {0} labels from another editor.', merged);
    return { kind: 'merged', notice: { severity: 'info', text, actions: actions('dismiss') } };
  }
  return undefined;
}
