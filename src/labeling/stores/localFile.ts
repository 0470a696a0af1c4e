import { createHash } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { type FileStore, type StoredFile, StoreError, type StoreFailure } from './fileStore';

const bySystemCode: Readonly<Record<string, StoreFailure>> = {
  ENOENT: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EBUSY: 'busy',
};

/** In bytes: so much of a file is read at a time. */
const partSize = 1 << 20;

/** A labeling file on disk. Its version is a digest of its bytes: time and size miss a change of the same length. */
export class LocalFileStore implements FileStore {
  constructor(private readonly path: string) {}

  async read(): Promise<StoredFile> {
    const bytes = await this.guarded(() => readFile(this.path));
    // The same bytes: VS Code does not take a Buffer for them.
    return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), version: digest(bytes) };
  }

  async version(): Promise<string> {
    return this.guarded(() => digestOf(this.path));
  }

  async write(bytes: Uint8Array, expected: string | undefined): Promise<string> {
    await this.expect(expected);
    await this.guarded(() => replace(this.path, bytes, expected !== undefined));
    return digest(bytes);
  }

  private async expect(expected: string | undefined): Promise<void> {
    try {
      if ((await this.version()) !== expected) {
        throw new StoreError('changed', `${this.path} was changed by another program.`);
      }
    } catch (error) {
      if (expected !== undefined || !StoreError.is(error, 'missing')) {
        throw error;
      }
    }
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      throw new StoreError(bySystemCode[code] ?? 'other', error instanceof Error ? error.message : code, error);
    }
  }
}

/** Writes a file so that after a crash there is the old one or the new one, whole. Keeps its mode, follows links. */
async function replace(path: string, bytes: Uint8Array, exists: boolean): Promise<void> {
  const target = exists ? await realpath(path) : path;
  const mode = exists ? (await stat(target)).mode & 0o7777 : undefined;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      if (mode !== undefined) {
        // The process's mask cuts what a file is opened with.
        await file.chmod(mode);
      }
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    // A file may be writable in a folder that is not.
    if (exists && error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) {
      await writeFile(target, bytes);
      return;
    }
    throw error;
  }
}

/** As `digest` of the file's bytes, which are never all in memory: that would have much collected as garbage at each save. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafe(partSize);
  const file = await open(path);
  try {
    for (let read = part.length; read > 0; ) {
      read = (await file.read(part, 0, part.length)).bytesRead;
      hash.update(part.subarray(0, read));
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
