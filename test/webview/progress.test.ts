import { expect, type Page, test } from '@playwright/test';
import { fileOf, publicationFile } from './files.ts';
import { labels, openPeople, press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

const start = Date.UTC(2026, 0, 5, 9);

/** The page's clock, in seconds after the file was opened. */
async function at(page: Page, seconds: number): Promise<void> {
  await page.clock.setFixedTime(start + seconds * 1000);
}

test('pace and time left count the time before the first label, and edits of many rows as one', async ({ page }) => {
  await at(page, 0);
  await new SimulatedHost(page, publicationFile(10)).open();
  await expect(page.locator('.pace')).toHaveText('');
  await at(page, 30);
  await press(page, 'Enter');
  await expect(page.locator('.pace')).toHaveText('20 rows/min, about 4 min left');
  await at(page, 45);
  await press(page, 'Enter', 'Enter', 'Enter');
  await expect(page.locator('.pace')).toHaveText('44 rows/min, about 1 min left');
  for (const width of [1000, 900, 820, 760, 700, 640]) {
    await page.setViewportSize({ width, height: 500 });
    const box = await page.locator('.pace').boundingBox();
    const text = await page.locator('.pace span').boundingBox();
    const isOut = (text?.y ?? 0) >= (box?.y ?? 0) + (box?.height ?? 0);
    expect(isOut, `whole or not at all at ${width} px`).toBe((text?.width ?? 0) > (box?.width ?? 0));
  }
});

test('long work is told in hours', async ({ page }) => {
  await at(page, 0);
  await new SimulatedHost(page, publicationFile(300)).open();
  await at(page, 60);
  await press(page, 'Enter');
  await expect(page.locator('.pace')).toHaveText('10 rows/min, about 5 h left');
});

test('the finish screen comes by itself when the last row is labeled, once', async ({ page }) => {
  await openPeople(page);
  const finish = page.getByRole('dialog', { name: 'All rows are labeled' });
  await press(page, 'a', 'a', 'b', 'b', ']');
  await expect(finish).toHaveCount(0);
  await press(page, 'c');
  await expect(finish).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('grid')).toBeFocused();
  await press(page, 'Backspace', 'd');
  await expect(labels(page, 2)).toHaveText(['x-1', 'D']);
  await expect(finish).toHaveCount(0);
  await press(page, 'Enter');
  await expect(finish).toBeVisible();
});

test('the finish screen comes when a suggestion labels the last rows', async ({ page }) => {
  await openPeople(page);
  await press(page, 'Enter', ';', '+');
  await expect(page.getByRole('dialog', { name: 'All rows are labeled' })).toBeVisible();
});

test('one is told as one', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(
      ['name'],
      [
        ['s1', '', 'Ann'],
        ['s1', 'A', 'Bob'],
      ],
    ),
  );
  await host.open();
  const status = page.getByRole('status');
  await press(page, 'Control+Home', ';');
  await expect(status).toHaveText('1 group suggested for 1 row. Plus accepts, minus rejects.');
  await expect(page.getByText('1 on its own')).toBeVisible();
  await press(page, '+');
  await expect(page.getByText('2 of 2 rows in 1 labeling set have a label.')).toBeVisible();
  await expect(status).toHaveText('Suggestion accepted: 1 row labeled.');
  await press(page, 'Escape');
  await host.send({
    type: 'labels',
    documentVersion: 9,
    reason: 'merge',
    editName: '',
    changes: [{ row: 0, before: 'B', after: '' }],
    origin: undefined,
  });
  await expect(status).toHaveText('1 label was changed elsewhere.');
});
