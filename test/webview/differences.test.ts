import { expect, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { peopleColumns, press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

const people = fileOf(peopleColumns, [
  ['s1', 'A', 'Ann Miller', 'Ulm', 'p1'],
  ['s1', 'A', 'Anne Miller', 'Ulm', 'p2'],
  ['s1', '', 'Bob Stone', 'Ulm', 'p3'],
]);

test('what differs from the first row of the group is marked, as long as that is wanted', async ({ page }) => {
  const host = new SimulatedHost(page, people);
  await host.open();
  const marks = page.getByRole('grid').locator('mark');
  const legend = page.getByText('differs from the group’s first row');
  const differences = page.getByRole('button', { name: 'Differences' });
  await expect(marks).toHaveText(['Anne']);
  await expect(legend).toBeVisible();
  await differences.click();
  await expect(differences).toHaveAttribute('aria-pressed', 'false');
  await expect(marks).toHaveCount(0);
  await expect(legend).toHaveCount(0);
  expect(host.all('settings').at(-1)?.settings.showDifferences).toBe(false);
  await differences.click();
  await expect(marks).toHaveText(['Anne']);
});

test('values that equal the first row’s are dimmed on demand, and the legend tells', async ({ page }) => {
  const host = new SimulatedHost(page, people);
  await host.open();
  const dimmed = page.getByRole('grid').locator('.same');
  const legend = page.locator('.legend .same');
  await expect(dimmed).toHaveCount(0);
  await expect(legend).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Dim values' }).check();
  await expect(dimmed).toHaveText(['Ulm']);
  await expect(legend).toHaveText('equal');
  const [plain, dim] = await page
    .locator('#row-0 .value, #row-1 .same')
    .evaluateAll((values) => [values[1], values[3]].map((value) => value && getComputedStyle(value).color));
  expect(dim).not.toBe(plain);
  expect(host.all('settings').at(-1)?.settings.dimEqual).toBe(true);
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'Differences' }).click();
  await expect(dimmed, 'without differences there is nothing to dim').toHaveCount(0);
});
