import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { labels, openPeople, peopleColumns, press } from './people.ts';
import { plainSettings, SimulatedHost } from './simulatedHost.ts';

/** Filters for a text and goes back to the grid. */
async function filterFor(page: Page, text: string): Promise<void> {
  await press(page, '/');
  await page.keyboard.type(text);
  await press(page, 'Enter');
}

test('rows that a filter hides leave the selection', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'ArrowDown', 'Control+a');
  await filterFor(page, 'anne');
  await press(page, 'b');
  await expect(labels(page, 1)).toHaveText(['B']);
  await press(page, 'Escape');
  await expect(labels(page, 1)).toHaveText(['', 'B', '', '']);
  expect(host.all('edit').map(({ changes }) => changes.length)).toEqual([1]);
});

test('an undo or redo of a hidden row clears the filter, says so and goes there', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a');
  await filterFor(page, 'crane');
  await host.undo();
  await expect(page.getByRole('status')).toHaveText('Undone: put 1 row in group A. Filter cleared.');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-0');
  await expect(page.locator('[data-row]')).toHaveCount(6);
  await filterFor(page, 'crane');
  await host.redo();
  await expect(page.getByRole('status')).toHaveText('Redone: put 1 row in group A. Filter cleared.');
  await expect(labels(page, 1)).toHaveText(['A', '', '', '']);
});

test('an undo that some shown row is part of leaves the filter', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'Control+a', 'a');
  await filterFor(page, 'anne');
  await host.undo();
  await expect(page.getByRole('status')).toHaveText('Undone: put 4 rows in group A.');
  await expect(labels(page, 1)).toHaveText(['']);
});

test('Enter finishes the shown rows of a set only and goes on to the next set that has some', async ({ page }) => {
  const host = await openPeople(page);
  await filterFor(page, 'an');
  await expect(page.locator('[data-row]')).toHaveCount(4);
  await press(page, 'Home', 'Enter');
  await expect(page.getByRole('status')).toHaveText('2 rows put on their own. Set 2 of 2, row 2.');
  await press(page, 'Enter');
  await expect(page.getByRole('status')).toHaveText(
    '1 row put on its own. All rows shown are labeled. Escape clears the filter.',
  );
  await expect
    .poll(() => Array.from({ length: 6 }, (_, row) => host.labels.get(row)))
    .toEqual(['A', 'B', '', '', 'x-1', 'A']);
});

test('Enter under a filter leaves the hidden rows of a sorted card, too', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(peopleColumns, [
      ['s1', '', 'Ann Miller', 'Ulm', 'p1'],
      ['s1', '', 'Bob Stone', 'Bonn', 'p2'],
      ['s1', '', 'Ann Miller', 'Ulm', 'p3'],
    ]),
    { settings: { ...plainSettings, order: 'similarity' } },
  );
  await host.open();
  await press(page, 'Control+a');
  await filterFor(page, 'miller');
  await press(page, 'c', 'ArrowDown', 'Backspace', 'Enter');
  await expect.poll(() => [0, 1, 2].map((row) => host.labels.get(row))).toEqual(['C', '', 'A']);
});

test('a suggestion is accepted for the shown rows only, and counts those', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, ';');
  await filterFor(page, 'stone');
  await expect(page.getByText('2 on their own')).toBeVisible();
  await press(page, '+');
  await expect(page.getByRole('status')).toHaveText('Suggestion accepted: 2 rows labeled.');
  await expect.poll(() => [0, 1, 2, 3].map((row) => host.labels.get(row) !== '')).toEqual([false, false, true, true]);
});

test('no key labels the row at hand while a filter shows none', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('nobody');
  await page.getByText('No row matches the filter.').click();
  for (const key of ['a', '.', ' ', 'Backspace', 'Enter']) {
    await press(page, key);
  }
  await expect(page.getByRole('status')).toHaveText('No row matches the filter.');
  expect(host.all('edit')).toEqual([]);
});

test('what leads to a hidden row clears the filter, says so and goes there', async ({ page }) => {
  const host = await openPeople(page);
  const grid = page.getByRole('grid');
  await filterFor(page, 'crane');
  await host.send({ type: 'reveal', row: 2 });
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-2');
  await expect(page.getByRole('status')).toHaveText('Filter cleared. Set 1 of 2, row 3.');
  await expect(page.locator('[data-row]')).toHaveCount(6);
  await filterFor(page, 'crane');
  await host.send({ type: 'reveal', row: 600 });
  await expect(page.locator('[data-row]'), 'a row that is not there').toHaveCount(2);
});

test('a link to another set leads there, whatever is filtered', async ({ page }) => {
  await new SimulatedHost(
    page,
    fileOf(peopleColumns, [
      ['s1', 'A', 'Ann', 'Ulm', 'p1'],
      ['s1', 'A', 'Anne', 'Ulm', 'p2'],
      ['s1', 'B', 'Bob', 'Bonn', 'p3'],
      ['s2', 'A', 'Ann', 'Ulm', 'p1'],
      ['s2', 'B', 'Anne', 'Ulm', 'p2'],
    ]),
  ).open();
  await filterFor(page, 'bonn');
  await page.getByRole('button', { name: 'Go to set 2' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-3');
  await expect(page.getByRole('status')).toHaveText('Filter cleared. Set 2 of 2, row 1.');
});

test('a row that is asked for before the file is open is gone to when it is', async ({ page }) => {
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => window.postMessage({ type: 'reveal', row: 2 }, '*'));
  });
  const host = await openPeople(page);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  await press(page, 'ArrowUp');
  await host.sendOpen();
  await expect.poll(() => host.all('painted').length).toBe(2);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-1');
});
