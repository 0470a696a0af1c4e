import * as vscode from 'vscode';
import type { ObjectUri } from '../../shared/objectPath';
import type { S3Objects } from '../s3/objects';
import { readOnlyText } from './errorTexts';

/** Whether a labeling file may be written. */
export interface WriteAccess {
  /** Why it may not, fit for the user; undefined if it may, or if that is not known. */
  readonly refusal: string | undefined;
  /** Finds out anew, without writing. Where that fails the file counts as writable: saving will tell. */
  look(): Promise<void>;
}

/** Of an object in S3. */
export class ObjectAccess implements WriteAccess {
  constructor(
    private readonly objects: S3Objects,
    private readonly uri: ObjectUri,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  get refusal(): string | undefined {
    const refusal = this.objects.refusalOf(this.uri);
    return refusal && readOnlyText(refusal, this.objects.name(this.uri));
  }

  async look(): Promise<void> {
    const unknown = await this.objects.probe(this.uri);
    if (unknown !== undefined) {
      this.log.warn(`Whether ${this.objects.name(this.uri)} may be written is not known: ${unknown}`);
    }
  }
}

/** Of a file in any other file system of VS Code, which says by itself what is read-only. */
export class FileAccess implements WriteAccess {
  private isLocked = false;

  constructor(private readonly uri: vscode.Uri) {}

  get refusal(): string | undefined {
    const isReadOnly = this.isLocked || vscode.workspace.fs.isWritableFileSystem(this.uri.scheme) === false;
    return isReadOnly ? vscode.l10n.t('“{0}” is read-only.', vscode.workspace.asRelativePath(this.uri)) : undefined;
  }

  async look(): Promise<void> {
    const found = await vscode.workspace.fs.stat(this.uri).then(undefined, () => undefined);
    this.isLocked = ((found?.permissions ?? 0) & vscode.FilePermission.Readonly) !== 0;
  }
}
