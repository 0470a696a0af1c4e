import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Log, logFault, logRefusal } from '../../log';
import { systemAdvice } from '../../systemError';
import { endAnswer, readAll } from '../body';
import { SignatureError, type SignatureFault } from '../signing/verify';
import { GlueError } from './error';

/**
 * Runs an operation: `operation` is the bare name of one of Glue's (GetMLTransforms), or the whole one of Local Glue's own
 * (LocalGlue.DescribeFile); `input` is the parsed JSON. Throws GlueError.
 */
export type GlueHandler = (
  operation: string,
  input: unknown,
  context: { readonly requestId: string },
) => Promise<object>;

const target = 'AWSGlue.';
/** The targets of Local Glue's own operations begin so. */
export const ownPrefix = 'LocalGlue.';

/** What AWS's JSON services call a request that fails authentication. */
const refusals: Readonly<Record<SignatureFault, string>> = {
  missing: 'MissingAuthenticationTokenException',
  unsupported: 'IncompleteSignatureException',
  malformedHeader: 'IncompleteSignatureException',
  malformedQuery: 'IncompleteSignatureException',
  unknownKey: 'UnrecognizedClientException',
  skewed: 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
  unsignedHeaders: 'InvalidSignatureException',
  mismatch: 'InvalidSignatureException',
};

/** Whether a request is meant for an AWS JSON service, not for S3. */
export function isJsonRequest(request: IncomingMessage): boolean {
  return request.headers['x-amz-target'] !== undefined;
}

/** Reads a Glue request of the AWS JSON 1.1 protocol, runs it and answers. Never rejects. */
export async function answerGlue(
  request: IncomingMessage,
  response: ServerResponse,
  context: {
    readonly requestId: string;
    readonly body: AsyncIterable<Uint8Array>;
    readonly handler: GlueHandler;
    readonly bodyLimit: number;
    /** By what is known before the body, of which nothing is kept for a stranger. Throws SignatureError. */
    readonly judge: () => void;
    /** Throws SignatureError. */
    readonly authenticate: (body: Buffer) => void;
    readonly log: Log;
  },
): Promise<void> {
  try {
    context.judge();
    const body = await readAll(request, context.body, context.bodyLimit);
    context.authenticate(body);
    const operation = operationOf(request);
    const output = await context.handler(operation, parse(body), { requestId: context.requestId });
    sendJson(request, response, 200, output, context.requestId);
  } catch (error) {
    sendGlueError(request, response, error, context);
  }
}

/** Answers with an error as Glue writes it; anything but a GlueError is logged and becomes InternalServiceException. */
export function sendGlueError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  { requestId, log }: { readonly requestId: string; readonly log: Log },
): void {
  let known = error instanceof SignatureError ? new GlueError(refusals[error.fault], 403, error.message) : error;
  if (!(known instanceof GlueError)) {
    logFault(log, 'Glue request failed', error, { requestId });
    const words = systemAdvice(error) ?? `Internal failure. See the log for request ${requestId}.`;
    known = new GlueError('InternalServiceException', 500, words);
  }
  if (known instanceof GlueError && !response.headersSent) {
    logRefusal(log, known.name, known.status, requestId);
    sendJson(request, response, known.status, { __type: known.name, Message: known.message }, requestId);
  }
}

function operationOf(request: IncomingMessage): string {
  const header = request.headers['x-amz-target'];
  if (typeof header === 'string' && header.startsWith(ownPrefix)) {
    return header;
  }
  if (typeof header !== 'string' || !header.startsWith(target) || header.length === target.length) {
    throw new GlueError('UnknownOperationException', 400, `Unknown operation: ${String(header)}`);
  }
  return header.slice(target.length);
}

function parse(body: Buffer): unknown {
  if (body.length === 0) {
    return {};
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new GlueError('SerializationException', 400, 'The request body is not valid JSON in UTF-8.');
  }
}

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: object,
  requestId: string,
): void {
  const text = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': text.length,
    'x-amzn-requestid': requestId,
  });
  endAnswer(request, response, text);
}
