import type { IncomingMessage } from 'node:http';

/** A request's own host, split into the endpoint and, for virtual-host style, the bucket before it. */
export interface OwnHost {
  readonly bucket: string | undefined;
}

/**
 * Reads the Host header. Undefined when it names another host: then a page on the web had its name resolve to this machine
 * (DNS rebinding), or the client means someone else. Own are the bound host, localhost and the address the connection came in by,
 * always with the bound port; and `<bucket>.localhost`, `<bucket>.<bound host name>`.
 */
export function ownHost(
  request: IncomingMessage,
  bound: { readonly host: string; readonly port: number },
): OwnHost | undefined {
  const match = /^(?<name>\[[0-9a-f:.]+\]|[^:[\]]+)(?::(?<port>\d+))?$/i.exec(request.headers.host ?? '');
  const name = match?.groups?.name?.toLowerCase();
  if (name === undefined || Number(match?.groups?.port ?? 80) !== bound.port) {
    return undefined;
  }
  const address = unbracketed(name);
  const reached = request.socket.localAddress?.replace(/^::ffff:/, '');
  if (address === 'localhost' || address === bound.host.toLowerCase() || address === reached) {
    return { bucket: undefined };
  }
  // Loopback is one machine whichever of its addresses the socket reports.
  if ((address === '127.0.0.1' || address === '::1') && isLoopback(reached)) {
    return { bucket: undefined };
  }
  for (const base of ['localhost', bound.host.toLowerCase()]) {
    if (/[a-z]/.test(base) && name.endsWith(`.${base}`)) {
      return { bucket: name.slice(0, -base.length - 1) };
    }
  }
  return undefined;
}

export function isLoopback(host: string | undefined): boolean {
  return host === 'localhost' || host === '::1' || (host !== undefined && /^127(\.\d+){3}$/.test(host));
}

function unbracketed(name: string): string {
  return name.startsWith('[') ? name.slice(1, -1) : name;
}
