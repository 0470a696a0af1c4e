import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LabelEdit } from '../../shared/labels/edits';

const format = 1;

/** A row whose label is not stored, with all that is needed to find it in a file that changed meanwhile. */
export interface BackedUpRow {
  readonly row: number;
  /** All that the row holds but its label. */
  readonly identity: string;
  /** The label that was stored when the backup was made. */
  readonly stored: string;
  readonly label: string;
  /** Labels of ours that a write without an answer may have stored. */
  readonly tried: readonly string[];
}

/** Unsaved labels, as they are kept for a restart. Labels only: the records themselves stay where they are stored. */
export interface Backup {
  /** The document's URI. */
  readonly uri: string;
  /** Whose labels these are: one opening of the document. Another window may have the same file open. */
  readonly owner: string;
  /** Which stored version the labels were made on; undefined after the file was deleted. */
  readonly version: string | undefined;
  /** The file was repaired, and that is not stored. */
  readonly repaired: boolean;
  /** What the repair took for text that is not UTF-8, as the Encoding Standard calls it; Windows-1252 if absent. */
  readonly encoding?: string | undefined;
  readonly rows: readonly BackedUpRow[];
  /** The edits from the stored labels to these, oldest first: the undo history. */
  readonly edits: readonly LabelEdit[];
}

/** A backup file that can't be trusted. The message names the file. */
export class DamagedBackupError extends Error {
  override readonly name = 'DamagedBackupError';

  constructor(
    readonly path: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Writes a backup so that after a crash at any moment there is the old one or the new one, whole. */
export async function writeBackup(path: string, backup: Backup): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const content = JSON.stringify({ format, ...backup });
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${digest(content)}\n${content}`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/**
 * Reads a backup. Undefined if there is none: VS Code may name one that it has already deleted.
 * @throws DamagedBackupError if it is not as it was written.
 */
export async function readBackup(path: string): Promise<Backup | undefined> {
  const text = await readText(path);
  if (text === undefined) {
    return undefined;
  }
  const end = text.indexOf('\n');
  const content = text.slice(end + 1);
  if (end < 0 || digest(content) !== text.slice(0, end)) {
    throw new DamagedBackupError(path, `The backup ${path} is damaged.`);
  }
  const parsed: { readonly format: number } & Backup = JSON.parse(content);
  if (parsed.format !== format) {
    throw new DamagedBackupError(path, `The backup ${path} was written by another version of the extension.`);
  }
  return parsed;
}

/** Puts a damaged backup aside, so that nothing overwrites it. Resolves to where it is now. */
export async function setAside(path: string): Promise<string> {
  const kept = `${path}.damaged`;
  await rename(path, kept);
  return kept;
}

/** Deletes a backup; it is no error if there is none. */
export async function deleteBackup(path: string): Promise<void> {
  await rm(path, { force: true });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw new DamagedBackupError(path, `The backup ${path} can't be read.`, error);
  }
}

function digest(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
