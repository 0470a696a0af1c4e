import { expect, type Page, test } from '@playwright/test';
import { fileOf, largeFile } from './files.ts';
import { plainSettings, SimulatedHost } from './simulatedHost.ts';

/** Distance from the top of the list to the top of a row, negative above it. */
async function topOf(page: Page, row: number): Promise<number> {
  return page.locator(`#row-${row}`).evaluate((element) => {
    const list = element.closest('.list')?.getBoundingClientRect().top ?? 0;
    return element.getBoundingClientRect().top - list;
  });
}

test('of 100,000 rows only what is near the visible part exists, and both ends can be reached', async ({ page }) => {
  const host = new SimulatedHost(page, largeFile(100_000));
  await host.open();
  await expect(page.getByText('0 of 100000 rows labeled, 0 of 10000 sets done')).toBeVisible();
  expect(await page.locator('[data-row]').count()).toBeLessThan(120);
  await page.keyboard.press('Control+End');
  await expect(page.locator('#row-99999')).toBeInViewport();
  await page.keyboard.press('b');
  await page.keyboard.press('[');
  await expect(page.getByRole('rowgroup', { name: 'Labeling set 9999 of 10000' })).toBeInViewport();
  await page.keyboard.press('Control+Home');
  await expect(page.locator('#row-0')).toBeInViewport();
  expect(host.labels.get(99_999)).toBe('B');
});

test('a list taller than a browser can draw is scrolled to its end and labeled there', async ({ page }) => {
  const rows = Array.from({ length: 70_000 }, (_, row) => [`s${row}`, '', `name ${row}`]);
  const host = new SimulatedHost(page, fileOf(['name'], rows));
  await host.open();
  await page.keyboard.press('Control+End');
  await expect(page.locator('#row-69999')).toBeInViewport();
  await page.keyboard.press('a');
  for (let press = 0; press < 30; press++) {
    await page.keyboard.press('ArrowUp');
  }
  await expect(page.locator('#row-69969')).toBeInViewport();
  await page.locator('.list').evaluate((list) => {
    list.scrollTop = list.scrollHeight / 2;
  });
  const shown = async () => Number((await page.locator('[data-row]').first().getAttribute('data-row')) ?? 0);
  await expect.poll(shown).toBeLessThan(36_000);
  expect(await shown()).toBeGreaterThan(34_000);
  expect(host.labels.get(69_999)).toBe('A');
});

test('a set of thousands of rows is windowed inside', async ({ page }) => {
  const rows = Array.from({ length: 5000 }, (_, row) => ['one', '', `name ${row}`, 'x'.repeat(row % 90)]);
  await new SimulatedHost(page, fileOf(['name', 'text'], rows)).open();
  expect(await page.locator('[data-row]').count()).toBeLessThan(150);
  await page.keyboard.press('End');
  await expect(page.locator('#row-4999')).toBeInViewport();
  await page.keyboard.press('PageUp');
  await expect(page.locator('#row-4989')).toBeInViewport();
});

test('the row at hand stays where it is while the card before it folds', async ({ page }) => {
  const text = 'a long value that wraps over more than one line when its card is the one at hand '.repeat(2);
  const rows = Array.from({ length: 40 }, (_, row) => [`s${Math.floor(row / 4)}`, '', text, `${row}`]);
  await new SimulatedHost(page, fileOf(['text', 'id'], rows)).open();
  await page.setViewportSize({ width: 600, height: 700 });
  await page.keyboard.press(']');
  await page.keyboard.press('End');
  const before = await topOf(page, 7);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('#row-8')).toBeInViewport();
  expect(await topOf(page, 8)).toBeGreaterThan(0);
  expect(before).toBeGreaterThan(0);
});

test('100 columns scroll sideways beside the label and pinned ones, and can be found and hidden', async ({ page }) => {
  const columns = Array.from({ length: 100 }, (_, column) => `column${column}`);
  const rows = Array.from({ length: 40 }, (_, row) => [
    `s${Math.floor(row / 10)}`,
    '',
    ...columns.map((name) => `${name} of row ${row}`),
  ]);
  const layout = { hidden: [], pinned: ['column50'], widths: {} };
  const host = new SimulatedHost(page, fileOf(columns, rows), { settings: { ...plainSettings, layout } });
  await host.open();
  const cells = page.locator('#row-0 [role=gridcell]');
  await expect(cells.nth(1)).toHaveText('column50 of row 0');
  await page.locator('.list').evaluate((list) => {
    list.scrollLeft = list.scrollWidth;
  });
  await expect(page.getByText('column99 of row 0', { exact: true })).toBeInViewport();
  await expect(cells.nth(0)).toBeInViewport();
  await expect(cells.nth(1)).toBeInViewport();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('searchbox').fill('column99');
  await page.getByRole('checkbox', { name: 'column99' }).uncheck();
  await expect(page.getByText('column99 of row 0', { exact: true })).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath('wide.png') });
});

test('a long value wraps to three lines and is read in full on demand', async ({ page }) => {
  const text = 'word '.repeat(200).trim();
  await new SimulatedHost(
    page,
    fileOf(
      ['text', 'id'],
      [
        ['s1', '', text, 'p1'],
        ['s1', '', 'short', 'p2'],
      ],
    ),
  ).open();
  const box = await page.locator('#row-0 .value').first().boundingBox();
  expect(box?.height).toBeLessThan(3 * 20);
  await page.keyboard.press("'");
  await expect(page.getByRole('region', { name: 'Row in full' }).getByText(text)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'Row in full' }).getByText('short')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Row in full' })).toHaveCount(0);
});

test('labels that differ only at the end can be told apart, and read in full', async ({ page }) => {
  const names = ['client-0017', 'client-0018', `${'customer-'.repeat(6)}1`, `${'customer-'.repeat(6)}2`];
  await new SimulatedHost(
    page,
    fileOf(
      ['name'],
      names.map((name, row) => ['s1', name, `name ${row}`]),
    ),
  ).open();
  const chip = (row: number) => page.locator(`#row-${row} .chip > span`);
  const isCut = (row: number) => chip(row).evaluate((element) => element.scrollWidth > element.clientWidth);
  expect([await isCut(0), await isCut(1), await isCut(2)]).toEqual([false, false, true]);
  expect(await chip(2).evaluate((element) => getComputedStyle(element).textOverflow)).toBe('ellipsis');
  const edges = await chip(2).evaluate((element) => [
    element.getBoundingClientRect().left,
    element.parentElement?.getBoundingClientRect().left ?? 0,
  ]);
  expect(edges[0], 'its beginning is there').toBeGreaterThan(edges[1] ?? 0);
  await chip(3).hover();
  await expect(page.locator('#row-3 [role=gridcell]').first()).toHaveAttribute('title', names[3] ?? '');
  await page.keyboard.press('End');
  await page.keyboard.press("'");
  await expect(page.getByRole('region', { name: 'Row in full' }).getByRole('cell').first()).toHaveText(names[3] ?? '');
  await page.screenshot({ path: test.info().outputPath('labels.png') });
});
