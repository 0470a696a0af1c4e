import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Log } from '../log';
import { errorXml, S3Error } from './s3/error';

/** How long such a client has to take its answer, in milliseconds. */
const lingering = 1000;

/** Answers a connection whose request could not be read as HTTP, or took too long to come in, and closes it. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex, log: Log): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  log.warn('unreadable request', { requestId, code: error.code });
  const refusal = refusalOf(error);
  const body = errorXml(refusal, '/', requestId);
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/xml',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `x-amz-request-id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  // Both ways: a client that says nothing more would keep its half open for ever. At once it might not see the answer.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingering);
  socket.once('close', () => clearTimeout(timer));
}

function refusalOf(error: NodeJS.ErrnoException): S3Error {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new S3Error(
        'RequestHeaderSectionTooLarge',
        'Your request header and query parameters exceed the maximum allowed size.',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new S3Error(
        'RequestTimeout',
        'Your socket connection to the server was not read from or written to within the timeout period.',
      );
    default:
      return new S3Error('InvalidRequest', 'The request is not valid HTTP/1.1.');
  }
}
