import { createHash } from 'node:crypto';

/** The parts of an HTTP request that a signature covers, as they came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, still percent-encoded. */
  readonly target: string;
  /** Name, value, name, value… as `IncomingMessage.rawHeaders`. */
  readonly rawHeaders: readonly string[];
}

/** A query parameter, decoded. */
export type QueryPair = readonly [name: string, value: string];

/** Cuts a request target into its path, still encoded, and its decoded query. Throws URIError where the encoding is not UTF-8. */
export function splitTarget(target: string): { readonly path: string; readonly query: readonly QueryPair[] } {
  const mark = target.indexOf('?');
  if (mark < 0) {
    return { path: target, query: [] };
  }
  const query = target
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): QueryPair => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [decodeQuery(pair), '']
        : [decodeQuery(pair.slice(0, equals)), decodeQuery(pair.slice(equals + 1))];
    });
  return { path: target.slice(0, mark), query };
}

function decodeQuery(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** Headers by lower-case name; several of one name are joined by a comma, blanks are trimmed and collapsed, as SigV4 wants. */
export function canonicalHeaders(rawHeaders: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = asText(rawHeaders[at + 1] ?? '')
      .trim()
      .replace(/ {2,}/g, ' ');
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
}

/**
 * The text of a header value. Node hands header bytes out as Latin-1; clients write UTF-8 or Latin-1 (the JavaScript SDK either, by
 * circumstances) and sign UTF-8. Reading UTF-8 where the bytes are UTF-8 serves all.
 */
export function asText(value: string): string {
  if (/^[\x20-\x7e\t]*$/.test(value)) {
    return value;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/** Percent-encodes all but RFC 3986's unreserved characters, as SigV4 wants. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * SigV4's canonical request, in S3's form: the path is decoded and encoded once, dot segments stay. (Glue's only path is `/`, for which
 * both forms agree.)
 *
 * @param headers as of `canonicalHeaders`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(
  request: WireRequest,
  headers: ReadonlyMap<string, string>,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const { path, query } = splitTarget(request.target);
  const encodedPath = path
    .split('/')
    .map((segment) => uriEncode(decodeURIComponent(segment)))
    .join('/');
  const encodedQuery = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compareAscii(x, y) : compareAscii(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headerLines = signedHeaders.map((name) => `${name}:${headers.get(name) ?? ''}\n`).join('');
  return [request.method, encodedPath, encodedQuery, headerLines, signedHeaders.join(';'), payloadHash].join('\n');
}

function compareAscii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
