import * as vscode from 'vscode';

/** A file system in memory, as another extension may bring one. */
export class MemoryFiles implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly files = new Map<string, Uint8Array>();
  private readonly locked = new Set<string>();
  readonly onDidChangeFile = this.changes.event;

  /** Puts a file there past VS Code, which is not told. */
  set(path: string, text: string, options: { readonly locked?: boolean } = {}): void {
    this.files.set(path, new TextEncoder().encode(text));
    if (options.locked) {
      this.locked.add(path);
    }
  }

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path));
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    if (path === '/') {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const permissions = this.locked.has(path) ? vscode.FilePermission.Readonly : undefined;
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.bytes(path).length, permissions };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    return this.bytes(path);
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.files.set(path, content);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.files.keys()].map((path) => [path.slice(1), vscode.FileType.File]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(): void {}

  delete({ path }: vscode.Uri): void {
    this.files.delete(path);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.files.set(to.path, this.bytes(from.path));
    this.files.delete(from.path);
  }

  private bytes(path: string): Uint8Array {
    const found = this.files.get(path);
    if (found === undefined) {
      throw vscode.FileSystemError.FileNotFound(path);
    }
    return found;
  }
}
