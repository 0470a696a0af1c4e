import * as vscode from 'vscode';
import {
  type FileNotes,
  keysOfRows,
  longestNote,
  noteOf,
  withRowNote,
  withSetNote,
} from '../../shared/notes/notesFile';
import type { FromWebview } from '../../shared/protocol';
import type { LabelingDocument } from '../document/document';
import { identityDigest } from '../document/rowIdentity';

/** A note that the page has, on a row or on its set. */
export type Annotation = Extract<FromWebview, { type: 'note' }>;

/**
 * How the notes change by it.
 * @throws Error if it has no place or is too long: it is not cut
 */
export function annotating(
  document: LabelingDocument,
  { on, row, rowsVersion, before, note }: Annotation,
): (notes: FileNotes) => FileNotes {
  const { file } = document;
  const text = noteOf(note);
  if (text.length > longestNote) {
    throw new Error(vscode.l10n.t('It is longer than {0} characters.', longestNote));
  }
  const [place] = document.follow([{ row, before: '', after: '' }], rowsVersion);
  if (place === undefined) {
    throw new Error(vscode.l10n.t('The row is no longer in the file.'));
  }
  const set = file.sets[file.setOf(place.row)]?.id ?? '';
  const [key = ''] = keysOfRows(file, [place.row], identityDigest);
  return (notes) => (on === 'set' ? withSetNote(notes, set, before, text) : withRowNote(notes, key, before, text));
}
