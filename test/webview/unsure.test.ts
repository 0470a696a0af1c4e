import { expect, type Page, test } from '@playwright/test';
import { unsure } from '../../src/shared/labels/unsure.ts';
import { findings } from './findings.ts';
import { labels, openPeople, peopleFile, press } from './people.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';
import { themeNames } from './themes.ts';

const meter = (page: Page) => page.locator('.progress');

test('0 sets a row aside: it counts as decided and shows it, and the file gets no label', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '0');
  await expect(labels(page, 1)).toHaveText(['?', '', '', '']);
  await expect(page.getByRole('status')).toHaveText('Row 1: unsure. It stays without a label.');
  await expect(meter(page)).toHaveText('2 of 6 rows decided, 0 of 2 sets done, 1 unsure');
  expect(host.all('edit').map(({ name }) => name)).toEqual(['mark 1 row as unsure']);
  expect(host.labels.get(0)).toBe(unsure);
  expect(host.labels.serialize()).toEqual(host.bytes);
  await press(page, 'ArrowUp', '0');
  await expect(labels(page, 1)).toHaveText(['', '', '', '']);
  await expect(meter(page)).toHaveText('1 of 6 rows labeled, 0 of 2 sets done');
});

test('a row that was set aside is no longer among the unlabeled ones, and finishing leaves it alone', async ({
  page,
}) => {
  const host = await openPeople(page);
  await press(page, 'ArrowDown', '0', 'Home', 'Control+ArrowDown');
  await expect(page.locator('.row.current')).toHaveAttribute('data-row', '2');
  await press(page, 'Enter', 'Enter');
  await expect(labels(page, 1)).toHaveText(['A', '?', 'B', 'C']);
  const dialog = page.getByRole('dialog', { name: 'All rows are decided' });
  await expect(dialog).toContainText(
    '5 of 6 rows in 2 labeling sets have a label. 1 row is unsure and stays without a label.',
  );
  await expect(dialog).not.toContainText('has no label');
  expect(host.labels.get(1)).toBe(unsure);
});

test('rows that were set aside are no group: they are not compared, joined or suggested', async ({ page }) => {
  await openPeople(page);
  await press(page, '0', '0');
  await expect(labels(page, 1)).toHaveText(['?', '?', '', '']);
  await expect(page.locator('.row mark')).toHaveCount(0);
  await press(page, ' ');
  await expect(labels(page, 1)).toHaveText(['?', 'A', 'A', '']);
  await press(page, 'Home', ';');
  await expect(page.locator('.row[data-row="0"] .chip')).toHaveText('?');
});

test('undo brings back the label that a row had before it was set aside', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'b', 'ArrowUp', '0');
  await expect(labels(page, 1)).toHaveText(['?', '', '', '']);
  await host.undo();
  await expect(labels(page, 1)).toHaveText(['B', '', '', '']);
  await host.redo();
  await expect(labels(page, 1)).toHaveText(['?', '', '', '']);
});

test('# opens the notes on the row and its set; Enter keeps what was written', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '#');
  const fields = page.getByRole('group', { name: 'Notes' });
  await fields.getByLabel('Note on row 1').fill('same person?');
  await fields.getByLabel('Note on set 1').fill('ask Ann');
  await page.keyboard.press('Enter');
  await expect(fields).toHaveCount(0);
  const [row] = host.all('note');
  expect(row).toEqual({ type: 'note', on: 'row', row: 0, rowsVersion: 0, before: '', note: 'same person?' });
  await expect(page.locator('.row[data-row="0"]')).toHaveAccessibleName(/; note: same person\?;/);
  await expect(page.locator('.row[data-row="0"] .noted')).toHaveAttribute('title', 'same person?');
  await expect(page.locator('.head .note')).toHaveText(/ask Ann/);
  // The keys are the grid's again.
  await press(page, 'a', '#');
  await expect(fields.getByLabel('Note on row 2')).toHaveValue('');
  await expect(fields.getByLabel('Note on set 1')).toHaveValue('ask Ann');
  await page.keyboard.press('Escape');
  expect(host.all('note')).toHaveLength(2);
  expect(host.all('edit')).toHaveLength(1);
});

test('a note that is too long is not cut: it is told, and stays in its field', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '#');
  const fields = page.getByRole('group', { name: 'Notes' });
  const field = fields.getByLabel('Note on set 1');
  await field.fill('x'.repeat(501));
  await expect(fields.getByRole('alert')).toHaveText('A note has at most 500 characters, this one 501. Shorten it.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Enter');
  await page.locator('.row').last().click();
  await expect(field).toHaveValue('x'.repeat(501));
  await expect(field).toBeFocused();
  expect(host.all('note')).toEqual([]);
  await page.keyboard.press('Backspace');
  await expect(fields.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(fields).toHaveCount(0);
  expect(host.all('note').map(({ note }) => note)).toEqual(['x'.repeat(500)]);
});

test('the picker of groups sets rows aside, too', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, ',');
  const picker = page.getByRole('group', { name: 'Put in group' });
  await picker.getByRole('button', { name: 'Unsure' }).click();
  await expect(labels(page, 1)).toHaveText(['?', '', '', '']);
  await press(page, 'ArrowDown', ',');
  await page.keyboard.type('uns');
  await page.keyboard.press('Enter');
  await expect(labels(page, 1)).toHaveText(['?', '', '?', '']);
  // A single letter stays the name of a group.
  await press(page, ',');
  await page.keyboard.type('u');
  await page.keyboard.press('Enter');
  await expect(labels(page, 1)).toHaveText(['?', '', '?', 'U']);
  expect(host.labels.get(2)).toBe(unsure);
});

for (const theme of themeNames) {
  test(`axe finds nothing in rows set aside and in notes in ${theme}`, async ({ page }) => {
    const host = new SimulatedHost(page, peopleFile, {
      status: cleanStatus,
      notes: { rows: [[1, 'a note']], sets: [[0, 'of the set']] },
    });
    await host.open(theme);
    await press(page, '0');
    expect(await findings(page), 'signs').toEqual([]);
    await press(page, '#');
    expect(await findings(page), 'fields').toEqual([]);
  });
}
