import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { Workbench } from './workbench.ts';

/** The labeling editor by its roles and names, which are its contract with assistive technology. */
export class LabelingEditor {
  readonly #page: Page;
  readonly frame: FrameLocator;

  constructor(workbench: Workbench) {
    this.#page = workbench.page;
    this.frame = workbench.webview();
  }

  get grid(): Locator {
    return this.frame.getByRole('grid', { name: 'Labeling sets' });
  }

  set(number: number, of: number): Locator {
    return this.frame.getByRole('rowgroup', { name: `Labeling set ${number} of ${of}` });
  }

  /** The records on the screen. */
  get rows(): Locator {
    return this.grid.locator('[data-row]');
  }

  /** The rows of a set from top to bottom, as the file counts them from 0. */
  rowsOf(set: Locator): Promise<number[]> {
    return set.getByRole('row').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-row'))));
  }

  /** For tests that name rows by their place in the file. */
  async useFileOrder(): Promise<void> {
    const status = this.frame.getByRole('status');
    await this.press('Alt+o');
    await expect(status).toHaveText(/^Rows stand/);
    // It was chosen before for such a file.
    if ((await status.textContent())?.includes('similarity')) {
      await this.press('Alt+o');
    }
    await expect(status).toHaveText('Rows stand in the file’s order.');
    await this.press('Control+Home');
  }

  /** The label shown for a row of a set that is on the screen; rows count from 0. */
  label(set: Locator, row: number): Locator {
    return set.getByRole('row').nth(row).getByRole('gridcell').first();
  }

  async expectProgress(rows: number, ofRows: number, sets: number, ofSets: number): Promise<void> {
    await expect(
      this.frame.getByText(`${rows} of ${ofRows} rows labeled, ${sets} of ${ofSets} sets done`),
    ).toBeVisible();
  }

  /** Presses keys one after the other in whatever has the focus. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
    }
  }

  async expectReady(): Promise<void> {
    await expect(this.grid).toBeVisible({ timeout: 60_000 });
    await expect(this.rows.first()).toBeVisible();
  }
}
