import { createHmac } from 'node:crypto';
import { canonicalHeaders, canonicalRequest, sha256Hex } from '../../src/local/api/signing/canonical';
import type { KeyPair } from '../../src/local/root/keyPair';

const algorithm = 'AWS4-HMAC-SHA256';

/** A request as it came in. */
export interface SignedRequest {
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/**
 * Headers for sending a signed request on to another host. SigV4 signs the Host header, so a proxy on another port has
 * to sign anew, which a test's proxy can: it knows the key pair.
 */
export function resign(request: SignedRequest, host: string, keyPair: KeyPair): [name: string, value: string][] {
  const sent = pairs(request.rawHeaders).map(([name, value]): [string, string] =>
    name.toLowerCase() === 'host' ? [name, host] : [name, value],
  );
  const authorization = sent.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const claim = /Credential=[^/]+\/(?<scope>[^,]+),\s*SignedHeaders=(?<names>[^,]+)/.exec(authorization)?.groups;
  if (claim?.scope === undefined || claim.names === undefined) {
    return sent;
  }
  const headers = canonicalHeaders(sent.flat());
  const payloadHash = headers.get('x-amz-content-sha256') ?? sha256Hex(request.body);
  const canonical = canonicalRequest(
    { method: request.method, target: request.target, rawHeaders: sent.flat() },
    headers,
    claim.names.split(';'),
    payloadHash,
  );
  const text = [algorithm, headers.get('x-amz-date') ?? '', claim.scope, sha256Hex(canonical)].join('\n');
  const key = claim.scope
    .split('/')
    .reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${keyPair.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `${keyPair.accessKeyId}/${claim.scope}`;
  const renewed = `${algorithm} Credential=${credential}, SignedHeaders=${claim.names}, Signature=${signature}`;
  return sent.map(([name, value]) => (name.toLowerCase() === 'authorization' ? [name, renewed] : [name, value]));
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    found.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  }
  return found;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
