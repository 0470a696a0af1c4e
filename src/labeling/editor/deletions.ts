import * as vscode from 'vscode';
import { exists } from '../stores/exists';
import { notesUri } from '../stores/notesUri';

/** Notes go with their file: whoever makes another of its name is not to find them. A deleted folder had its own. */
export async function deleteNotesOf(
  files: readonly vscode.Uri[],
  log: Pick<vscode.LogOutputChannel, 'warn'>,
): Promise<void> {
  for (const file of files) {
    const notes = notesUri(file);
    try {
      if (notes !== undefined && (await exists(notes)) && !(await exists(file))) {
        await toTrash(notes);
      }
    } catch (error) {
      log.warn(`The notes of ${file.path} stay: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** As the file itself, where there is a trash to bring both back from. */
async function toTrash(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(uri, { useTrash: true });
  } catch {
    await vscode.workspace.fs.delete(uri);
  }
}
