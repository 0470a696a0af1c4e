import { createHash, createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import type { Running } from './s3/s3Harness';

export interface RawRequest {
  readonly method?: string;
  /** Encoded path and query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly service?: string;
  /** `x-amz-content-sha256`, when it isn't the body's own. */
  readonly hash?: string;
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export const hmacHex = (key: Buffer, text: string): string => hmac(key, text).toString('hex');

/** What signs the chunks of a streamed payload. */
export interface Signing {
  readonly key: Buffer;
  readonly timestamp: string;
  readonly scope: string;
  readonly signature: string;
}

/** Signs a request as a client does that is none of ours; all headers are signed. */
export function sign(
  running: Pick<Running, 'keyPair'> & { readonly server: Pick<Running['server'], 'port'> },
  { method = 'GET', target, headers = {}, body = '', service = 's3', hash = sha256(body), at = Date.now() }: RawRequest,
): { readonly headers: Record<string, string>; readonly signing: Signing } {
  const timestamp = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const all: Record<string, string> = {
    host: `127.0.0.1:${running.server.port}`,
    'x-amz-content-sha256': hash,
    'x-amz-date': timestamp,
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const names = Object.keys(all).sort();
  const [path = '', query = ''] = target.split('?');
  const canonicalQuery = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort()
    .join('&');
  const lines = names.map((name) => `${name}:${all[name]?.trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [method, path, canonicalQuery, lines, names.join(';'), hash].join('\n');
  const date = timestamp.slice(0, 8);
  const scope = `${date}/us-east-1/${service}/aws4_request`;
  const { accessKeyId, secretAccessKey } = running.keyPair;
  const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), 'us-east-1'), service), 'aws4_request');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { headers: { ...all, authorization }, signing: { key, timestamp, scope, signature } };
}

/** Frames and signs a payload as STREAMING-AWS4-HMAC-SHA256-PAYLOAD wants it. */
export function frameSigned(signing: Signing, pieces: readonly Buffer[]): Buffer {
  let previous = signing.signature;
  const framed = [...pieces, Buffer.alloc(0)].flatMap((piece) => {
    const lines = ['AWS4-HMAC-SHA256-PAYLOAD', signing.timestamp, signing.scope, previous, sha256(''), sha256(piece)];
    previous = hmac(signing.key, lines.join('\n')).toString('hex');
    return [Buffer.from(`${piece.length.toString(16)};chunk-signature=${previous}\r\n`), piece, Buffer.from('\r\n')];
  });
  return Buffer.concat(framed);
}

/** Sends a request signed or with exactly the headers given, and reads the answer. */
export function send(running: Running, raw: RawRequest, headers = sign(running, raw).headers): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', target: path, body } = raw;
    const sent = request({ port: running.server.port, host: '127.0.0.1', method, path, headers, setHost: false });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.end(body);
  });
}

/** Writes bytes to a connection and reads all that comes back until it closes. */
export function exchange(
  port: number,
  bytes: string | Buffer,
  options: { readonly end?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
    if (options.end) {
      socket.end();
    }
  });
}

/** The head of a request as text, to be followed by its body. */
export function head(raw: RawRequest, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${raw.method ?? 'GET'} ${raw.target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** A PUT to `/bucket/raw`, unless told otherwise. */
export function put(body: string | Buffer, more: Partial<RawRequest> = {}): RawRequest {
  return { method: 'PUT', target: '/bucket/raw', body, ...more };
}

/** The headers with another Authorization. */
export function swap(headers: Record<string, string>, pattern: RegExp, by: string): Record<string, string> {
  return { ...headers, authorization: (headers.authorization ?? '').replace(pattern, by) };
}

/** A request of the AWS JSON 1.1 protocol to Glue. */
export function glueRequest(body: string | Buffer, operation = 'Echo'): RawRequest {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSGlue.${operation}` };
  return { method: 'POST', target: '/', headers, body, service: 'glue' };
}

/** Status and error name of an answer of either service; the text of one that is no error. */
export function codeOf({ status, text }: RawAnswer): string {
  return `${status} ${/<Code>(\w+)/.exec(text)?.[1] ?? /"__type":"(\w+)"/.exec(text)?.[1] ?? text}`;
}
