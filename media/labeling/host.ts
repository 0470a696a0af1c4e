import type { FromWebview, ToWebview } from '../../src/shared/protocol';
import { type Place, parsePlace } from './place';

/** What VS Code gives a webview. It can be asked for only once. */
interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The other side of the webview: the extension host. */
export class Host {
  private readonly api = acquireVsCodeApi();
  /** A message that is still being unpacked; those after it wait. */
  private unpacking: Promise<void> | undefined;

  send(message: FromWebview): void {
    this.api.postMessage(message);
  }

  /** Calls back for every message of the host, in order. The listener lives as long as the page. */
  onMessage(receive: (message: ToWebview) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => {
      if (this.unpacking !== undefined || (data.type === 'open' && data.packed)) {
        this.unpacking = this.inTurn(data, receive, this.unpacking);
      } else {
        receive(data);
      }
    });
  }

  private async inTurn(
    message: ToWebview,
    receive: (message: ToWebview) => void,
    before: Promise<void> | undefined,
  ): Promise<void> {
    await before?.catch(() => undefined);
    receive(message.type === 'open' && message.packed ? await unpacked(message) : message);
  }

  remember(place: Place): void {
    this.api.setState(place);
  }

  /** The place remembered for the document `name`, if any. */
  recall(name: string): Place | undefined {
    return parsePlace(this.api.getState(), name);
  }
}

async function unpacked(message: Extract<ToWebview, { type: 'open' }>): Promise<ToWebview> {
  // A copy of its own, as streams want it.
  const packed = new Blob([new Uint8Array(message.bytes)]);
  const stream = packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return { ...message, bytes: new Uint8Array(await new Response(stream).arrayBuffer()), packed: false };
}
