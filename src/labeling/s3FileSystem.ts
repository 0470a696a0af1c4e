import * as vscode from 'vscode';
import type { ListPage, ObjectHead } from '../connection/services';
import { directoryPrefix, objectScheme, parseObjectPath } from './objectAddress';
import { type ConfirmLarge, largeObject } from './s3FileStore';
import type { ObjectChange, S3Objects } from './s3Objects';
import { StoreError } from './store';

/**
 * Objects in S3 as files: `glue-s3://CONNECTION/BUCKET/KEY`. A prefix with anything below it is a directory. S3 has no
 * directories of its own, so making one does nothing and an empty one does not exist.
 */
export class S3FileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly subscription: { dispose(): void };
  /** The ETag of what a text editor shows. Not the newest one: VS Code looks at a file just before it writes it. */
  private readonly readVersions = new Map<string, string>();
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
    return this.mapped(uri, async () => {
      const head = key === '' || key.endsWith('/') ? undefined : await this.headOrNothing(uri);
      if (head !== undefined) {
        return this.fileStat(uri, head);
      }
      if (await this.isDirectory(uri)) {
        return directory();
      }
      throw new StoreError('missing', `There is no ${this.objects.name(uri)}.`);
    });
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    if (parseObjectPath(uri.path).bucket === '') {
      const buckets = await this.mapped(uri, () => this.objects.call(uri, (s3) => s3.listBuckets()));
      return buckets.map((name) => [name, vscode.FileType.Directory]);
    }
    return this.mapped(uri, async () => {
      const entries = new Map<string, vscode.FileType>();
      for await (const [page, prefix] of this.pages(uri, '/')) {
        for (const found of page.prefixes) {
          entries.set(found.slice(prefix.length).replace(/\/$/, ''), vscode.FileType.Directory);
        }
        // Last, because stat looks for an object first: `d` and `d/x` may both exist.
        for (const object of page.objects) {
          entries.set(object.key.slice(prefix.length), vscode.FileType.File);
        }
      }
      // A marker object "prefix/" lists as an empty name.
      entries.delete('');
      return [...entries];
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.mapped(uri, async () => {
      const head = await this.objects.head(uri);
      if (head.size > largeObject && !(await this.confirmLarge(uri, head.size))) {
        throw new StoreError('refused', vscode.l10n.t('{0} was not opened.', this.objects.name(uri)));
      }
      const object = await this.objects.get(uri);
      this.readVersions.set(uri.toString(), object.head.etag);
      return object.bytes;
    });
  }

  /**
   * Writes over the version that was last read through this window. VS Code's own check of time and size misses a
   * change of the same length, which a changed label often is; If-Match does not.
   */
  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    await this.mapped(uri, async () => {
      const expected = this.readVersions.get(uri.toString()) ?? (await this.headOrNothing(uri))?.etag;
      if (expected === undefined && !options.create) {
        throw new StoreError('missing', `There is no ${this.objects.name(uri)}.`);
      }
      if (expected !== undefined && !options.overwrite) {
        throw vscode.FileSystemError.FileExists(uri);
      }
      const head = await this.putOver(uri, content, expected, options.create);
      this.readVersions.set(uri.toString(), head.etag);
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
    await this.mapped(uri, async () => {
      for (const target of await this.below(uri, options.recursive)) {
        await this.objects.delete(target);
        this.readVersions.delete(target.toString());
      }
    });
  }

  async rename(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    await this.copy(from, to, options);
    await this.delete(from, { recursive: true });
  }

  async copy(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    await this.mapped(to, async () => {
      if (!options.overwrite && (await this.headOrNothing(to)) !== undefined) {
        throw vscode.FileSystemError.FileExists(to);
      }
      for (const source of await this.below(from, true)) {
        await this.objects.copy(source, to.with({ path: to.path + source.path.slice(from.path.length) }));
      }
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }

  /** The object at a URI, or every object below a directory. */
  private async below(uri: vscode.Uri, recursive: boolean): Promise<vscode.Uri[]> {
    if (parseObjectPath(uri.path).key === '') {
      throw vscode.FileSystemError.NoPermissions(
        vscode.l10n.t('Buckets are not renamed, copied or deleted from VS Code: {0}', this.objects.name(uri)),
      );
    }
    if ((await this.headOrNothing(uri)) !== undefined) {
      return [uri];
    }
    const found: vscode.Uri[] = [];
    const { bucket } = parseObjectPath(uri.path);
    for await (const [page] of this.pages(uri)) {
      found.push(...page.objects.map(({ key }) => uri.with({ path: `/${bucket}/${key}` })));
    }
    if (found.length === 0) {
      throw new StoreError('missing', `There is no ${this.objects.name(uri)}.`);
    }
    if (!recursive) {
      throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('{0} is not empty.', this.objects.name(uri)));
    }
    return found;
  }

  private async *pages(uri: vscode.Uri, delimiter?: string): AsyncGenerator<[page: ListPage, prefix: string]> {
    const prefix = directoryPrefix(parseObjectPath(uri.path).key);
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
      const page = await this.objects.call(uri, (s3, bucket) => s3.list(bucket, directoryPrefix(key), { maxKeys: 1 }));
      return key === '' || page.objects.length > 0 || page.prefixes.length > 0;
    } catch (error) {
      // Whoever may write an object but not list its prefix can still save: VS Code looks at the parents first.
      if (StoreError.is(error, 'denied')) {
        return true;
      }
      throw error;
    }
  }

  private async headOrNothing(uri: vscode.Uri): Promise<ObjectHead | undefined> {
    try {
      return await this.objects.head(uri);
    } catch (error) {
      // Without s3:ListBucket, S3 answers 403 for a key that does not exist.
      if (StoreError.is(error, 'missing', 'denied')) {
        return undefined;
      }
      throw error;
    }
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

  private async mapped<T>(uri: vscode.Uri, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw StoreError.is(error) ? toFileSystemError(uri, error) : error;
    }
  }
}

function directory(): vscode.FileStat {
  return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
}

function toFileSystemError(uri: vscode.Uri, error: StoreError): vscode.FileSystemError {
  switch (error.failure) {
    case 'missing':
      return vscode.FileSystemError.FileNotFound(uri);
    case 'denied':
      return vscode.FileSystemError.NoPermissions(error.message);
    default:
      return vscode.FileSystemError.Unavailable(error.message);
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
