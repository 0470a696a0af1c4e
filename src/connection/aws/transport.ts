import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { TunnelAgent } from './proxy';

/** How requests travel. */
export interface Transport {
  /** PEM certificates trusted besides Node's own (`ca_bundle`). */
  readonly caBundle: string | undefined;
  /** The HTTP proxy for HTTPS requests, and the hosts that are reached without it, as in NO_PROXY. */
  readonly proxy?: { readonly url: string; readonly except: string };
  /** After how long without a byte a request is given up, in milliseconds; a minute if left out. */
  readonly socketTimeout?: number;
}

/** @returns a request handler for one client; sockets are kept alive and shared by its requests. */
export function createHandler(transport: Transport): NodeHttpHandler {
  const ca = transport.caBundle === undefined ? undefined : [...rootCertificates, transport.caBundle];
  const options = { keepAlive: true, maxSockets: 50, ca };
  const { proxy } = transport;
  return new NodeHttpHandler({
    connectionTimeout: 10_000,
    socketTimeout: transport.socketTimeout ?? 60_000,
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
    httpsAgent: proxy ? new TunnelAgent(new URL(proxy.url), proxy.except, options) : new HttpsAgent(options),
  });
}
