import * as vscode from 'vscode';
import type { ListPage, ObjectHead } from '../../connection/services';
import { fileErrors } from '../../door/errors';
import { objectScheme } from '../../shared/ids';
import { parseObjectPath } from '../../shared/objectPath';
import { folderKey } from '../../shared/s3Path';
import { deleteErrorText, openErrorText, writeErrorText } from '../stores/errorTexts';
import { StoreError } from '../stores/fileStore';
import { type ConfirmLarge, largeObject } from './objectFile';
import type { ObjectChange, S3Objects } from './objects';
import { TextVersions } from './textVersions';

/** So many objects are copied or deleted at once. */
const together = 16;

/**
 * Objects in S3 as files: `glue-s3://CONNECTION/BUCKET/KEY`. A prefix with anything below it is a directory. S3 has no
 * directories of its own, so making one does nothing and an empty one does not exist.
 */
export class S3FileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly subscription: { dispose(): void };
  private readonly versions = new TextVersions();
  readonly onDidChangeFile = this.changes.event;

  constructor(
    private readonly objects: S3Objects,
    private readonly confirmLarge: ConfirmLarge,
    private readonly confirmOverwrite: (name: string) => Promise<boolean>,
  ) {
    this.subscription = objects.onDidChange((change) => this.changes.fire([toFileChange(change)]));
  }

  /** S3 tells nobody of changes. What is open looks for them when it is focused and before it saves. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bucket, key } = parseObjectPath(uri.path);
    if (bucket === '') {
      return directory();
    }
    return this.mapped(uri, openErrorText, async () => {
      const { head, refusal } = key === '' || key.endsWith('/') ? {} : await this.seek(uri);
      if (head !== undefined) {
        return this.fileStat(uri, head);
      }
      if (await this.isDirectory(uri)) {
        return directory();
      }
      // Whoever may list is told of a key that is not there; a refusal means that it is.
      throw refusal ?? this.missing(uri);
    });
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    if (parseObjectPath(uri.path).bucket === '') {
      const buckets = await this.mapped(uri, openErrorText, () => this.objects.call(uri, (s3) => s3.listBuckets()));
      return buckets.map((name) => [name, vscode.FileType.Directory]);
    }
    return this.mapped(uri, openErrorText, async () => {
      const entries = new Map<string, vscode.FileType>();
      let isThere = parseObjectPath(uri.path).key === '';
      for await (const [page, prefix] of this.pages(uri, '/')) {
        isThere ||= page.prefixes.length + page.objects.length > 0;
        for (const found of page.prefixes) {
          entries.set(found.slice(prefix.length).replace(/\/$/, ''), vscode.FileType.Directory);
        }
        // Last, because stat looks for an object first: `d` and `d/x` may both exist.
        for (const object of page.objects) {
          entries.set(object.key.slice(prefix.length), vscode.FileType.File);
        }
      }
      if (!isThere) {
        throw this.missing(uri);
      }
      // A marker object "prefix/" lists as an empty name.
      entries.delete('');
      return [...entries];
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.mapped(uri, openErrorText, async () => {
      const head = await this.objects.head(uri);
      if (head.size > largeObject && !(await this.confirmLarge(uri, head.size))) {
        throw new StoreError('refused', `The user did not want ${this.objects.name(uri)} opened.`);
      }
      const object = await this.objects.get(uri);
      this.versions.read(uri, object.bytes, object.head.etag);
      return object.bytes;
    });
  }

  /**
   * Writes over the version that the text was made from. VS Code's own check of time and size misses a
   * change of the same length, which a changed label often is; If-Match does not.
   */
  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    await this.mapped(uri, writeErrorText, async () => {
      const expected = this.versions.base(uri) ?? (await this.seek(uri)).head?.etag;
      if (expected === undefined && !options.create) {
        throw this.missing(uri);
      }
      if (expected !== undefined && !options.overwrite) {
        throw fileErrors.exists(uri);
      }
      const head = await this.putOver(uri, content, expected, options.create);
      this.versions.written(uri, content, head.etag);
    });
  }

  private async putOver(
    uri: vscode.Uri,
    content: Uint8Array,
    expected: string | undefined,
    create: boolean,
  ): Promise<ObjectHead> {
    try {
      return await this.objects.put(uri, content, expected === undefined ? 'absent' : { etag: expected });
    } catch (error) {
      if (StoreError.is(error, 'missing') && create) {
        return this.objects.put(uri, content, 'absent');
      }
      if (StoreError.is(error, 'changed') && (await this.confirmOverwrite(this.objects.name(uri)))) {
        return this.objects.put(uri, content, 'any');
      }
      throw error;
    }
  }

  /** Nothing to make: a directory exists as soon as an object lies below it. VS Code calls this before it writes. */
  createDirectory(): void {}

  async delete(uri: vscode.Uri, options: { readonly recursive: boolean }): Promise<void> {
    await this.mapped(uri, deleteErrorText, async () => this.deleteAll(await this.below(uri, options.recursive)));
  }

  private async deleteAll(objects: readonly vscode.Uri[]): Promise<void> {
    await forEach(objects, async (object) => {
      await this.objects.delete(object);
      this.versions.forget(object);
    });
  }

  async rename(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    const copied = await this.copyAll(from, to, options);
    // Not what is there now: someone else may have put an object there meanwhile.
    await this.mapped(from, deleteErrorText, () => this.deleteAll(copied));
  }

  async copy(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    await this.copyAll(from, to, options);
  }

  /** Copies an object or all below a directory. @returns what was copied */
  private async copyAll(
    from: vscode.Uri,
    to: vscode.Uri,
    options: { readonly overwrite: boolean },
  ): Promise<readonly vscode.Uri[]> {
    const sources = await this.mapped(from, openErrorText, () => this.below(from, true));
    await this.mapped(to, writeErrorText, async () => {
      const { head, refusal } = options.overwrite ? {} : await this.seek(to);
      if (head !== undefined) {
        throw fileErrors.exists(to);
      }
      if (refusal !== undefined) {
        throw refusal;
      }
    });
    await forEach(sources, (source) => {
      const target = to.with({ path: to.path + source.path.slice(from.path.length) });
      return this.mapped(source, writeErrorText, () => this.objects.copy(source, target), target);
    });
    return sources;
  }

  dispose(): void {
    this.subscription.dispose();
    this.versions.dispose();
    this.changes.dispose();
  }

  /** The object at a URI, or every object below a directory. */
  private async below(uri: vscode.Uri, recursive: boolean): Promise<vscode.Uri[]> {
    if (parseObjectPath(uri.path).key === '') {
      throw fileErrors.denied(
        vscode.l10n.t('Buckets can’t be renamed, copied or deleted from VS Code: “{0}”.', this.objects.name(uri)),
      );
    }
    const { head, refusal } = await this.seek(uri);
    if (head !== undefined) {
      return [uri];
    }
    const found: vscode.Uri[] = [];
    const { bucket } = parseObjectPath(uri.path);
    for await (const [page] of this.pages(uri)) {
      found.push(...page.objects.map(({ key }) => uri.with({ path: `/${bucket}/${key}` })));
    }
    if (found.length === 0) {
      throw refusal ?? this.missing(uri);
    }
    if (!recursive) {
      throw fileErrors.denied(vscode.l10n.t('“{0}” is not empty.', this.objects.name(uri)));
    }
    return found;
  }

  private async *pages(uri: vscode.Uri, delimiter?: string): AsyncGenerator<[page: ListPage, prefix: string]> {
    const prefix = folderKey(parseObjectPath(uri.path).key);
    let token: string | undefined;
    do {
      const page: ListPage = await this.objects.call(uri, (s3, bucket) =>
        s3.list(bucket, prefix, { delimiter, token }),
      );
      yield [page, prefix];
      token = page.nextToken;
    } while (token !== undefined);
  }

  private async isDirectory(uri: vscode.Uri): Promise<boolean> {
    const { key } = parseObjectPath(uri.path);
    try {
      const page = await this.objects.call(uri, (s3, bucket) => s3.list(bucket, folderKey(key), { maxKeys: 1 }));
      return key === '' || page.objects.length > 0 || page.prefixes.length > 0;
    } catch (error) {
      // Whoever may write an object but not list its prefix can still save: VS Code looks at the parents first.
      if (StoreError.is(error, 'denied')) {
        return true;
      }
      throw error;
    }
  }

  /** Looks for an object. A refusal may mean that it is there, or that S3 may not tell without s3:ListBucket. */
  private async seek(uri: vscode.Uri): Promise<{ readonly head?: ObjectHead; readonly refusal?: StoreError }> {
    try {
      return { head: await this.objects.head(uri) };
    } catch (error) {
      if (StoreError.is(error, 'missing')) {
        return {};
      }
      if (StoreError.is(error, 'denied')) {
        return { refusal: error };
      }
      throw error;
    }
  }

  private missing(uri: vscode.Uri): StoreError {
    return new StoreError('missing', `There is no ${this.objects.name(uri)}.`);
  }

  private fileStat(uri: vscode.Uri, head: ObjectHead): vscode.FileStat {
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: head.modified.getTime(),
      size: head.size,
      permissions: this.objects.isReadOnly(uri) ? vscode.FilePermission.Readonly : undefined,
    };
  }

  /** Runs work on an object, with its errors as VS Code wants them and in words for the user. */
  private async mapped<T>(
    uri: vscode.Uri,
    text: (error: StoreError, name: string) => string,
    work: () => Promise<T>,
    named = uri,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw StoreError.is(error) ? toFileSystemError(uri, error, text(error, this.objects.name(named))) : error;
    }
  }
}

/** Some at a time: one after the other, a thousand objects take minutes. */
async function forEach(objects: readonly vscode.Uri[], work: (object: vscode.Uri) => Promise<void>): Promise<void> {
  for (let next = 0; next < objects.length; next += together) {
    await Promise.all(objects.slice(next, next + together).map(work));
  }
}

function directory(): vscode.FileStat {
  return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
}

function toFileSystemError(uri: vscode.Uri, error: StoreError, text: string): vscode.FileSystemError {
  switch (error.failure) {
    case 'missing':
      return fileErrors.notFound(uri);
    case 'denied':
      return fileErrors.denied(text);
    default:
      return fileErrors.unavailable(text);
  }
}

function toFileChange({ uri, kind }: ObjectChange): vscode.FileChangeEvent {
  const type = {
    created: vscode.FileChangeType.Created,
    changed: vscode.FileChangeType.Changed,
    deleted: vscode.FileChangeType.Deleted,
  }[kind];
  return { type, uri: vscode.Uri.from({ scheme: objectScheme, authority: uri.authority, path: uri.path }) };
}
