import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { LabelingFile } from '../../src/shared/file/labelingFile.ts';
import { AcceptedRows } from '../../src/shared/labels/acceptedRows.ts';
import { invert, type LabelEdit, Labels } from '../../src/shared/labels/edits.ts';
import type {
  ChangeReason,
  DocumentStatus,
  FromWebview,
  Notes,
  ToWebview,
  ViewSettings,
} from '../../src/shared/protocol.ts';
import { type ThemeName, themes } from './themes.ts';

const origin = 'http://webview.test';
const media = new URL('../../dist/media/', import.meta.url);

export const plainSettings: ViewSettings = {
  showDifferences: true,
  dimEqual: false,
  layout: { hidden: [], pinned: [], widths: {} },
  // Most tests name rows by their place in the file.
  order: 'file',
};

export const cleanStatus: DocumentStatus = {
  dirty: false,
  saving: false,
  readOnly: undefined,
  step: 'import',
  imported: undefined,
  notice: undefined,
};

type OpenMessage = Extract<ToWebview, { type: 'open' }>;

/**
 * Plays the extension host to the built webview in a plain browser: the same page, content security policy and
 * messages, and a document made of the real shared code, with an undo stack as VS Code keeps it.
 */
export class SimulatedHost {
  readonly received: FromWebview[] = [];
  readonly labels: Labels;
  private readonly accepted = new AcceptedRows();
  status = cleanStatus;
  /** False to leave edits unconfirmed, as a slow host does. */
  confirms = true;
  /** True to leave the page without keys, as while a command is about to ask something. */
  keepsKeys = false;
  private readonly done: LabelEdit[] = [];
  private readonly undone: LabelEdit[] = [];
  private readonly waiting: (() => void)[] = [];
  private notes: Notes = { rows: [], sets: [] };
  private version = 1;

  constructor(
    private readonly page: Page,
    readonly bytes: Uint8Array,
    private readonly options: Partial<OpenMessage> = {},
  ) {
    this.labels = new Labels(LabelingFile.parse(bytes), options.labels);
    this.status = options.status ?? cleanStatus;
  }

  /** Loads the webview and resolves when it has been painted. */
  async open(theme: ThemeName = 'dark'): Promise<void> {
    await serve(this.page, theme);
    await this.page.exposeFunction('toSimulatedHost', (message: FromWebview) => this.receive(message));
    await this.page.goto(`${origin}/`);
    await this.until('painted');
  }

  /** Loads the page anew, as VS Code does when a tab that was hidden is shown again. */
  async reload(): Promise<void> {
    this.received.splice(0);
    await this.page.reload();
    await this.until('painted');
  }

  /** The first message of a type that the webview has sent or will send. */
  async until<Type extends FromWebview['type']>(type: Type): Promise<Extract<FromWebview, { type: Type }>> {
    for (;;) {
      const [found] = this.all(type);
      if (found) {
        return found;
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** All messages of a type so far. */
  all<Type extends FromWebview['type']>(type: Type): Extract<FromWebview, { type: Type }>[] {
    return this.received.filter((message): message is Extract<FromWebview, { type: Type }> => message.type === type);
  }

  /** Resolves when the webview has taken the message in and drawn it: a key pressed after that meets the new state. */
  async send(message: ToWebview): Promise<void> {
    await this.page.evaluate(
      (sent) =>
        new Promise<void>((resolve) => {
          const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
          // The page's own listener came first, so it is called first.
          window.addEventListener('message', drawn, { once: true });
          window.postMessage(sent, '*');
        }),
      message,
    );
  }

  async undo(): Promise<void> {
    const edit = this.done.pop();
    if (edit) {
      this.undone.push(edit);
      await this.apply(invert(edit), 'undo');
    }
  }

  async redo(): Promise<void> {
    const edit = this.undone.pop();
    if (edit) {
      this.done.push(edit);
      await this.apply(edit, 'redo');
    }
  }

  private async apply(edit: LabelEdit, reason: ChangeReason): Promise<void> {
    const changes = this.accepted.apply(edit.changes, this.labels);
    this.version += 1;
    await this.send({
      type: 'labels',
      documentVersion: this.version,
      reason,
      editName: edit.name,
      changes,
      origin: undefined,
    });
  }

  private async receive(message: FromWebview): Promise<void> {
    this.received.push(message);
    for (const resolve of this.waiting.splice(0)) {
      resolve();
    }
    if (message.type === 'ready') {
      await this.sendOpen();
    } else if (message.type === 'edit') {
      const changes = this.accepted.apply(message.changes, this.labels);
      this.version += 1;
      this.done.push({ name: message.name, changes });
      this.undone.length = 0;
      if (this.confirms) {
        await this.send({
          type: 'labels',
          documentVersion: this.version,
          reason: 'edit',
          editName: message.name,
          changes,
          origin: message.id,
        });
      }
    } else if (message.type === 'askKeys' && !this.keepsKeys) {
      await this.send({ type: 'keys', turn: message.turn });
    } else if (message.type === 'note') {
      const set = this.labels.file.setOf(message.row);
      this.notes =
        message.on === 'row'
          ? { ...this.notes, rows: [[message.row, message.note]] }
          : { ...this.notes, sets: [[set, message.note]] };
      await this.send({ type: 'notes', rowsVersion: 0, notes: this.notes });
    } else if (message.type === 'undo') {
      await this.undo();
    } else if (message.type === 'redo') {
      await this.redo();
    }
  }

  /** Sends everything, as at the beginning and after the stored bytes have changed. */
  async sendOpen(): Promise<void> {
    const message: Omit<OpenMessage, 'bytes'> = {
      type: 'open',
      documentVersion: this.version,
      rowsVersion: 0,
      name: 'labels.csv',
      packed: false,
      notes: this.notes,
      settings: plainSettings,
      transform: undefined,
      strings: {},
      ...this.options,
      labels: this.labels.changed(),
      accepted: this.accepted.rows(this.labels),
      status: this.status,
    };
    await this.page.evaluate(
      ({ sent, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        performance.mark('open');
        window.postMessage({ ...sent, bytes }, '*');
      },
      { sent: message, base64: Buffer.from(this.bytes).toString('base64') },
    );
  }
}

/** Serves the page as the real host makes it: with script, styles and policy. */
async function serve(page: Page, theme: ThemeName): Promise<void> {
  const policy = `default-src 'none'; script-src 'nonce-test'; style-src 'nonce-test'; img-src data:`;
  const [script, styles] = ['labeling.js', 'labeling.css'].map((name) => readFileSync(new URL(name, media), 'utf8'));
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Labeling</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="test">${styles}</style></head>
<body data-vscode-context='{"preventDefaultContextMenuItems": true}'><div id="root"></div>
<script nonce="test">${script}</script></body></html>`;
  await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.addInitScript(({ kind, variables }) => {
    // VS Code keeps it when it makes the page anew.
    const key = 'state';
    Reflect.set(window, 'acquireVsCodeApi', () => ({
      postMessage: (message: unknown) => void Reflect.get(window, 'toSimulatedHost')(message),
      getState: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem(key, JSON.stringify(state)),
    }));
    document.addEventListener('DOMContentLoaded', () => {
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
      document.body.classList.add(...kind.split(' '));
    });
  }, themes[theme]);
}
