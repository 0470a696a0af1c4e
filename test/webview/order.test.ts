import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { labels, peopleColumns, press } from './people.ts';
import { plainSettings, SimulatedHost } from './simulatedHost.ts';

const file = fileOf(peopleColumns, [
  ['s1', '', 'Ann Miller', 'Ulm', 'p1'],
  ['s1', '', 'Zoe Zahn', 'Kiel', 'p2'],
  ['s1', '', 'Bob Stone', 'Bonn', 'p3'],
  ['s1', '', 'Anne Miller', 'Ulm', 'p4'],
  ['s1', '', 'Bob Stone', 'Bonn', 'p5'],
  ['s2', '', 'Carl Crane', 'Jena', 'p6'],
  ['s2', '', 'Karl Crane', 'Jena', 'p7'],
]);

async function open(page: Page): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, file, { settings: { ...plainSettings, order: 'similarity' } });
  await host.open();
  return host;
}

/** Rows of the first card from top to bottom, as the file counts them from 0. */
function rows(page: Page): Promise<number[]> {
  return page
    .getByRole('rowgroup', { name: 'Labeling set 1' })
    .locator('[data-row]')
    .evaluateAll((all) => all.map((row) => Number((row as HTMLElement).dataset.row)));
}

/** The numbers that the rows show. */
function numbers(page: Page): Promise<(string | undefined)[]> {
  return page
    .getByRole('rowgroup', { name: 'Labeling set 1' })
    .locator('[data-number]')
    .evaluateAll((all) => all.map((cell) => (cell as HTMLElement).dataset.number));
}

test('rows stand by similarity, numbered as in the file, and the cursor begins at the first of them', async ({
  page,
}) => {
  const host = await open(page);
  const shown = await rows(page);
  expect(Math.abs(shown.indexOf(0) - shown.indexOf(3))).toBe(1);
  expect(Math.abs(shown.indexOf(2) - shown.indexOf(4))).toBe(1);
  expect(await numbers(page)).toEqual(shown.map((row) => `${row + 1}`));
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', `row-${shown[0]}`);
  expect(host.all('edit')).toEqual([]);
});

test('no row moves while its set is at hand; left, it has the formed groups first', async ({ page }) => {
  const host = await open(page);
  const shown = await rows(page);
  const last = shown.at(-1) ?? 0;
  // The last row and the first one become a group.
  await press(page, 'End', 'z', 'Home', 'z');
  expect(await rows(page)).toEqual(shown);
  await press(page, ']');
  const first = shown[0] ?? 0;
  const others = shown.filter((row) => row !== first && row !== last);
  expect(await rows(page)).toEqual([first, last, ...others]);
  expect(host.labels.get(last)).toBe('Z');
  await press(page, '[');
  await host.reload();
  expect(await rows(page), 'nor while its tab is hidden').toEqual([first, last, ...others]);
});

test('a key shows the file’s order, which is remembered, and the selection stays', async ({ page }) => {
  const host = await open(page);
  await press(page, 'ArrowDown');
  const cursor = await page.getByRole('grid').getAttribute('aria-activedescendant');
  await host.send({ type: 'action', action: 'fileOrder', context: undefined });
  expect(await rows(page)).toEqual([0, 1, 2, 3, 4]);
  await expect(page.getByRole('status')).toHaveText('Rows stand in the file’s order.');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', cursor ?? '');
  expect(host.all('settings').at(-1)?.settings.order).toBe('file');
  await host.send({ type: 'action', action: 'fileOrder', context: undefined });
  expect(await rows(page)).not.toEqual([0, 1, 2, 3, 4]);
});

test('one key joins a row with the one below and goes on below both', async ({ page }) => {
  const host = new SimulatedHost(page, file, { settings: plainSettings });
  await host.open();
  await press(page, '\\');
  await expect(labels(page, 1)).toHaveText(['A', 'A', '', '', '']);
  await press(page, 'Shift+Space');
  await expect(labels(page, 1)).toHaveText(['A', 'A', 'B', 'B', '']);
  await press(page, '\\');
  await expect(page.getByRole('status')).toHaveText('There is no row below in this set.');
  await press(page, 'Home', 'Shift+ArrowDown', '\\');
  await expect(labels(page, 1), 'a group below takes them in').toHaveText(['B', 'B', 'B', 'B', '']);
  expect(host.all('edit').length).toBe(3);
});
