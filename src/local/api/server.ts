import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from '../keyPair';
import type { Log } from '../log';
import type { ObjectStore } from '../objects';
import { answerGlue, type GlueHandler, isJsonRequest, sendGlueError } from './glueEndpoint';
import { GlueError } from './glueError';
import { isLoopback, ownHost } from './hosts';
import { Leases } from './leases';
import { answerS3, sendS3Error } from './s3/endpoint';
import { S3Error } from './s3/error';

export interface ServerOptions {
  /** Address to bind: loopback unless the user asked for more. */
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly keyPair: KeyPair;
  readonly region: string;
  readonly objects: ObjectStore;
  readonly glue: GlueHandler;
  readonly log: Log;
  readonly limits?: Partial<ServerLimits>;
  /** Told the number of clients that hold a lease whenever it changes. */
  readonly onLease?: (count: number) => void;
}

export interface ServerLimits {
  /** Largest Glue request, in bytes. */
  readonly glueBody: number;
  /** A connection on which nothing moves for so long is closed, in milliseconds. */
  readonly idle: number;
  /** Longest wait for a request's headers, in milliseconds. */
  readonly headers: number;
}

const defaultLimits: ServerLimits = { glueBody: 4 << 20, idle: 60_000, headers: 20_000 };

export interface RunningServer {
  /** `http://127.0.0.1:4567`: what clients take as endpoint URL. */
  readonly endpoint: string;
  readonly port: number;
  /** Ends leases, lets running requests finish for at most `grace` milliseconds (3,000 unless told), then closes everything. */
  close(grace?: number): Promise<void>;
}

/** Starts Local Glue's HTTP endpoint: Glue for requests with `X-Amz-Target`, S3 for all others. Rejects when the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const limits = { ...defaultLimits, ...options.limits };
  const leases = new Leases(options.onLease ?? (() => undefined));
  let port = options.port;
  const server = createServer(
    { headersTimeout: limits.headers, requestTimeout: 0, keepAliveTimeout: limits.idle, maxHeaderSize: 32 << 10 },
    (request, response) => {
      void answer(request, response, { ...options, limits, leases, port });
    },
  );
  server.timeout = limits.idle;
  port = await listen(server, options.host, options.port);
  if (!isLoopback(options.host)) {
    options.log.warn('listening beyond this machine: whoever holds the key pair can reach the endpoint', {
      host: options.host,
      port,
    });
  }
  const name = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    endpoint: `http://${name}:${port}`,
    port,
    close: (grace = 3000) => close(server, leases, grace),
  };
}

interface Context extends ServerOptions {
  readonly limits: ServerLimits;
  readonly leases: Leases;
  readonly port: number;
}

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const requestId = randomUUID();
  const started = performance.now();
  const own = ownHost(request, context);
  let operation: string | undefined;
  if (!own) {
    refuseHost(request, response, { requestId, log: context.log });
  } else if (isJsonRequest(request)) {
    operation = String(request.headers['x-amz-target']);
    await answerGlue(request, response, {
      requestId,
      handler: context.glue,
      bodyLimit: context.limits.glueBody,
      authenticate: () => undefined,
      log: context.log,
    });
  } else if (request.url === '/_glue-local/health') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  } else if (request.url === '/_glue-local/lease') {
    context.leases.hold(request, response);
    return;
  } else {
    operation = await answerS3(request, response, {
      objects: context.objects,
      region: context.region,
      requestId,
      bucketOfHost: own.bucket,
      authenticate: () => ({ length: undefined, stream: request as AsyncIterable<Uint8Array>, trailers: new Map() }),
      log: context.log,
    });
  }
  context.log.debug('request', {
    requestId,
    method: request.method,
    operation,
    status: response.statusCode,
    milliseconds: Math.round(performance.now() - started),
  });
}

function refuseHost(
  request: IncomingMessage,
  response: ServerResponse,
  context: { readonly requestId: string; readonly log: Log },
): void {
  const message = 'The Host header is not one of this endpoint. Use the endpoint URL that glue-local printed.';
  context.log.warn('refused a foreign Host header', { requestId: context.requestId, host: request.headers.host });
  if (isJsonRequest(request)) {
    sendGlueError(response, new GlueError('AccessDeniedException', 403, message), context);
  } else {
    sendS3Error(request, response, new S3Error('AccessDenied', message), context);
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(server: Server, leases: Leases, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  leases.endAll();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearTimeout(force);
}
