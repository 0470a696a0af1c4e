import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { type FileStore, type StoredFile, StoreError, type StoreFailure } from './fileStore';

const byErrorCode: Readonly<Record<string, StoreFailure>> = {
  FileNotFound: 'missing',
  NoPermissions: 'denied',
  Unavailable: 'unreachable',
};

/**
 * A labeling file in a file system of another extension: an older version in Git, a repository that is not cloned. Such
 * file systems know no conditional write; another version is noticed by reading the file just before it is written.
 */
export class WorkspaceFileStore implements FileStore {
  constructor(private readonly uri: vscode.Uri) {}

  async read(): Promise<StoredFile> {
    const bytes = await guarded(() => vscode.workspace.fs.readFile(this.uri));
    return { bytes, version: digest(bytes) };
  }

  async version(): Promise<string> {
    return (await this.read()).version;
  }

  async write(bytes: Uint8Array, expected: string | undefined): Promise<string> {
    const found = await this.versionIfThere();
    if (found !== expected) {
      throw new StoreError(found === undefined ? 'missing' : 'changed', `${this.uri} has changed.`);
    }
    await guarded(() => vscode.workspace.fs.writeFile(this.uri, bytes));
    return digest(bytes);
  }

  private async versionIfThere(): Promise<string | undefined> {
    try {
      return await this.version();
    } catch (error) {
      if (StoreError.is(error, 'missing')) {
        return undefined;
      }
      throw error;
    }
  }
}

async function guarded<T>(work: () => Thenable<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof vscode.FileSystemError ? error.code : '';
    throw new StoreError(byErrorCode[code] ?? 'other', error instanceof Error ? error.message : String(error), error);
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
