import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service answers to an operation of Glue's; a function may answer by what it was asked. */
export type Answers = Readonly<Record<string, unknown>>;

/** An error as Glue tells it. */
export class GlueFault {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/**
 * A service that says what a test makes up, in the forms of Glue and S3: for what no real service would say, or not when
 * it is to be said. It checks no signature and keeps objects in memory.
 */
export class MadeUpService {
  readonly objects = new Map<string, { readonly bytes: Buffer; readonly modified: Date }>();
  /** What a PUT is refused with, if it is. */
  refusal: string | undefined;
  private readonly server: Server;

  private constructor(public answers: Answers) {
    this.server = createServer((request, response) => {
      void read(request).then((body) => this.answer(request, body, response));
    });
  }

  static async listen(answers: Answers): Promise<MadeUpService> {
    const service = new MadeUpService(answers);
    await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Has an object lie there. */
  put(bucket: string, key: string, text: string): void {
    this.objects.set(`${bucket}/${key}`, { bytes: Buffer.from(text), modified: new Date() });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      this.answerGlue(target.slice(target.indexOf('.') + 1), response);
    } else {
      this.answerS3(request, body, response);
    }
  }

  private answerGlue(operation: string, response: ServerResponse): void {
    const answer = this.answers[operation] ?? new GlueFault('UnknownOperationException', operation);
    const isFault = answer instanceof GlueFault;
    const body = isFault ? { __type: answer.code, message: answer.message, Message: answer.message } : answer;
    response.writeHead(isFault ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  }

  private answerS3({ method, url = '/' }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://service');
    const path = decodeURIComponent(pathname.slice(1));
    const [bucket = ''] = path.split('/');
    if (path.replace(/\/$/, '') === bucket) {
      const listing = this.listing(bucket, searchParams.get('prefix') ?? '');
      response.writeHead(200, { 'content-type': 'application/xml' }).end(method === 'HEAD' ? undefined : listing);
      return;
    }
    if (method === 'PUT' && this.refusal !== undefined) {
      const text = `<Error><Code>AccessDenied</Code><Message>${xml(this.refusal)}</Message></Error>`;
      response.writeHead(403, { 'content-type': 'application/xml' }).end(text);
      return;
    }
    if (method === 'PUT') {
      this.objects.set(path, { bytes: body, modified: new Date() });
    }
    const found = this.objects.get(path);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      etag: etagOf(found.bytes),
      'content-length': method === 'PUT' ? 0 : found.bytes.length,
      'last-modified': found.modified.toUTCString(),
    });
    response.end(method === 'GET' ? found.bytes : undefined);
  }

  private listing(bucket: string, prefix: string): string {
    const contents = [...this.objects].flatMap(([path, { bytes, modified }]) => {
      const key = path.slice(bucket.length + 1);
      return path.startsWith(`${bucket}/${prefix}`)
        ? `<Contents><Key>${xml(key)}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>${etagOf(bytes)}</ETag><Size>${bytes.length}</Size></Contents>`
        : '';
    });
    return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>${bucket}</Name><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function etagOf(bytes: Buffer): string {
  return `"${bytes.length.toString(16).padStart(32, '0')}"`;
}

function xml(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
