import type { IncomingMessage } from 'node:http';
import { GlueError } from './glueError';

/** Reads a whole request body of at most `limit` bytes; throws RequestEntityTooLargeException (413) beyond it. */
export async function readAll(request: IncomingMessage, limit: number): Promise<Buffer> {
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
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) {
      throw tooLarge;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
