import { createHash } from 'node:crypto';
import type { ChunkSigner } from '../signing/verify';

/** The body is not framed as its `x-amz-content-sha256` said, or a chunk is not what was signed. */
export class FramingError extends Error {
  override readonly name = 'FramingError';

  constructor(
    readonly fault: 'malformed' | 'mismatch' | 'incomplete' | 'trailer',
    message: string,
  ) {
    super(message);
  }
}

/** Longest line of framing accepted: a chunk's size and signature, or a trailing header. */
const maxLine = 4096;
const maxTrailers = 16;

/**
 * Takes the framing off a body of content encoding `aws-chunked`: `<hex size>[;chunk-signature=<hex>]\r\n<bytes>\r\n`…, a chunk of size 0,
 * trailing headers. Data comes out as it arrives, so a wrong signature shows only after its chunk: nothing may be trusted before the end.
 */
export class AwsChunkedDecoder {
  /** Trailing headers by lower-case name, complete once `decode` has ended. */
  readonly trailers = new Map<string, string>();
  private readonly input: ByteReader;

  /** @param signer present when chunks are signed */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly options: { readonly signer?: ChunkSigner; readonly hasTrailer: boolean },
  ) {
    this.input = new ByteReader(source);
  }

  /** The content. Throws FramingError. */
  async *decode(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const { size, signature } = parseChunkHead(await this.input.line());
      const hash = this.options.signer && createHash('sha256');
      for (let left = size; left > 0; ) {
        const piece = await this.input.take(left);
        hash?.update(piece);
        left -= piece.byteLength;
        yield piece;
      }
      if (hash && !this.options.signer?.acceptsChunk(signature, hash.digest('hex'))) {
        throw new FramingError('mismatch', 'The signature of a chunk does not match its bytes.');
      }
      if (size === 0) {
        await this.readTrailers();
        return;
      }
      if ((await this.input.line()) !== '') {
        throw new FramingError('malformed', 'A chunk is longer than its size says.');
      }
    }
  }

  private async readTrailers(): Promise<void> {
    let signature: string | undefined;
    const signed: string[] = [];
    // Some clients end a trailer by \n, some by \r\n, some by both; blank lines mean nothing, and the body ends where HTTP says.
    for (let line = await this.input.lastLine(); line !== undefined; line = await this.input.lastLine()) {
      const colon = line.indexOf(':');
      if (line === '') {
        continue;
      }
      if (colon <= 0 || !this.options.hasTrailer || signed.length >= maxTrailers) {
        throw new FramingError(
          'trailer',
          'The request contains trailing data that was not well-formed or not announced.',
        );
      }
      const name = line.slice(0, colon).trim().toLowerCase();
      const value = line.slice(colon + 1).trim();
      if (name === 'x-amz-trailer-signature') {
        signature = value;
      } else {
        this.trailers.set(name, value);
        signed.push(`${name}:${value}\n`);
      }
    }
    const { signer, hasTrailer } = this.options;
    if (signer && hasTrailer && !signer.acceptsTrailer(signature ?? '', signed.join(''))) {
      throw new FramingError('mismatch', 'The signature of the trailing headers does not match them.');
    }
  }
}

function parseChunkHead(line: string): { readonly size: number; readonly signature: string } {
  const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line);
  if (!match) {
    throw new FramingError('malformed', 'The body is not framed as aws-chunked.');
  }
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] ?? '' };
}

/** Reads lines and pieces of known length from a stream of buffers. */
class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    const line = await this.lastLine();
    if (line === undefined) {
      throw new FramingError('incomplete', 'The request body ended before its last chunk.');
    }
    return line;
  }

  /** As `line`, but undefined where the body ends; a last line may lack its end. */
  async lastLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.rest.indexOf(10);
      if (end >= 0) {
        const line = this.rest.toString('latin1', 0, end);
        this.rest = this.rest.subarray(end + 1);
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      if (this.rest.byteLength > maxLine) {
        throw new FramingError('malformed', `A line of the body's framing is longer than ${maxLine} bytes.`);
      }
      const next = await this.source.next();
      if (next.done) {
        const line = this.rest.toString('latin1');
        this.rest = Buffer.alloc(0);
        return line === '' ? undefined : line;
      }
      this.rest = Buffer.concat([this.rest, next.value]);
    }
  }

  /** At least one byte, at most `size`. */
  async take(size: number): Promise<Uint8Array> {
    while (this.rest.byteLength === 0) {
      const next = await this.source.next();
      if (next.done) {
        throw new FramingError('incomplete', 'The request body ended in the middle of a chunk.');
      }
      this.rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    }
    const piece = this.rest.subarray(0, size);
    this.rest = this.rest.subarray(piece.byteLength);
    return piece;
  }
}
