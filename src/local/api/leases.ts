import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Clients that need the server to stay. Each holds a response open; its end, by whatever cause, gives the lease back. So one process
 * serves several windows of the editor and knows when the last of them is gone, even when it crashed.
 */
export class Leases {
  private readonly held = new Set<ServerResponse>();

  constructor(private readonly changed: (count: number) => void) {}

  /** Answers with one line of JSON and keeps the response open. */
  hold(request: IncomingMessage, response: ServerResponse): void {
    request.socket.setTimeout(0);
    this.held.add(response);
    response.on('close', () => {
      this.held.delete(response);
      this.changed(this.held.size);
    });
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.write(`${JSON.stringify({ leases: this.held.size })}\n`);
    this.changed(this.held.size);
  }

  endAll(): void {
    for (const response of this.held) {
      response.end();
    }
  }
}
