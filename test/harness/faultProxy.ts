import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from '../../src/local/root/keyPair';
import { resign } from './resign';

/** What goes wrong with a request. */
export type Fault =
  /** The service answers so, without having done anything. */
  | { readonly kind: 'answer'; readonly status: number; readonly code: string; readonly message?: string }
  /** The connection breaks before the request is through: nothing is done. */
  | { readonly kind: 'cutRequest' }
  /** The request is carried out, but its answer never arrives. */
  | { readonly kind: 'cutAnswer' }
  /** The body of the answer breaks off in the middle. */
  | { readonly kind: 'truncateAnswer' }
  /** Lists come in pages of so many keys, though none were asked for so small. */
  | { readonly kind: 'smallPages'; readonly keys: number }
  /** The connection breaks while the body of the request is on its way: nothing is done. */
  | { readonly kind: 'cutBody' }
  /** The request is taken and never answered. */
  | { readonly kind: 'silence' }
  /** The request waits, then goes its way, or meets another fault. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown>; readonly then?: Exclude<Fault, { kind: 'hold' }> };

/** Faults as S3 names them, for tests that read like prose. */
export const faults = {
  expiredToken: { kind: 'answer', status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
  accessDenied: { kind: 'answer', status: 403, code: 'AccessDenied', message: 'Access Denied' },
  slowDown: { kind: 'answer', status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  requestTimeout: { kind: 'answer', status: 400, code: 'RequestTimeout', message: 'Your socket connection was idle.' },
  conflict: { kind: 'answer', status: 409, code: 'ConditionalRequestConflict', message: 'A conflicting operation.' },
  cutRequest: { kind: 'cutRequest' },
  cutBody: { kind: 'cutBody' },
  cutAnswer: { kind: 'cutAnswer' },
  truncateAnswer: { kind: 'truncateAnswer' },
} as const satisfies Readonly<Record<string, Fault>>;

/** Which requests a fault is for. */
export interface Aim {
  /** HTTP method; any if left out. */
  readonly method?: string;
  /** Part of the decoded path; any if left out. */
  readonly path?: string;
  /** How many requests it meets; every one if left out. The SDK makes up to three attempts at a call. */
  readonly times?: number;
}

/** One request that came by. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Stands between the real SDK and Local Glue, counts requests, and makes some of them fail as networks and services do. */
export class FaultProxy {
  /** Every request, in order of arrival. */
  readonly seen: SeenRequest[] = [];
  /** The most PUTs of one object that were ever under way together. */
  maxPuts = 0;
  private readonly puts = new Map<string, number>();
  private waiting: { readonly path: string; readonly method: string | undefined; resolve(): void }[] = [];
  private readonly armed: { readonly fault: Fault; readonly aim: Aim; left: number }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly upstream: URL,
    private readonly keyPair: KeyPair,
  ) {}

  /** Listens on a free loopback port; `endpoint` is Local Glue's. */
  static async listen(upstream: string, keyPair: KeyPair): Promise<FaultProxy> {
    // Idle connections stay: a client in the same process would meet them closed after every pause of the machine, all at once.
    const server = createServer({ keepAliveTimeout: 0 });
    const proxy = new FaultProxy(server, new URL(upstream), keyPair);
    server.on('request', (request, response) => {
      proxy.carry(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** What clients take as endpoint URL. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Makes requests fail from now on. Earlier faults go first. */
  inject(fault: Fault, aim: Aim = {}): void {
    this.armed.push({ fault, aim, left: aim.times ?? Number.POSITIVE_INFINITY });
  }

  /** Everything goes well again, or only what concerns one path. */
  heal(path?: string): void {
    const left = path === undefined ? [] : this.armed.filter(({ aim }) => aim.path !== path);
    this.armed.splice(0, this.armed.length, ...left);
  }

  /** How many requests with this method came by so far. */
  count(method: string): number {
    return this.seen.filter((request) => request.method === method).length;
  }

  /** Resolves when the next request for a path, with a method if one is given, arrives. */
  arrival(path: string, method?: string): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ path, method, resolve }));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    this.seen.push({ method, path, headers: request.headers });
    this.announce(method, path);
    const taken = this.take(method, path);
    this.countPuts(method, path, 1);
    try {
      if (taken?.kind === 'hold') {
        await taken.until;
      }
      const fault = taken?.kind === 'hold' ? taken.then : taken;
      if (fault?.kind === 'cutRequest') {
        request.destroy();
        return;
      }
      if (fault?.kind === 'cutBody') {
        if (method === 'PUT' || method === 'POST') {
          await once(request, 'data');
        }
        request.destroy();
        return;
      }
      const body = await readAll(request);
      if (fault?.kind === 'answer') {
        sendError(response, method, fault);
        return;
      }
      if (fault?.kind === 'silence') {
        // Until the client gives up, or the proxy is closed.
        await once(response, 'close');
        return;
      }
      const target = targetOf(request.url ?? '/', fault);
      await this.forward({ method, target, rawHeaders: request.rawHeaders, body }, response, fault);
    } finally {
      this.countPuts(method, path, -1);
    }
  }

  private announce(method: string, path: string): void {
    const met = this.waiting.filter((one) => path.includes(one.path) && (one.method ?? method) === method);
    this.waiting = this.waiting.filter((one) => !met.includes(one));
    for (const { resolve } of met) {
      resolve();
    }
  }

  private countPuts(method: string, path: string, step: 1 | -1): void {
    if (method === 'PUT') {
      const now = (this.puts.get(path) ?? 0) + step;
      this.puts.set(path, now);
      this.maxPuts = Math.max(this.maxPuts, now);
    }
  }

  private take(method: string, path: string): Fault | undefined {
    const found = this.armed.find(
      ({ aim, left }) => left > 0 && (aim.method ?? method) === method && path.includes(aim.path ?? ''),
    );
    if (found !== undefined) {
      found.left -= 1;
    }
    return found?.fault;
  }

  private forward(
    request: { method: string; target: string; rawHeaders: readonly string[]; body: Uint8Array },
    response: ServerResponse,
    fault: Fault | undefined,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        {
          host: this.upstream.hostname,
          port: this.upstream.port,
          method: request.method,
          path: request.target,
          headers: resign(request, this.upstream.host, this.keyPair).flat(),
          agent: false,
        },
        (answer) => {
          readAll(answer)
            .then((body) => deliver(response, answer, body, fault))
            .then(resolve, reject);
        },
      );
      onward.on('error', reject);
      onward.end(request.body);
    });
  }
}

function targetOf(url: string, fault: Fault | undefined): string {
  const isList = url.includes('list-type=2') && !url.includes('max-keys=');
  return fault?.kind === 'smallPages' && isList ? `${url}&max-keys=${fault.keys}` : url;
}

function deliver(response: ServerResponse, answer: IncomingMessage, body: Buffer, fault: Fault | undefined): void {
  if (fault?.kind === 'cutAnswer') {
    response.destroy();
    return;
  }
  response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
  if (fault?.kind === 'truncateAnswer' && body.length > 1) {
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    return;
  }
  response.end(body);
}

function sendError(response: ServerResponse, method: string, fault: Extract<Fault, { kind: 'answer' }>): void {
  const { status, code, message = code } = fault;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'fault', connection: 'close' });
  response.end(method === 'HEAD' ? undefined : xml);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
