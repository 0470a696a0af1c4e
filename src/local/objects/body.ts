import { createHash, randomUUID } from 'node:crypto';
import { copyFile, type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../systemError';
import type { ChecksumHasher } from './checksums';

/** What was learned of a body while it went to disk. `md5` is hex; `checksum` is base64, present when one was asked for. */
export interface Received {
  readonly size: number;
  readonly md5: string;
  readonly checksum: string | undefined;
}

/** Makes a rename or unlink in a folder durable. Windows can't flush a folder and needs no such step. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file in one step: after a crash it holds either the old text or all of the new. The folder must exist. */
export async function writeDurably(file: string, text: string, mode = 0o666): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Moves a flushed file to where it stays, durably. Both places are on one file system. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(path.dirname(to));
}

/** Gives a flushed file a second name where it is to stay, durably. Where the file system has no links it is moved. */
export async function linkDurably(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EEXIST', 'ENOSPC', 'EROFS', 'EIO')) {
      throw error;
    }
    await rename(from, to);
  }
  await syncFolder(path.dirname(to));
}

/** Moves a file, by copying where it lies on another file system. */
export async function takeOver(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) {
      throw error;
    }
    await copyFile(from, to);
    await rm(from);
  }
}

/** Flushes a file and makes its digests, as `receive` does of a body; removes the file when that fails. */
export async function digest(file: string, hasher?: ChecksumHasher): Promise<Received> {
  const md5 = createHash('md5');
  try {
    const handle = await open(file, 'r+');
    try {
      await handle.sync();
      let size = 0;
      for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 18, autoClose: false })) {
        const bytes = chunk as Uint8Array;
        md5.update(bytes);
        hasher?.update(bytes);
        size += bytes.byteLength;
      }
      return { size, md5: md5.digest('hex'), checksum: hasher?.digest().toString('base64') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function writeAll(
  handle: FileHandle,
  body: AsyncIterable<Uint8Array> | Uint8Array,
  seen: (chunk: Uint8Array) => void,
): Promise<number> {
  let size = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    seen(chunk);
    for (let at = 0; at < chunk.byteLength; ) {
      const { bytesWritten } = await handle.write(chunk, at, chunk.byteLength - at);
      at += bytesWritten;
    }
    size += chunk.byteLength;
  }
  return size;
}

/**
 * Streams a body into a new file, flushed when this resolves, with its digests made on the way. One chunk is in memory at a time.
 * When the body fails, nothing is left behind and its error comes through.
 */
export async function receive(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  file: string,
  hasher?: ChecksumHasher,
): Promise<Received> {
  const md5 = createHash('md5');
  try {
    const handle = await open(file, 'wx');
    try {
      const size = await writeAll(handle, body, (chunk) => {
        md5.update(chunk);
        hasher?.update(chunk);
      });
      await handle.sync();
      return { size, md5: md5.digest('hex'), checksum: hasher?.digest().toString('base64') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}
