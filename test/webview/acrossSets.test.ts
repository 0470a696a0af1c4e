import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { labels, peopleColumns, press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

/** Two sets; the second has groups A and B already. */
async function open(page: Page): Promise<SimulatedHost> {
  const host = new SimulatedHost(
    page,
    fileOf(peopleColumns, [
      ['s1', 'A', 'Ann Miller', 'Ulm', 'p1'],
      ['s1', '', 'Anne Miller', 'Ulm', 'p2'],
      ['s1', '', 'Bob Stone', 'Bonn', 'p3'],
      ['s2', '', 'Carl Crane', 'Jena', 'p4'],
      ['s2', 'A', 'Karl Crane', 'Jena', 'p5'],
      ['s2', 'B', 'Eve Stone', 'Jena', 'p6'],
      ['s2', '', 'Eva Stone', 'Jena', 'p7'],
    ]),
  );
  await host.open();
  return host;
}

test('a new group of rows of several sets is new in each of them', async ({ page }) => {
  const host = await open(page);
  await press(page, 'End', 'Shift+ArrowDown', '.');
  await expect(labels(page, 1)).toHaveText(['A', '', 'C']);
  await expect(labels(page, 2)).toHaveText(['C', 'A', 'B', '']);
  await expect(page.getByRole('status')).toHaveText('2 rows of 2 sets labeled. A group is local to its set.');
  expect(host.all('edit').map(({ name }) => name)).toEqual(['label 2 rows of 2 sets']);
});

test('same as above joins in each set the row above', async ({ page }) => {
  await open(page);
  await press(page, 'ArrowDown');
  await page
    .locator('#row-6 .value')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  await press(page, ' ');
  await expect(labels(page, 1)).toHaveText(['A', 'A', '']);
  await expect(labels(page, 2)).toHaveText(['', 'A', 'B', 'B']);
  await expect(page.getByRole('status')).toHaveText('2 rows of 2 sets labeled. A group is local to its set.');
});

test('a first row of a set has none above, whatever else is selected', async ({ page }) => {
  const host = await open(page);
  await press(page, 'End', 'Shift+ArrowDown', ' ');
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'B']);
  await expect(labels(page, 2)).toHaveText(['', 'A', 'B', '']);
  expect(host.all('edit').map(({ name }) => name)).toEqual(['put 2 rows in group B']);
});
