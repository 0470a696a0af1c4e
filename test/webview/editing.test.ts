import { expect, test } from '@playwright/test';
import { labels, openPeople, press } from './people.ts';
import { cleanStatus } from './simulatedHost.ts';

test('Space joins the row above, and begins a group with it if it has none', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, ' ');
  await expect(page.getByRole('status')).toHaveText('There is no row above in this set.');
  await press(page, 'ArrowDown', ' ', ' ');
  await expect(labels(page, 1)).toHaveText(['A', 'A', 'A', '']);
  expect(host.all('edit').map(({ name }) => name)).toEqual(['put 2 rows in group A', 'put 1 row in group A']);
});

test('selected rows are labeled and cleared together, as one edit', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown', 'k');
  await expect(labels(page, 1)).toHaveText(['K', 'K', 'K', '']);
  await expect(page.getByRole('status')).toHaveText('3 rows put in group K.');
  await press(page, 'Control+a', 'Backspace');
  await expect(labels(page, 1)).toHaveText(['', '', '', '']);
  expect(host.all('edit').map(({ changes }) => changes.length)).toEqual([3, 3]);
});

test('a digit is a group, a label of any text is kept', async ({ page }) => {
  const host = await openPeople(page);
  await expect(labels(page, 2)).toHaveText(['x-1', '']);
  await press(page, '7', ']', ' ');
  await expect(labels(page, 1)).toHaveText(['7', '', '', '']);
  await expect(labels(page, 2)).toHaveText(['x-1', 'x-1']);
  expect(host.labels.get(5)).toBe('x-1');
});

test('a key at the end of a set stays in the set; Enter goes on', async ({ page }) => {
  await openPeople(page);
  await press(page, 'a', 'a', 'b', 'b');
  await expect(page.getByRole('status')).toHaveText('Row 4: group B. The set is labeled. Enter goes to the next one.');
  await press(page, 'Enter');
  await expect(page.getByRole('status')).toHaveText('Set 2 of 2, row 2.');
});

test('undo and redo of VS Code are shown, told and gone to', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a', 'a', 'Control+End');
  await host.undo();
  await expect(page.getByRole('status')).toHaveText('Undone: put 1 row in group A.');
  await expect(labels(page, 1)).toHaveText(['A', '', '', '']);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-1');
  await host.redo();
  await expect(labels(page, 1)).toHaveText(['A', 'A', '', '']);
});

test('a late confirmation does not take back what was typed since', async ({ page }) => {
  const host = await openPeople(page);
  host.confirms = false;
  await press(page, 'a', 'ArrowUp', 'b');
  const [first, second] = host.all('edit');
  const confirm = (edit: typeof first) =>
    host.send({
      type: 'labels',
      documentVersion: 2,
      reason: 'edit',
      editName: '',
      changes: edit?.changes ?? [],
      origin: edit?.id,
    });
  await confirm(first);
  await press(page, 'Home');
  await expect(labels(page, 1).first()).toHaveText('B');
  await confirm(second);
  await host.send({
    type: 'labels',
    documentVersion: 3,
    reason: 'merge',
    editName: '',
    changes: [{ row: 0, before: 'B', after: 'Z' }],
    origin: undefined,
  });
  await expect(labels(page, 1).first()).toHaveText('Z');
});

test('a refused edit is taken back and the reason told', async ({ page }) => {
  const host = await openPeople(page);
  host.confirms = false;
  await press(page, 'a');
  const [edit] = host.all('edit');
  await host.send({ type: 'rejected', origin: edit?.id ?? '', reason: 'The file is being closed.' });
  await expect(labels(page, 1).first()).toHaveText('');
  await expect(page.getByRole('status')).toHaveText('The file is being closed.');
});

test('a read-only file says so and sends no edit', async ({ page }) => {
  const host = await openPeople(page, { status: { ...cleanStatus, readOnly: 'You may not write here.' } });
  await press(page, 'a', 'Enter');
  await expect(page.getByRole('status')).toHaveText('This file is read-only. You may not write here.');
  await expect(page.getByText('Read-only', { exact: true })).toBeVisible();
  expect(host.all('edit')).toEqual([]);
});

test('undo in the filter field is the field’s', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a', '/');
  await page.keyboard.type('bonn');
  await press(page, 'Control+z');
  await expect(page.getByRole('textbox')).not.toHaveValue('bonn');
  expect(host.labels.get(0)).toBe('A');
});

test('rows are dragged onto the group of another row of their set', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a');
  await page.locator('#row-2').hover();
  await page.mouse.down();
  await page.locator('#row-1').hover();
  await page.locator('#row-0').hover();
  await page.mouse.up();
  await expect(labels(page, 1)).toHaveText(['A', '', 'A', '']);
  await page.locator('#row-4').hover();
  await page.mouse.down();
  await page.locator('#row-3').hover();
  await page.locator('#row-0').hover();
  await page.mouse.up();
  expect(host.labels.get(4), 'labels are local to a set').toBe('x-1');
});

test('clicks select, and a click on the label chooses the group without a key', async ({ page }) => {
  const host = await openPeople(page);
  await page.locator('#row-1 .value').first().click();
  await page
    .locator('#row-3 .value')
    .first()
    .click({ modifiers: ['Shift'] });
  await page
    .locator('#row-2 .value')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  await press(page, 'c');
  await expect(labels(page, 1)).toHaveText(['', 'C', '', 'C']);
  await page.locator('#row-0 .value').first().click();
  await page.locator('#row-0 .chip').click();
  await page.getByRole('button', { name: 'Group C' }).click();
  expect(host.labels.get(0)).toBe('C');
  await expect(page.getByRole('grid')).toBeFocused();
});
