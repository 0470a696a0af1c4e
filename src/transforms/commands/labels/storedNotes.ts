import * as vscode from 'vscode';
import { AwsError, type Connection } from '../../../connection/services';
import { identityDigest } from '../../../labeling/document/rowIdentity';
import type { LabelingFile } from '../../../shared/file/labelingFile';
import { Labels } from '../../../shared/labels/edits';
import { unsure } from '../../../shared/labels/unsure';
import { notesPath, parseNotes, unsureKeys, unsureRows } from '../../../shared/notes/notesFile';

/** What is kept beside a labeling file; undefined where nothing is. */
export type StoredNotes = () => Promise<Uint8Array | undefined>;

/** The notes beside an object. To who may not list, S3 says "denied" of what isn't there. */
export function notesOfObject(connection: Connection, bucket: string, key: string): StoredNotes {
  return async () => {
    try {
      return (await (await connection.s3()).get(bucket, notesPath(key))).bytes;
    } catch (error) {
      if (AwsError.is(error, 'NoSuchKey', 'NotFound', 'AccessDenied', 'Forbidden')) {
        return undefined;
      }
      throw error;
    }
  };
}

/** The notes beside a file of this machine. */
export function notesOfFile(uri: vscode.Uri): StoredNotes {
  return async () => {
    try {
      return await vscode.workspace.fs.readFile(uri.with({ path: notesPath(uri.path) }));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
        return undefined;
      }
      throw error;
    }
  };
}

/** The labels as they are stored, with the rows that were set aside. Notes that can't be read set no row aside. */
export async function storedLabels(file: LabelingFile, notes: StoredNotes): Promise<Labels> {
  const isWhole = Array.from({ length: file.rowCount }, (_, row) => file.storedLabel(row)).every(
    (label) => label !== '',
  );
  const stored = isWhole ? undefined : await notes();
  const keys = stored === undefined ? [] : keysOf(stored);
  return new Labels(
    file,
    unsureRows(file, keys, identityDigest).map((row) => [row, unsure]),
  );
}

function keysOf(stored: Uint8Array): readonly string[] {
  try {
    return unsureKeys(parseNotes(new TextDecoder().decode(stored)));
  } catch {
    // The editor tells of it; the rows count as not labeled yet.
    return [];
  }
}
