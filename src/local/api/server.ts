import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Log } from '../log';
import type { ObjectStore } from '../objects/objectStore';
import { Uploads } from '../objects/uploads';
import type { KeyPair } from '../root/keyPair';
import { endAnswer, rawBody } from './body';
import { refuseUnreadable } from './clientError';
import { answerGlue, type GlueHandler, isJsonRequest, sendGlueError } from './glue/endpoint';
import { GlueError } from './glue/error';
import { isLoopback, ownHost } from './hosts';
import { Leases } from './leases';
import { answerS3, sendS3Error } from './s3/endpoint';
import { S3Error } from './s3/error';
import { openPayload } from './s3/payload';
import { sha256Hex, type WireRequest } from './signing/canonical';
import { emptySha256, judgeClaim, type Verified, type VerifyOptions, verifySignature } from './signing/verify';

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
  /** Milliseconds since the epoch; the system's clock unless told. */
  readonly now?: () => number;
}

export interface ServerLimits {
  /** Largest Glue request, in bytes. */
  readonly glueBody: number;
  /** A connection on which nothing moves for so long, but for the server's own work, is closed, in milliseconds. */
  readonly idle: number;
  /** Longest wait for a request's headers, in milliseconds. */
  readonly headers: number;
  /** Longest time a whole request may take to come in, in milliseconds. */
  readonly request: number;
}

const defaultLimits: ServerLimits = { glueBody: 4 << 20, idle: 60_000, headers: 20_000, request: 3_600_000 };

/** Room for S3's 8 kB of headers, a key of 1,024 encoded bytes and a presigned query. */
const maxHeaderSize = 32 << 10;

export interface RunningServer {
  /** `http://127.0.0.1:4567`: what clients take as endpoint URL. */
  readonly endpoint: string;
  readonly port: number;
  /** Ends leases, lets running requests finish for at most `grace` milliseconds (3,000 unless told), then closes everything. */
  close(grace?: number): Promise<void>;
}

/**
 * Starts Local Glue's HTTP endpoint: Glue for requests with `X-Amz-Target`, S3 for all others, each signed with the key pair.
 * `GET /_glue-local/lease` (signed) keeps its response open until the client goes; `GET /_glue-local/health` only says that someone is in.
 * No CORS headers are ever sent. Rejects when the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const limits = { ...defaultLimits, ...options.limits };
  const leases = new Leases(options.onLease ?? (() => undefined));
  const uploads = new Uploads(options.objects);
  let port = options.port;
  const server = createServer({
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    connectionsCheckingInterval: Math.min(limits.headers, 10_000),
    keepAliveTimeout: limits.idle,
    maxHeaderSize,
  });
  const exchanges = new WeakMap<Socket, Exchange>();
  const handle = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void => {
    exchanges.set(request.socket, { request, response });
    const endpoint = new Endpoint(request, response, { ...options, limits, leases, uploads, port }, expectsContinue);
    void endpoint.answer();
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => handle(request, response, false));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => handle(request, response, true));
  server.on('clientError', (error, socket) => refuseUnreadable(error, socket, options.log));
  server.timeout = limits.idle;
  server.on('timeout', (socket: Socket) => {
    if (!isAtWork(exchanges.get(socket))) {
      socket.destroy();
    }
  });
  port = await listen(server, options.host, options.port);
  if (!isLoopback(options.host)) {
    options.log.warn('listening beyond this machine: whoever has the key pair and reaches the port may use it', {
      host: options.host,
      port,
    });
  }
  const name = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { endpoint: `http://${name}:${port}`, port, close: (grace = 3000) => close(server, leases, grace) };
}

/** The latest request of a connection. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Whether nothing moves because the server is busy with a request that is all there (copying a large object, say), not the client. */
function isAtWork(exchange: Exchange | undefined): boolean {
  return exchange?.request.complete === true && !exchange.response.headersSent;
}

interface Context extends ServerOptions {
  readonly limits: ServerLimits;
  readonly leases: Leases;
  readonly uploads: Uploads;
  readonly port: number;
}

/** One request on its way through the server. */
class Endpoint {
  private readonly requestId = randomUUID();
  private readonly body: AsyncIterable<Uint8Array>;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly context: Context,
    expectsContinue: boolean,
  ) {
    this.body = rawBody(request, response, expectsContinue);
  }

  /** Never rejects. */
  async answer(): Promise<void> {
    const started = performance.now();
    const operation = await this.dispatch();
    this.context.log.debug('request', {
      requestId: this.requestId,
      method: this.request.method,
      operation,
      status: this.response.statusCode,
      milliseconds: Math.round(performance.now() - started),
    });
  }

  /** Resolves to what was asked for, for the log. */
  private async dispatch(): Promise<string | undefined> {
    const { request, response, requestId, context } = this;
    const own = ownHost(request, context);
    if (!own) {
      this.refuseHost();
      return undefined;
    }
    if (isJsonRequest(request)) {
      await answerGlue(request, response, {
        requestId,
        body: this.body,
        handler: context.glue,
        bodyLimit: context.limits.glueBody,
        judge: () => judgeClaim(this.wire, { ...this.signing, service: 'glue' }),
        authenticate: (body) => void this.verify({ service: 'glue', bodyHash: sha256Hex(body) }),
        log: context.log,
      });
      return String(request.headers['x-amz-target']).replace('AWSGlue.', '');
    }
    if (request.url === '/_glue-local/health') {
      response.setHeader('x-amzn-requestid', requestId);
      response.writeHead(200, { 'content-type': 'application/json' });
      endAnswer(request, response, Buffer.from('{"status":"ok"}'));
      return 'health';
    }
    if (request.url === '/_glue-local/lease') {
      return this.lease();
    }
    return await answerS3(request, response, {
      objects: context.objects,
      uploads: context.uploads,
      region: context.region,
      requestId,
      bucketOfHost: own.bucket,
      authenticate: () => openPayload(request, this.verify({ service: 's3' }), this.body),
      log: context.log,
    });
  }

  private lease(): string {
    const { request, response, requestId, context } = this;
    try {
      const hash = request.headers['x-amz-content-sha256'];
      this.verify({ service: undefined, bodyHash: typeof hash === 'string' ? hash : emptySha256 });
      response.setHeader('x-amzn-requestid', requestId);
      context.leases.hold(request, response);
    } catch (error) {
      sendGlueError(request, response, error, { requestId, log: context.log });
    }
    return 'lease';
  }

  private verify(options: Pick<VerifyOptions, 'service' | 'bodyHash'>): Verified {
    return verifySignature(this.wire, { ...this.signing, ...options });
  }

  private get wire(): WireRequest {
    const { method = 'GET', url: target = '/', rawHeaders } = this.request;
    return { method, target, rawHeaders };
  }

  private get signing(): Pick<VerifyOptions, 'keyPair' | 'now'> {
    return { keyPair: this.context.keyPair, now: this.context.now?.() ?? Date.now() };
  }

  private refuseHost(): void {
    const { request, response, requestId, context } = this;
    const message = 'The Host header is not one of this endpoint. Use the endpoint URL that glue-local printed.';
    context.log.info('a foreign Host header', { requestId, host: request.headers.host?.slice(0, 255) });
    if (isJsonRequest(request)) {
      const error = new GlueError('AccessDeniedException', 403, message);
      sendGlueError(request, response, error, { requestId, log: context.log });
    } else {
      sendS3Error(request, response, new S3Error('AccessDenied', message), { requestId, log: context.log });
    }
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
