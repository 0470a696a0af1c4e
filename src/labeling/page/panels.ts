import type * as vscode from 'vscode';
import type { FromWebview, ToWebview } from '../../shared/protocol';
import { parseFromWebview } from './fromPage';

/** The webviews that show one document. All are told the same; one that is hidden asks for everything when shown. */
export class Panels implements vscode.Disposable {
  private readonly shown = new Set<vscode.WebviewPanel>();
  /** Panels whose page was told everything. VS Code takes a page away while its panel is hidden. */
  private readonly told = new WeakSet<vscode.WebviewPanel>();
  /** Rows to be brought into view once a page is told everything. */
  private readonly awaited = new WeakMap<vscode.WebviewPanel, number>();
  private latest: vscode.WebviewPanel | undefined;

  constructor(
    private readonly receive: (message: FromWebview, panel: vscode.WebviewPanel) => void,
    private readonly focused: () => void,
    private readonly emptied: () => void,
  ) {}

  get isShown(): boolean {
    return [...this.shown].some((panel) => panel.visible);
  }

  /** The panel in use, or the one used last. */
  get active(): vscode.WebviewPanel | undefined {
    return [...this.shown].find((panel) => panel.active) ?? this.latest;
  }

  add(panel: vscode.WebviewPanel): void {
    this.shown.add(panel);
    this.latest ??= panel;
    const received = panel.webview.onDidReceiveMessage((message: unknown) => {
      const parsed = parseFromWebview(message);
      if (parsed !== undefined) {
        this.receive(parsed, panel);
      }
    });
    const viewed = panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        this.told.delete(panel);
      }
      if (panel.active) {
        this.latest = panel;
        this.focused();
      }
    });
    panel.onDidDispose(() => {
      received.dispose();
      viewed.dispose();
      this.shown.delete(panel);
      if (this.latest === panel) {
        this.latest = [...this.shown].at(-1);
      }
      if (this.shown.size === 0) {
        this.emptied();
      }
    });
  }

  post(message: ToWebview): void {
    for (const panel of this.shown) {
      void panel.webview.postMessage(message);
    }
  }

  /** For one panel, if it has not been closed. */
  postTo(panel: vscode.WebviewPanel, message: ToWebview): void {
    if (this.shown.has(panel)) {
      void panel.webview.postMessage(message);
    }
  }

  /**
   * Brings the panel in use to the front, and a row into view. The page of a panel that was hidden is told of the row
   * when it is there again.
   */
  reveal(row: number | undefined): void {
    const panel = this.active;
    if (panel !== undefined && row !== undefined) {
      if (panel.visible && this.told.has(panel)) {
        this.postTo(panel, { type: 'reveal', row });
      } else {
        this.awaited.set(panel, row);
      }
    }
    panel?.reveal();
  }

  /** To be called when a panel's page was sent all that it draws. */
  tell(panel: vscode.WebviewPanel): void {
    this.told.add(panel);
    const row = this.awaited.get(panel);
    this.awaited.delete(panel);
    if (row !== undefined) {
      this.postTo(panel, { type: 'reveal', row });
    }
  }

  dispose(): void {
    for (const panel of [...this.shown]) {
      panel.dispose();
    }
  }
}
