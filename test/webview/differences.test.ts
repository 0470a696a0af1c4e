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

test('a blank beside a mark is a blank, and what can’t be seen has a sign that can', async ({ page }) => {
  const rows = [
    ['s1', 'A', 'Ann Miller', 'Ulm', 'p1'],
    ['s1', 'A', 'Anne Miller', ' U\u200blm', 'p2'],
  ];
  const host = new SimulatedHost(page, fileOf(peopleColumns, rows));
  await host.open();
  const name = page.locator('#row-1 .value').filter({ hasText: 'Miller' });
  await expect(name.locator('mark')).toHaveText('Anne');
  await expect(name.locator('[data-sign]')).toHaveCount(0);
  const blank = await name.evaluate((value) => {
    const range = document.createRange();
    const beside = value.querySelector('mark')?.nextSibling ?? value;
    range.setStart(beside, 0);
    range.setEnd(beside, 1);
    return { text: range.toString(), width: range.getBoundingClientRect().width };
  });
  expect(blank.text).toBe(' ');
  expect(blank.width).toBeGreaterThan(2);

  const signs = page.locator('#row-1 [data-sign]');
  await expect(signs).toHaveCount(2);
  for (const [sign, least] of [
    ['␣', 5],
    ['⟨U+200B⟩', 30],
  ] as const) {
    const shown = await page.locator(`#row-1 [data-sign="${sign}"]`).evaluate((element) => ({
      width: element.getBoundingClientRect().width,
      clipped: getComputedStyle(element).clipPath,
    }));
    expect(shown, sign).toEqual({ width: expect.any(Number), clipped: 'none' });
    expect(shown.width, sign).toBeGreaterThan(least);
  }
});
