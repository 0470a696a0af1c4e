import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { VsCodeServer } from '../harness/vscodeServer.ts';

/** The theme kinds: the setting that brings each about, and the class of the window in it. */
export const themes = {
  dark: { setting: 'Default Dark Modern', sign: 'vs-dark' },
  light: { setting: 'Default Light Modern', sign: 'vs' },
  highContrast: { setting: 'Default High Contrast', sign: 'hc-black' },
  highContrastLight: { setting: 'Default High Contrast Light', sign: 'hc-light' },
} as const;

/** VS Code's window, by what a user sees of it. */
export class Workbench {
  readonly page: Page;
  readonly #server: VsCodeServer | undefined;

  /** @param server its own server, if the test has one; without, the theme can't be changed */
  constructor(page: Page, server?: VsCodeServer) {
    this.page = page;
    this.#server = server;
  }

  /** Opens the address and waits until the window takes input. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.locator('.monaco-workbench')).toBeVisible({ timeout: 60_000 });
    await expect(this.page.getByRole('tab', { name: 'Explorer' }).first()).toBeVisible({ timeout: 60_000 });
  }

  /** The quick input: palette, picks and input boxes. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Runs a command by its title, category included, as a user does in the palette. */
  async runCommand(title: string): Promise<void> {
    const box = this.#input;
    // The exact title first: the list holds what matches loosely, too.
    const entry = this.quickInput.getByRole('option').filter({ hasText: title }).first();
    // While the window moves the focus, a key is lost or the palette closes again; a user presses it again.
    await expect(async () => {
      const open = await box.inputValue({ timeout: 500 }).catch(() => '');
      if (!open.startsWith('>')) {
        await this.page.keyboard.press('F1');
      }
      await box.fill(`>${title}`, { timeout: 5_000 });
      await expect(entry).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await box.press('Enter');
    // The palette closes, or the command's own question takes its place.
    const shown = () => box.inputValue({ timeout: 500 }).catch(() => 'closed');
    await expect.poll(shown).not.toBe(`>${title}`);
  }

  /** Chooses an entry of the pick that is open, and waits until it is answered. */
  async pick(name: string | RegExp): Promise<void> {
    const entry = this.quickInput.getByRole('option').filter({ hasText: name }).first();
    await expect(entry).toBeVisible({ timeout: 60_000 });
    // Closed, it stays in the page with its last question.
    const question = async () => ((await this.quickInput.isVisible()) ? this.quickInput.textContent() : 'none');
    const asked = await question();
    await entry.click();
    await expect.poll(question).not.toBe(asked);
  }

  get #input(): Locator {
    return this.quickInput.getByRole('combobox').or(this.quickInput.getByRole('textbox')).first();
  }

  /** Waits until the input box that is open holds such a text. */
  async expectInput(text: RegExp): Promise<void> {
    await expect(this.#input).toHaveValue(text);
  }

  /** Types into the input box that is open, or takes what it offers, and confirms. */
  async answer(text?: string): Promise<void> {
    const box = this.#input;
    await expect(box).toBeVisible();
    if (text !== undefined) {
      await box.fill(text);
    }
    await box.press('Enter');
  }

  /**
   * Types into the input box that a command opens, and confirms. While the command works, a list stands in its place that
   * collects what is typed, but takes no answer.
   */
  async fillIn(text: string): Promise<void> {
    await expect(this.quickInput.getByText("Press 'Enter' to confirm")).toBeVisible({ timeout: 60_000 });
    await this.answer(text);
  }

  /** Chooses an entry of the context menu of something. */
  async chooseFromMenu(target: Locator, entry: string): Promise<void> {
    await target.click({ button: 'right' });
    await this.chooseInMenu(entry);
  }

  /** Chooses an entry of the menu that is open. */
  async chooseInMenu(entry: string): Promise<void> {
    // The name of an entry ends in its keybinding, if it has one.
    const item = this.page.getByRole('menuitem', { name: entry }).first();
    // VS Code heeds no button that goes up within 100 ms after the menu opened; a user clicks again.
    await expect(async () => {
      await item.click({ timeout: 5_000 });
      await expect(item).toBeHidden({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  }

  /** Answers a modal question by its button. */
  async confirm(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
  }

  /** Brings a view container to the front by its icon in the activity bar. */
  async showView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    if ((await tab.getAttribute('aria-selected')) !== 'true') {
      await tab.click();
    }
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }

  /** The line of the tree whose accessible name holds this. */
  treeItem(name: string | RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name });
  }

  /** Waits for something that takes its time to appear; an error box in the meantime ends the wait with its text. */
  async waitFor(awaited: Locator, timeout: number): Promise<void> {
    const failure = this.page.locator('.notification-list-item').filter({ has: this.page.locator('.codicon-error') });
    await expect(awaited.or(failure).first()).toBeVisible({ timeout });
    await expect(failure).toHaveCount(0);
  }

  async expand(item: Locator): Promise<void> {
    if ((await item.getAttribute('aria-expanded')) === 'false') {
      await item.click();
    }
    await expect(item).toHaveAttribute('aria-expanded', 'true');
  }

  /** A notification that holds this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text });
  }

  async clickNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole('button', { name: button, exact: true }).click();
  }

  /** The tab of an open editor. */
  editorTab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** Whether the tab shows the dot of unsaved changes. */
  async expectDirty(name: string | RegExp, dirty: boolean): Promise<void> {
    const tab = this.editorTab(name);
    await (dirty ? expect(tab).toHaveClass(/\bdirty\b/) : expect(tab).not.toHaveClass(/\bdirty\b/));
  }

  /** Reloads the window, as soon as VS Code has written that a file is open: what it has not written yet, it forgets. */
  async reload(file: string): Promise<void> {
    await expect.poll(() => this.page.evaluate(isRemembered, file), { timeout: 60_000 }).toBe(true);
    await this.page.reload();
  }

  /** Changes the machine's settings. */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#server?.changeSettings(settings);
  }

  /** Puts the window into a theme kind and waits until it wears it. The focus stays where it is. */
  async wear(kind: keyof typeof themes): Promise<void> {
    const { setting, sign } = themes[kind];
    await this.#server?.changeSettings({ 'workbench.colorTheme': setting });
    await expect(this.page.locator(`.monaco-workbench.${sign}`)).toBeVisible();
  }

  /** What a webview shows; the one in front if there are several. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready >> visible=true').frameLocator('#active-frame');
  }
}

/** Whether VS Code's memory of the open editors, which it keeps in the browser's database, has a file. Runs in the page. */
async function isRemembered(file: string): Promise<boolean> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name = '' } of await indexedDB.databases()) {
    if (name.startsWith('vscode-web-state-db')) {
      const database = await done(indexedDB.open(name));
      const items = database.transaction('ItemTable').objectStore('ItemTable');
      const editors: unknown = await done(items.get('memento/workbench.parts.editor'));
      database.close();
      if (typeof editors === 'string' && editors.includes(file)) {
        return true;
      }
    }
  }
  return false;
}
