import { createHash, createHmac } from 'node:crypto';

/** A request to be signed. `path` is as on the wire, without a query. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly service: 's3' | 'glue';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Signer {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The headers of a request with AWS signature version 4 among them, for clients that are no SDK. */
export function signedHeaders(
  { method, path, service, headers = {}, body = '' }: Unsigned,
  { endpoint, region, credentials }: Signer,
): Record<string, string> {
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = date.slice(0, 8);
  const digest = sha256(body);
  const all: Record<string, string> = {
    ...headers,
    host: new URL(endpoint).host,
    'x-amz-content-sha256': digest,
    'x-amz-date': date,
  };
  const names = Object.keys(all).sort();
  const canonical = [method, path, '', ...names.map((name) => `${name}:${all[name]}`), '', names.join(';'), digest];
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical.join('\n'))].join('\n');
  const seed = `AWS4${credentials.secretAccessKey}`;
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, seed);
  const authorization = [
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}`,
    `SignedHeaders=${names.join(';')}`,
    `Signature=${hmac(key, text).toString('hex')}`,
  ];
  return { ...all, authorization: authorization.join(', ') };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}
