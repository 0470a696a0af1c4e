import { expect, type Page, test } from '@playwright/test';
import { labels, openPeople, press } from './people.ts';
import { cleanStatus } from './simulatedHost.ts';

/** What the bar at the bottom tells, for the eye. */
const told = (page: Page) => page.locator('.hints .told');

test('a refusal is on the screen until the next move, and moves nothing', async ({ page }) => {
  await openPeople(page);
  const bar = page.locator('.hints');
  const before = await bar.boundingBox();
  await expect(told(page)).toHaveCount(0);
  await press(page, ' ');
  await expect(told(page)).toHaveText('There is no row above in this set.');
  expect(await bar.boundingBox()).toEqual(before);
  await expect(page.getByRole('status')).toHaveText('There is no row above in this set.');
  await expect(told(page), 'the live region has announced it').toHaveAttribute('aria-hidden', 'true');
  await press(page, 'ArrowDown');
  await expect(told(page)).toHaveCount(0);
  await expect(bar).toContainText('same as above');
});

test('what can be seen is announced only', async ({ page }) => {
  await openPeople(page);
  await press(page, 'a');
  await expect(page.getByRole('status')).toHaveText('Row 1: group A.');
  await expect(told(page)).toHaveCount(0);
});

test('a refused edit does not just disappear', async ({ page }) => {
  const host = await openPeople(page);
  host.confirms = false;
  await press(page, 'a');
  const [edit] = host.all('edit');
  await host.send({ type: 'rejected', origin: edit?.id ?? '', reason: 'The file is being closed.' });
  await expect(labels(page, 1).first()).toHaveText('');
  await expect(told(page)).toHaveText('The file is being closed.');
});

test('a read-only file says so at each try', async ({ page }) => {
  await openPeople(page, { status: { ...cleanStatus, readOnly: 'You may not write here.' } });
  await press(page, 'a');
  await expect(told(page)).toHaveText('This file is read-only. You may not write here.');
});

test('Enter tells what it labeled and where it went', async ({ page }) => {
  await openPeople(page);
  await press(page, 'Enter');
  await expect(page.getByRole('status')).toHaveText('4 rows put on their own. Set 2 of 2, row 2.');
  await expect(told(page)).toHaveText('4 rows put on their own. Set 2 of 2, row 2.');
  await press(page, 'Enter');
  await expect(page.getByRole('status')).toHaveText('1 row put on its own. All rows are labeled.');
});

test('toggles by a key tell their state', async ({ page }) => {
  const host = await openPeople(page);
  await host.send({ type: 'action', action: 'toggleDifferences', context: undefined });
  await expect(told(page)).toHaveText('Differences are not marked.');
  await host.send({ type: 'action', action: 'toggleDifferences', context: undefined });
  await expect(told(page)).toHaveText('Differences are marked.');
  await host.send({ type: 'action', action: 'toggleDimEqual', context: undefined });
  await expect(page.getByRole('status')).toHaveText('Values equal to the group’s first row are dimmed.');
});

test('in a small window it lies over the list', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await openPeople(page);
  const list = await page.locator('.list').boundingBox();
  await press(page, ' ');
  await expect(told(page)).toBeInViewport();
  expect(await page.locator('.list').boundingBox()).toEqual(list);
});
