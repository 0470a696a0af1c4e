import { expect, test } from '@playwright/test';
import { fileOf, publicationFile } from './files.ts';
import { SimulatedHost } from './simulatedHost.ts';

test('rows are labeled as soon as the file is open, by letters alone', async ({ page }) => {
  const host = new SimulatedHost(page, publicationFile(10));
  await host.open();
  await page.keyboard.press('a');
  await page.keyboard.press('A');
  await page.keyboard.press('b');
  const set = page.getByRole('rowgroup', { name: 'Labeling set 1 of 10' });
  await expect(set.getByRole('row').nth(0).getByRole('gridcell').first()).toHaveText('A');
  await expect(set.getByRole('row').nth(1).getByRole('gridcell').first()).toHaveText('A');
  await expect(set.getByRole('row').nth(2).getByRole('gridcell').first()).toHaveText('B');
  await expect(page.getByRole('status')).toHaveText('Row 3: group B.');
  await expect(page.getByText('3 of 93 rows labeled, 0 of 10 sets done')).toBeVisible();
  expect([host.labels.get(0), host.labels.get(1), host.labels.get(2)]).toEqual(['A', 'A', 'B']);
});

test('Enter gives every empty row a group of its own and goes to the next unfinished set', async ({ page }) => {
  const host = new SimulatedHost(page, publicationFile(10));
  await host.open();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.keyboard.press('Enter');
  await page.keyboard.press('.');
  const first = page.getByRole('rowgroup', { name: 'Labeling set 1 of 10' });
  await expect(first.getByRole('row').nth(1).getByRole('gridcell').first()).toHaveText('A');
  await expect(first.getByRole('row').nth(9).getByRole('gridcell').first()).toHaveText('I');
  const second = page.getByRole('rowgroup', { name: 'Labeling set 2 of 10' });
  await expect(second.getByRole('row').first().getByRole('gridcell').first()).toHaveText('A');
  await expect(page.getByText('11 of 93 rows labeled, 1 of 10 sets done')).toBeVisible();
});

test('a set of ten rows with three pairs costs at most eight keys', async ({ page }) => {
  const rows = Array.from({ length: 12 }, (_, row) => [row < 10 ? 's1' : 's2', '', `name ${row}`]);
  const host = new SimulatedHost(page, fileOf(['name'], rows));
  await host.open();
  const keys = ['ArrowDown', ' ', 'ArrowDown', ' ', 'ArrowDown', ' ', 'Enter'];
  expect(keys.length).toBeLessThanOrEqual(8);
  for (const key of keys) {
    await page.keyboard.press(key);
  }
  await expect(page.getByText('10 of 12 rows labeled, 1 of 2 sets done')).toBeVisible();
  const groups = Array.from({ length: 10 }, (_, row) => host.labels.get(row));
  expect(groups).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'E', 'F', 'G']);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-10');
});
