import type { FromWebview, ToWebview } from '../../src/shared/protocol';

/** What VS Code gives a webview. It can be asked for only once. */
interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The place in the list, kept while the tab is hidden. Never data. */
export interface Place {
  readonly name: string;
  readonly row: number;
  /** Problems of the file that were put aside. */
  readonly dismissed?: readonly string[];
}

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
    const place = this.api.getState();
    return isPlace(place) && place.name === name ? place : undefined;
  }
}

function isPlace(value: unknown): value is Place {
  return (
    typeof value === 'object' && value !== null && 'name' in value && 'row' in value && typeof value.row === 'number'
  );
}

async function unpacked(message: Extract<ToWebview, { type: 'open' }>): Promise<ToWebview> {
  // A copy of its own, as streams want it.
  const packed = new Blob([new Uint8Array(message.bytes)]);
  const stream = packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return { ...message, bytes: new Uint8Array(await new Response(stream).arrayBuffer()), packed: false };
}
