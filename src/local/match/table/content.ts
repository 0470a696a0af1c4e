import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { pipeline, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { MatchInputError } from '../errors';
import { unpackBzip2 } from './bzip2';
import { type Codec, codecOf, headBytes } from './codecs';
import { unpackFramed, unpackHadoop, unpackRaw } from './snappy';
import type { TableFile } from './source';

const chunkBytes = 1 << 20;

/** The first bytes of a file as it is stored. */
export async function headOf(file: TableFile): Promise<Buffer> {
  const handle = await open(file.path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export async function fileCodec(file: TableFile): Promise<Codec> {
  const codec = codecOf(await headOf(file), (await stat(file.path)).size);
  return codec === 'snappy-raw' && rawSnappy(await readFile(file.path)) === undefined ? 'none' : codec;
}

/** A file that fits into one chunk, in one go: a table may have 100,000 of them, and a stream for each takes minutes. */
async function smallContent(file: TableFile): Promise<Buffer | undefined> {
  const handle = await open(file.path);
  try {
    const { size } = await handle.stat();
    if (size > chunkBytes) {
      return undefined;
    }
    const bytes = Buffer.allocUnsafe(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    return bytesRead === size ? bytes : undefined;
  } finally {
    await handle.close();
  }
}

/**
 * The bytes of a file, unpacked where it is compressed: all of them, or an error.
 * @throws MatchInputError for a compressed file that is damaged, cut off, or followed by something else
 */
export async function* contentOf(file: TableFile): AsyncGenerator<Buffer> {
  const small = await smallContent(file);
  const codec =
    small === undefined
      ? codecOf(await headOf(file), (await stat(file.path)).size)
      : codecOf(small.subarray(0, headBytes), small.length);
  switch (codec) {
    case 'none':
      if (small !== undefined) {
        yield small;
        return;
      }
      yield* createReadStream(file.path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
      return;
    case 'gzip':
      yield* unpackFrames(file, codec, small, (options) => zlib.createGunzip(options));
      return;
    case 'zlib':
      yield* unpackFrames(file, codec, small, (options) => zlib.createInflate(options));
      return;
    case 'zstd':
      if (zlib.createZstdDecompress === undefined) {
        throw new MatchInputError(
          `${file.name} is compressed with zstd, which Node ${process.versions.node} can't undo. Run Local Glue with Node 22.15 or newer, or store the object uncompressed.`,
        );
      }
      yield* unpackFrames(file, codec, small, (options) => zlib.createZstdDecompress(options));
      return;
    default:
      yield* unpackWhole(file, codec);
  }
}

/** Frame by frame, since a compressed file may be several end to end; zeros behind the last one are padding. */
async function* unpackFrames(
  file: TableFile,
  codec: Codec,
  small: Buffer | undefined,
  create: (options: { readonly chunkSize: number }) => Transform & zlib.Zlib,
): AsyncGenerator<Buffer> {
  const size = small?.length ?? (await stat(file.path)).size;
  // An engine begins with a chunk of memory; one for each of many small files must not be large.
  const chunkSize = Math.min(chunkBytes, Math.max(1024, 8 * size));
  for (let start = 0; start < size; ) {
    const engine = create({ chunkSize });
    try {
      if (small === undefined) {
        pipeline(createReadStream(file.path, { start }), engine, () => undefined);
      } else {
        engine.end(small.subarray(start));
      }
      yield* engine as AsyncIterable<Buffer>;
    } catch (error) {
      throw unpackError(file, codec, error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR');
    }
    start += engine.bytesWritten;
    if (engine.bytesWritten === 0) {
      throw unpackError(file, codec, false);
    }
    if (start < size && (await isPadding(file, start))) {
      return;
    }
  }
}

async function isPadding(file: TableFile, start: number): Promise<boolean> {
  for await (const chunk of createReadStream(file.path, { start }) as AsyncIterable<Buffer>) {
    if (chunk.some((byte) => byte !== 0)) {
      return false;
    }
  }
  return true;
}

async function* unpackWhole(file: TableFile, codec: Codec): AsyncGenerator<Buffer> {
  const bytes = await readFile(file.path);
  let known = codec !== 'snappy-hadoop';
  try {
    switch (codec) {
      case 'bzip2':
        yield* unpackBzip2(bytes);
        return;
      case 'snappy-hadoop':
        for (const chunk of unpackHadoop(bytes)) {
          known = true;
          yield chunk;
        }
        return;
      case 'snappy-framed':
        yield* unpackFramed(bytes);
        return;
      default:
        yield rawSnappy(bytes) ?? bytes;
    }
  } catch {
    throw known
      ? unpackError(file, codec, false)
      : new MatchInputError(
          `${file.name} is compressed in Hadoop's blocks, but not with snappy (LZ4 and LZO come in such blocks, too), or its data is damaged. Store it uncompressed, or with gzip, zstd, bzip2 or snappy.`,
        );
  }
}

/** Nothing marks a raw block: what does not unpack to the last byte is none. */
function rawSnappy(bytes: Buffer): Buffer | undefined {
  try {
    return unpackRaw(bytes);
  } catch {
    return undefined;
  }
}

function unpackError(file: TableFile, codec: Codec, cut: boolean): MatchInputError {
  const name = codec.replace(/-.*/, '');
  return new MatchInputError(
    `${file.name} is compressed with ${name}, and ${cut ? 'it is cut off before its end' : 'its data is damaged'}. Upload the object again.`,
  );
}
