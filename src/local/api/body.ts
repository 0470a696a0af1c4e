import type { IncomingMessage, ServerResponse } from 'node:http';
import { GlueError } from './glue/error';

/** How long a client whose request was answered early may send nothing, and go on sending, in milliseconds. */
const lingering = { quiet: 2000, longest: 30_000 };

/**
 * A request's raw body. A client that asked with `Expect: 100-continue` is told to go on when the body is first read, so a request
 * refused by its headers alone never sends one; then the connection ends, since the next request would be taken for that body.
 */
export function rawBody(
  request: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
): AsyncIterable<Uint8Array> {
  const keepsAlive = response.shouldKeepAlive;
  if (expectsContinue) {
    response.shouldKeepAlive = false;
  }
  return read(request, () => {
    if (expectsContinue) {
      response.shouldKeepAlive = keepsAlive;
      response.writeContinue();
    }
  });
}

async function* read(request: IncomingMessage, begins: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  begins();
  // Stopping early must not close the connection: the client is owed an answer.
  yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}

/**
 * Ends an answer of which `rest` is the last piece. While its request is still coming in, that is dropped and the connection stays: closing
 * it would reset it, and many clients see an answer only when they have sent everything.
 */
export function endAnswer(request: IncomingMessage, response: ServerResponse, rest?: Uint8Array): void {
  if (request.complete || request.destroyed) {
    response.end(rest);
    return;
  }
  if (rest === undefined) {
    response.flushHeaders();
  } else {
    response.write(rest);
  }
  const end = (): void => {
    clearTimeout(quiet);
    clearTimeout(longest);
    response.end();
    if (!request.complete) {
      request.socket.destroySoon();
    }
  };
  const quiet = setTimeout(end, lingering.quiet);
  const longest = setTimeout(end, lingering.longest);
  request.on('data', () => quiet.refresh());
  request.once('end', end);
  request.once('close', end);
  request.resume();
}

/** Reads a whole body of at most `limit` bytes. Throws RequestEntityTooLargeException (413) beyond it. */
export async function readAll(
  request: IncomingMessage,
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Buffer> {
  const tooLarge = new GlueError(
    'RequestEntityTooLargeException',
    413,
    `The request body is larger than ${limit} bytes.`,
  );
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw tooLarge;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) {
      throw tooLarge;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
