import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { labels, press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

/** Rows 2 and 4 are too short to have a label field; of the second set there is no other row. */
const file = fileOf(['name'], [['s', 'A', 'a'], ['s', '', 'b'], ['s'], ['s', '', 'c'], ['t']]);

async function open(page: Page): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, file);
  await host.open();
  return host;
}

const status = (page: Page) => page.getByRole('status');

test('a file with rows that cannot be labeled is finished when all others are', async ({ page }) => {
  const host = await open(page);
  await expect(page.getByText('1 of 3 rows labeled, 1 of 2 sets done')).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('button')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Set 1: 1 of 3 rows labeled, 1 error' })).toBeVisible();
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toContainText('3 of 3 rows in 2 labeling sets have a label.');
  expect(host.all('edit').map(({ changes }) => changes.map(({ row }) => row))).toEqual([[1, 3]]);
});

test('the next and the previous unlabeled row are ones that can be labeled', async ({ page }) => {
  await open(page);
  const grid = page.getByRole('grid');
  for (const row of [1, 3, 1]) {
    await press(page, 'Control+ArrowDown');
    await expect(grid).toHaveAttribute('aria-activedescendant', `row-${row}`);
  }
  for (const row of [3, 1]) {
    await press(page, 'Control+ArrowUp');
    await expect(grid).toHaveAttribute('aria-activedescendant', `row-${row}`);
  }
  await press(page, '/');
  await page.getByRole('button', { name: 'Unlabeled' }).click();
  await expect(page.getByText('2 of 5 rows shown.', { exact: true })).toBeVisible();
});

test('who labels a row without a label field is told why that cannot be', async ({ page }) => {
  const host = await open(page);
  const why = 'Row 3 has no label field, so it can’t be labeled. Add the missing fields in the text editor.';
  await expect(page.locator('#row-2')).toHaveAccessibleName('Row 3 of 4, has no label field; name empty');
  await press(page, 'ArrowDown', 'ArrowDown', 'b');
  await expect(status(page)).toHaveText(why);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  await press(page, 'Home', ' ', 'End', 'ArrowUp', ' ');
  await expect(status(page)).toHaveText(why);
  await press(page, 'ArrowUp', '.');
  await expect(status(page)).toHaveText('Row 2: group B.');
  expect(host.all('edit')).toHaveLength(1);
});

test('of selected rows those are labeled that can be, and the rest is told', async ({ page }) => {
  await open(page);
  await press(page, 'Control+a', 'b');
  await expect(labels(page, 1)).toHaveText(['B', 'B', '', 'B']);
  await expect(status(page)).toHaveText(
    '3 rows put in group B. Rows without a label field were left out. All rows are labeled.',
  );
});

test('same as above passes over a row without a label field', async ({ page }) => {
  await open(page);
  await press(page, 'End', 'Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', ' ');
  await expect(labels(page, 1)).toHaveText(['A', 'B', '', 'B']);
});
