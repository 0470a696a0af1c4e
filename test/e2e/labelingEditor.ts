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
    await expect(this.grid.getByRole('row').first()).toBeVisible();
  }
}
