import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { inSource } from './hostBundle.ts';

/** What the runner inside the extension host tells, one JSON object a line. */
export type HostEvent =
  | { readonly type: 'begun'; readonly title: string }
  | { readonly type: 'passed'; readonly title: string; readonly milliseconds: number }
  | { readonly type: 'failed'; readonly title: string; readonly stack: string }
  | { readonly type: 'end' };

/** How a run ended. A run that broke off has a failure that says where. */
export interface HostResult {
  readonly passed: number;
  readonly failures: readonly { readonly title: string; readonly stack: string }[];
}

/** Receives the report of one run of the host tests over loopback. */
export class HostReport {
  readonly #server: Server;
  readonly result: Promise<HostResult>;

  /**
   * @param startLimit milliseconds within which the extension host must report
   * @param runLimit milliseconds within which it must end
   */
  static async listen(startLimit = 120_000, runLimit = 1_200_000): Promise<HostReport> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HostReport(server, startLimit, runLimit);
  }

  private constructor(server: Server, startLimit: number, runLimit: number) {
    this.#server = server;
    this.result = new Promise((resolve) => {
      const broken = (why: string) => resolve({ passed: 0, failures: [{ title: 'the run as a whole', stack: why }] });
      const never = setTimeout(
        () => broken(`The extension host ran no test within ${startLimit / 1000} s.`),
        startLimit,
      ).unref();
      server.once('connection', (socket) => {
        clearTimeout(never);
        receive(socket, runLimit).then(resolve, (error: unknown) => broken(String(error)));
      });
    });
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  close(): void {
    this.#server.close();
  }
}

async function receive(socket: Socket, limit: number): Promise<HostResult> {
  let passed = 0;
  let running = 'before the first test';
  const failures: { title: string; stack: string }[] = [];
  const broken = (why: string) => failures.push({ title: 'the run as a whole', stack: `${why}: ${running}` });
  const timer = setTimeout(() => socket.destroy(new Error(`not ended within ${limit / 1000} s`)), limit);
  let problem = 'the extension host went away during the tests';
  socket.on('error', (error) => {
    problem = error.message;
  });
  try {
    for await (const line of createInterface({ input: socket })) {
      const event = JSON.parse(line) as HostEvent;
      switch (event.type) {
        case 'begun':
          running = event.title;
          break;
        case 'passed':
          passed += 1;
          console.log(`  ok      ${event.title} (${event.milliseconds} ms)`);
          break;
        case 'failed':
          failures.push({ title: event.title, stack: inSource(event.stack) });
          console.log(`  FAILED  ${event.title}`);
          break;
        case 'end':
          return { passed, failures };
      }
    }
  } catch (error) {
    problem = String(error);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
  broken(problem);
  return { passed, failures };
}
