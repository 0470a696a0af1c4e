import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { press } from './people.ts';
import { cleanStatus, plainSettings, SimulatedHost } from './simulatedHost.ts';

const rows: readonly (readonly string[])[] = [
  ['s1', '', 'Ann Miller', 'Ulm'],
  ['s1', '', 'Bob Stone', 'Bonn'],
  ['s1', '', 'Anna Miller', 'Ulm'],
  ['s2', '', 'Carl Crane', 'Jena'],
  ['s2', '', 'Eve Stone', 'Kiel'],
  ['s2', '', 'Carl Crane', 'Trier'],
];

const settings = { ...plainSettings, order: 'similarity' as const };

async function open(page: Page): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, fileOf(['name', 'town'], rows), { settings });
  await host.open();
  return host;
}

/** What the host sends when the stored bytes have changed. */
async function readAgain(host: SimulatedHost, changed: readonly (readonly string[])[]): Promise<void> {
  await host.send({
    type: 'open',
    documentVersion: 2,
    name: 'labels.csv',
    bytes: fileOf(['name', 'town'], changed),
    packed: false,
    rowsVersion: 1,
    accepted: [],
    labels: [],
    notes: { rows: [], sets: [] },
    settings,
    transform: undefined,
    status: cleanStatus,
    strings: {},
  });
}

/** The rows of a card from top to bottom, as "name town". */
function card(page: Page, set: number): Promise<string[]> {
  return page
    .getByRole('rowgroup', { name: `Labeling set ${set} of` })
    .getByRole('row')
    .evaluateAll((all) =>
      all.map((row) => Array.from(row.querySelectorAll('.value'), (value) => value.textContent).join(' ')),
    );
}

const reversed = [...rows].reverse();

test('rows that lie elsewhere on disk stay in their sorted card, which moves with its set', async ({ page }) => {
  const host = await open(page);
  const sorted = await card(page, 1);
  expect(sorted).not.toEqual(rows.slice(0, 3).map(([, , name, town]) => `${name} ${town}`));
  await readAgain(host, reversed);
  expect(await card(page, 2)).toEqual(sorted);
});

test('the rows of a card that has others now stand by similarity anew', async ({ page }) => {
  const host = await open(page);
  const moved = rows.map((row, at) => (at === 1 ? ['s2', ...row.slice(1)] : row));
  await readAgain(host, moved);
  expect(await card(page, 1)).toEqual(['Ann Miller Ulm', 'Anna Miller Ulm']);
  expect(await card(page, 2)).toContain('Bob Stone Bonn');
});

test('the selection and what a filter shows are the same records, wherever they lie now', async ({ page }) => {
  const host = await open(page);
  await press(page, '/');
  await page.keyboard.type('ann');
  await press(page, 'Enter', 'Control+a');
  await readAgain(host, reversed);
  await expect(page.getByText('2 of 6 rows shown. 2 matches.')).toBeVisible();
  await press(page, 'a');
  const [edit] = host.all('edit');
  expect(edit?.changes.map(({ row }) => row).sort()).toEqual([3, 5]);
});

test('where rows were added the filter goes, and the row at hand stays', async ({ page }) => {
  const host = await open(page);
  await press(page, '/');
  await page.keyboard.type('stone');
  await press(page, 'Enter');
  await readAgain(host, [['s0', '', 'New', 'Rome'], ...rows]);
  await expect(page.locator('[data-row]')).toHaveCount(7);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
});

test('where the row at hand is gone, the one in its place is', async ({ page }) => {
  const host = await open(page);
  await host.send({ type: 'action', action: 'fileOrder', context: undefined });
  await press(page, 'Control+End');
  await readAgain(host, rows.slice(0, 5));
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-0');
  await press(page, 'ArrowDown');
  await readAgain(
    host,
    rows.filter((_, at) => at !== 1),
  );
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-1');
});
