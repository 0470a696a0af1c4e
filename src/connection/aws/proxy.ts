import { request } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';

/** The proxy refused or could not be reached; `code` tells it from failures behind it. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

/** Sends HTTPS requests through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6), but for the hosts `noProxy` names. */
export class TunnelAgent extends Agent {
  constructor(
    private readonly proxy: URL,
    private readonly noProxy: string,
    options: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(
    options: Parameters<Agent['createConnection']>[0],
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = String(options.host);
    if (bypasses(host, this.noProxy)) {
      return super.createConnection(options, callback);
    }
    const { proxy } = this;
    const user = decodeURIComponent(`${proxy.username}:${proxy.password}`);
    const authorization = proxy.username === '' ? {} : { 'proxy-authorization': `Basic ${btoa(user)}` };
    const target = `${host}:${options.port}`;
    const fail = (reason: string) => callback?.(new ProxyError(`${proxy.host}: ${reason}`), new Duplex());
    request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization },
      agent: false,
    })
      .once('connect', ({ statusCode }, socket) => {
        if (statusCode === 200) {
          callback?.(null, tlsConnect({ socket, servername: host, ca: this.options.ca }));
        } else {
          socket.destroy();
          fail(`status ${statusCode}`);
        }
      })
      .once('error', ({ message }) => fail(message))
      .end();
    return undefined;
  }
}

/** Whether NO_PROXY names the host: `*`, the host itself, or a domain that it is below. */
export function bypasses(host: string, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, '')
        .toLowerCase(),
    )
    .some((entry) => entry === '*' || (entry !== '' && (host === entry || host.endsWith(`.${entry}`))));
}
