import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Log, logFault, logRefusal } from '../../log';
import { systemAdvice } from '../../systemError';
import { endAnswer } from '../body';
import { splitTarget } from '../signing/canonical';
import { asS3Refusal } from './authentication';
import { errorXml, hostId, S3Error } from './error';
import { route } from './router';
import type { Payload, S3Answer, S3Context, S3Request } from './types';

/** Reads an S3 request, runs it and answers. Never rejects. Returns the operation's name for the log. */
export async function answerS3(
  request: IncomingMessage,
  response: ServerResponse,
  context: S3Context & {
    readonly requestId: string;
    readonly bucketOfHost: string | undefined;
    /** Authenticates the request or throws SignatureError or S3Error. */
    readonly authenticate: () => Payload;
    readonly log: Log;
  },
): Promise<string | undefined> {
  let operation: string | undefined;
  try {
    const asked = readRequest(request, context);
    const found = route(asked);
    operation = found.name;
    await send(request, response, await found.run(asked, context), context.requestId);
  } catch (error) {
    sendS3Error(request, response, error, context);
  }
  return operation;
}

function readRequest(
  request: IncomingMessage,
  context: {
    readonly requestId: string;
    readonly bucketOfHost: string | undefined;
    readonly authenticate: () => Payload;
  },
): S3Request {
  const { path, query } = decodeTarget(request.url ?? '/');
  const payload = context.authenticate();
  const full = context.bucketOfHost === undefined ? path : `/${context.bucketOfHost}${path}`;
  const slash = full.indexOf('/', 1);
  const bucket = slash < 0 ? full.slice(1) : full.slice(1, slash);
  const key = slash < 0 ? '' : full.slice(slash + 1);
  if (bucket === '' && full !== '/') {
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: '' });
  }
  return {
    method: request.method ?? 'GET',
    bucket: bucket === '' ? undefined : bucket,
    key: key === '' ? undefined : key,
    query,
    headers: request.headers,
    requestId: context.requestId,
    payload,
  };
}

/** Decodes the path and the query of a request. Throws InvalidURI where the percent encoding is not UTF-8. */
function decodeTarget(target: string): { readonly path: string; readonly query: ReadonlyMap<string, string> } {
  try {
    const { path, query } = splitTarget(target);
    return { path: decodeURIComponent(path), query: new Map(query) };
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** Clients read header bytes as Latin-1; what doesn't fit goes out as UTF-8. A line end would start a header of the user's making. */
function headerBytes(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not go out.
  const safe = value.replace(/[\x00-\x1f\x7f]/g, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range of Latin-1 is meant.
  return /^[\x00-\xff]*$/.test(safe) ? safe : Buffer.from(safe, 'utf8').toString('latin1');
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: S3Answer,
  requestId: string,
): Promise<void> {
  const { body } = answer;
  const headers: Record<string, string | number> = idHeaders(requestId);
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (value !== undefined) {
      headers[name] = typeof value === 'string' ? headerBytes(value) : value;
    }
  }
  if (body instanceof Readable) {
    response.writeHead(answer.status, headers);
    if (request.method === 'HEAD') {
      body.destroy();
    } else {
      // A client that goes away in the middle is no failure of ours; pipeline closes the file.
      await pipeline(body, response, { end: false }).catch(() => response.destroy());
    }
    endAnswer(request, response);
    return;
  }
  const bytes = Buffer.from(body ?? '', 'utf8');
  if (request.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304) {
    headers['content-length'] = bytes.byteLength;
  }
  response.writeHead(answer.status, headers);
  endAnswer(request, response, request.method === 'HEAD' ? undefined : bytes);
}

/** Answers with an error as S3 writes it; anything but a refusal is logged and becomes InternalError. */
export function sendS3Error(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  { requestId, log }: { readonly requestId: string; readonly log: Log },
): void {
  let known = S3Error.from(asS3Refusal(error));
  if (!known) {
    logFault(log, 'S3 request failed', error, { requestId });
    known = new S3Error(
      'InternalError',
      systemAdvice(error) ?? `We encountered an internal error. See the log for request ${requestId}.`,
    );
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  logRefusal(log, known.code, known.status, requestId);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const bytes = Buffer.from(request.method === 'HEAD' ? '' : errorXml(known, path, requestId), 'utf8');
  response.writeHead(known.status, {
    ...idHeaders(requestId),
    'content-type': 'application/xml',
    ...(request.method === 'HEAD' ? {} : { 'content-length': bytes.byteLength }),
  });
  endAnswer(request, response, request.method === 'HEAD' ? undefined : bytes);
}

/** What tells the requests and answers of S3 apart in logs and reports; the second id names the host on S3. */
function idHeaders(requestId: string): Record<string, string> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId };
}
