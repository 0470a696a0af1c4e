import { repaired } from '../../shared/checks/repair';
import type { LabelingFile } from '../../shared/file/labelingFile';
import { windows1252 } from '../../shared/foreignText';
import type { LabelChange } from '../../shared/labels/edits';
import type { LabelingDocument } from '../document/document';
import { identityDigest } from '../document/rowIdentity';
import type { AppliedEdit } from '../document/types';
import { foreignEncoding } from '../editor/encodings';
import type { Backup } from './backupFile';

/** What came back, and what of it has no row any more. */
export interface Restored {
  /** In the order they were made. Each is to be told to VS Code, or it thinks the document unchanged after one undo. */
  readonly edits: readonly AppliedEdit[];
  readonly labels: number;
  readonly lost: number;
  /** The stored file is another version than the one the labels were made on. */
  readonly moved: boolean;
}

/**
 * Puts backed-up labels on a document as it is stored now. Where someone else changed the same rows meanwhile, ours are
 * shown and theirs are to be decided on saving. Labels that are stored already are no edits: a backup may be old.
 */
export function restore(document: LabelingDocument, backup: Backup, editName: string): Restored {
  const moved = backup.version !== document.known.version;
  const foreign = foreignEncoding(backup.encoding) ?? windows1252;
  const form = backup.repaired ? repaired(document.file, foreign) : undefined;
  const places = placesOf(form ?? document.file, backup);
  const inPlace = backup.rows.every(({ row }) => places.get(row) === row);
  const edits = inPlace ? replay(document, backup) : [];
  const rest: LabelChange[] = [];
  for (const { row, stored, label, tried } of backup.rows) {
    const place = places.get(row);
    if (place !== undefined) {
      // What we may have stored ourselves is nobody else's.
      const now = document.known.label(place);
      rest.push({ row: place, before: tried.includes(now) ? now : stored, after: label });
    }
  }
  const last = document.edit({ name: editName, changes: rest });
  if (last !== undefined) {
    edits.push(last);
  }
  document.known.contest(rest);
  if (form !== undefined) {
    edits.push(document.reform(form, editName, foreign));
  }
  return { edits, labels: document.unsavedRows().length, lost: backup.rows.length - rest.length, moved };
}

/** Only on rows that were unsaved in the end: one that was labeled and put back may be another's by now. */
function replay(document: LabelingDocument, backup: Backup): AppliedEdit[] {
  const unsaved = new Set(backup.rows.map(({ row }) => row));
  return backup.edits.flatMap(
    ({ name, changes }) => document.edit({ name, changes: changes.filter(({ row }) => unsaved.has(row)) }) ?? [],
  );
}

/** Where the backed-up rows are in the file now. */
function placesOf(file: LabelingFile, backup: Backup): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const strayed = new Map<string, number[]>();
  for (const { row, identity } of backup.rows) {
    if (row < file.rowCount && identityDigest(file, row) === identity) {
      found.set(row, row);
    } else {
      strayed.set(identity, [...(strayed.get(identity) ?? []), row]);
    }
  }
  for (let row = 0; strayed.size > 0 && row < file.rowCount; row++) {
    const identity = identityDigest(file, row);
    const waiting = strayed.get(identity);
    const original = waiting?.shift();
    if (original !== undefined) {
      found.set(original, row);
    }
    if (waiting?.length === 0) {
      strayed.delete(identity);
    }
  }
  return found;
}
