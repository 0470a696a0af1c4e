import { expect, type Locator, type Page, test } from '@playwright/test';
import { labels, openPeople, press } from './people.ts';

/** Presses the pointer on one element and moves it, in steps, onto another. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2, { steps: 5 });
}

test('rows are dragged onto the chip of a group in the head of their card', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a', 'a', 'End', 'Shift+ArrowUp');
  const chip = page.locator('.chips [data-join]');
  await drag(page, page.locator('#row-3 .value').first(), chip);
  await expect(page.locator('.ghost')).toHaveText('2 rows');
  await expect(chip).toHaveClass(/target/);
  await page.mouse.up();
  await expect(page.locator('.ghost')).toHaveCount(0);
  await expect(labels(page, 1)).toHaveText(['A', 'A', 'A', 'A']);
  expect(host.all('edit').at(-1)?.name).toBe('put 2 rows in group A');
});

test('Escape ends a drag and changes nothing', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a');
  await drag(page, page.locator('#row-2 .value').first(), page.locator('#row-0'));
  await expect(page.locator('.ghost')).toHaveText('1 row');
  await press(page, 'Escape');
  await expect(page.locator('.ghost')).toHaveCount(0);
  await expect(page.locator('.target')).toHaveCount(0);
  await page.mouse.up();
  await press(page, 'ArrowDown');
  await expect(labels(page, 1)).toHaveText(['A', '', '', '']);
  expect(host.all('edit')).toHaveLength(1);
});

test('the edge of a column’s name is dragged, and the host is told the width', async ({ page }) => {
  const host = await openPeople(page);
  const sash = page.locator('.sash[data-column=town]').first();
  const cell = page.locator('#row-0 [role=gridcell]').nth(2);
  const before = (await cell.boundingBox())?.width ?? 0;
  const edge = await sash.boundingBox();
  const x = (edge?.x ?? 0) + (edge?.width ?? 0) / 2;
  const y = (edge?.y ?? 0) + (edge?.height ?? 0) / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(x - 200, y);
  const town = Math.round(before + 60);
  await expect.poll(async () => Math.round((await cell.boundingBox())?.width ?? 0)).toBe(town);
  expect(host.all('settings').at(-1)?.settings.layout).toEqual({ hidden: [], pinned: [], widths: { town } });
  expect(host.all('edit')).toEqual([]);
});

test('menus of a column hide and pin it, and the host is told', async ({ page }) => {
  const host = await openPeople(page);
  await host.send({ type: 'action', action: 'pinColumn', context: { webviewSection: 'column', column: 'id' } });
  await host.send({ type: 'action', action: 'hideColumn', context: { webviewSection: 'column', column: 'town' } });
  await expect(page.locator('#row-0 [role=gridcell]')).toHaveText(['', 'p1', 'Ann Miller']);
  expect(host.all('settings').map(({ settings }) => settings.layout)).toEqual([
    { hidden: [], pinned: ['id'], widths: {} },
    { hidden: ['town'], pinned: ['id'], widths: {} },
  ]);
});
