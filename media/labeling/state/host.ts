import type { FromWebview, ToWebview } from '../../../src/shared/protocol';
import { type Place, parsePlace } from './place';

/** What VS Code gives a webview. It can be asked for only once. */
interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** At most so many milliseconds a place is kept later than it was taken. */
const keepingPause = 200;

/** The other side of the webview: the extension host. */
export class Host {
  private readonly api = acquireVsCodeApi();
  /** The place that VS Code has not been told yet. */
  private unkept: (() => Place) | undefined;
  private keeping: ReturnType<typeof setTimeout> | undefined;
  /** A message that is still being unpacked; those after it wait. */
  private unpacking: Promise<void> | undefined;

  constructor() {
    window.addEventListener('pagehide', this.keep);
    document.addEventListener('visibilitychange', this.keep);
  }

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

  /**
   * Has VS Code keep a place, once there was no other one for a moment: keeping it costs VS Code's window as much as a key
   * costs the page. A page that is hidden or goes away has it kept before.
   */
  remember(place: () => Place): void {
    this.unkept = place;
    this.keeping ??= setTimeout(() => this.keep(), keepingPause);
  }

  private readonly keep = (): void => {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    if (this.unkept) {
      this.api.setState(this.unkept());
      this.unkept = undefined;
    }
  };

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
