import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256';

/** Where Local Glue is and the key pair it checks signatures against. */
export interface LocalEndpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A held lease: Local Glue runs on as long as one is held. */
export interface Lease {
  /** Resolves when Local Glue ends the request, with why; never rejects. Not called after `release`. */
  readonly ended: Promise<string>;
  release(): void;
}

const leasePath = '/_glue-local/lease';

/** A request to Local Glue beside those of the SDK. */
export interface OwnRequest {
  readonly service: 's3' | 'glue';
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** SHA-256 of the body, in hexadecimal. */
  readonly hash: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type SignFor = typeof signFor;

/** The headers of a request, signed with the key pair of Local Glue. */
export async function signFor(
  local: LocalEndpoint,
  { service, method, url, hash, headers = {} }: OwnRequest,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service,
    region: local.region,
    credentials: { accessKeyId: local.accessKeyId, secretAccessKey: local.secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false,
  });
  const signed = await signer.sign({
    method,
    protocol: 'http:',
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    query: {},
    headers: { ...headers, host: url.host, 'x-amz-content-sha256': hash },
  });
  return signed.headers;
}

/**
 * Opens the signed request that keeps Local Glue alive and holds it open.
 * @throws when nobody answers there or the answer is not 200.
 */
export async function holdLease(local: LocalEndpoint): Promise<Lease> {
  const url = new URL(leasePath, local.endpoint);
  const headers = await signFor(local, { service: 's3', method: 'GET', url, hash: createHash('sha256').digest('hex') });
  return new Promise((resolve, reject) => {
    const call = request(url, { headers, agent: false });
    call.once('error', reject);
    call.once('response', (answer) => {
      if (answer.statusCode !== 200) {
        answer.resume();
        reject(new Error(`Local Glue answered ${answer.statusCode} to the lease request.`));
        return;
      }
      let released = false;
      const ended = new Promise<string>((end) => {
        answer.once('close', () => released || end('it closed the connection'));
        answer.once('error', (error) => released || end(error.message));
        call.on('error', (error) => released || end(error.message));
      });
      answer.resume();
      resolve({
        ended,
        release: () => {
          released = true;
          call.destroy();
        },
      });
    });
    call.end();
  });
}
