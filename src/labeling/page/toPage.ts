import * as vscode from 'vscode';
import type { LabelChange } from '../../shared/labels/edits';
import { notesOn } from '../../shared/notes/notesFile';
import type { DocumentStatus, ToWebview, TransformInfo, ViewSettings } from '../../shared/protocol';
import type { BackupKeeper } from '../backup/keeper';
import type { PutAside } from '../backup/putAside';
import type { LabelingDocument } from '../document/document';
import { identityDigest } from '../document/rowIdentity';
import type { NotedFileStore } from '../stores/notedFile';
import type { WriteAccess } from '../stores/writeAccess';
import type { PageParts } from './html';
import type { KeyTurns } from './keyTurns';
import type { LoopPlace } from './loopPlace';
import type { ViewSettingsStore } from './viewSettings';

/** What a session needs of its surroundings. */
export interface SessionParts {
  readonly uri: vscode.Uri;
  /** For people. */
  readonly name: string;
  readonly document: LabelingDocument;
  readonly store: NotedFileStore;
  readonly keeper: BackupKeeper;
  readonly putAside: PutAside;
  readonly settings: ViewSettingsStore;
  /** Where the file is in the loop of its transform. */
  readonly place: LoopPlace;
  readonly access: WriteAccess;
  readonly log: Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error'>;
  readonly keys: KeyTurns;
  readonly readPage: () => Promise<PageParts>;
  /** Labels are stored in a file: the session's own, or one that they were saved as. */
  readonly onSaved: (uri: vscode.Uri) => void;
  readonly onImportRequested: (uri: vscode.Uri) => void;
  readonly onDispose: () => void;
}

/** All that a webview needs to draw the document. */
export function openingMessage(
  document: LabelingDocument,
  parts: SessionParts,
  transform: TransformInfo | undefined,
  status: DocumentStatus,
): Extract<ToWebview, { type: 'open' }> {
  return {
    type: 'open',
    documentVersion: document.edition,
    rowsVersion: document.rowsVersion,
    name: parts.name,
    bytes: document.file.bytes,
    packed: false,
    labels: document.overlay(),
    accepted: document.acceptedRows(),
    notes: notesOn(document.file, parts.store.notes, identityDigest),
    settings: settingsOf(document, parts, transform),
    transform,
    status,
    strings: vscode.l10n.bundle ?? {},
  };
}

/** How the user arranged the columns of such files. */
export function settingsOf(
  document: LabelingDocument,
  { settings }: SessionParts,
  transform: TransformInfo | undefined,
): ViewSettings {
  return settings.get(transform?.id, document.file.columns);
}

/** The document's state as it is shown outside the grid. */
export function statusMessage(
  document: LabelingDocument,
  { place, access }: SessionParts,
  saving: boolean,
  notice: DocumentStatus['notice'],
): DocumentStatus {
  return {
    dirty: document.isDirty,
    saving,
    readOnly: access.refusal,
    ...place.shown,
    notice,
  };
}

/** Why an edit can't be made, fit for the user; undefined if it can. */
export function refusalOf(
  document: LabelingDocument,
  { name, access }: SessionParts,
  changes: readonly LabelChange[],
): string | undefined {
  if (access.refusal !== undefined) {
    return access.refusal;
  }
  const odd = changes.find(({ after }) => !document.file.canStore(after));
  return odd === undefined
    ? undefined
    : vscode.l10n.t(
        'The label “{0}” has a character that the encoding of “{1}” lacks. Repair the file first.',
        odd.after,
        name,
      );
}
