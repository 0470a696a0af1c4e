import { expect, type Locator, type Page, test } from '@playwright/test';
import { fileOf, publicationFile } from './files.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';

const columns = ['name', 'town', 'id'];
const people = fileOf(columns, [
  ['s1', '', 'Ann Miller', 'Ulm', 'p1'],
  ['s1', '', 'Anne Miller', 'Ulm', 'p2'],
  ['s1', '', 'Bob Stone', 'Bonn', 'p3'],
  ['s1', '', 'Bob Stone', 'Bonn', 'p4'],
  ['s2', 'x-1', 'Carl Crane', 'Jena', 'p5'],
  ['s2', '', 'Karl Crane', 'Jena', 'p6'],
]);

async function open(page: Page, options: ConstructorParameters<typeof SimulatedHost>[2] = {}): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, people, options);
  await host.open();
  return host;
}

/** Shown labels of a set, from top to bottom; empty for none. */
function labels(page: Page, set: number): Locator {
  return page
    .getByRole('rowgroup', { name: `Labeling set ${set} of` })
    .getByRole('row')
    .locator('[role=gridcell]:first-child');
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

test('Space joins the row above, and begins a group with it if it has none', async ({ page }) => {
  const host = await open(page);
  await press(page, ' ');
  await expect(page.getByRole('status')).toHaveText('There is no row above in this set.');
  await press(page, 'ArrowDown', ' ', ' ');
  await expect(labels(page, 1)).toHaveText(['A', 'A', 'A', '']);
  expect(host.all('edit').map(({ name }) => name)).toEqual(['put 2 rows in group A', 'put 1 row in group A']);
});

test('selected rows are labeled and cleared together, as one edit', async ({ page }) => {
  const host = await open(page);
  await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown', 'k');
  await expect(labels(page, 1)).toHaveText(['K', 'K', 'K', '']);
  await expect(page.getByRole('status')).toHaveText('3 rows put in group K.');
  await press(page, 'Control+a', 'Backspace');
  await expect(labels(page, 1)).toHaveText(['', '', '', '']);
  expect(host.all('edit').map(({ changes }) => changes.length)).toEqual([3, 3]);
});

test('a digit is a group, a label of any text is kept', async ({ page }) => {
  const host = await open(page);
  await expect(labels(page, 2)).toHaveText(['x-1', '']);
  await press(page, '7', ']', ' ');
  await expect(labels(page, 1)).toHaveText(['7', '', '', '']);
  await expect(labels(page, 2)).toHaveText(['x-1', 'x-1']);
  expect(host.labels.get(5)).toBe('x-1');
});

test('a key at the end of a set stays in the set; Enter goes on', async ({ page }) => {
  await open(page);
  await press(page, 'a', 'a', 'b', 'b');
  await expect(page.getByRole('status')).toHaveText('Row 4: group B. The set is labeled. Enter goes to the next one.');
  await press(page, 'Enter');
  await expect(page.getByRole('status')).toHaveText('Set 2 of 2, row 2.');
});

test('undo and redo of VS Code are shown, told and gone to', async ({ page }) => {
  const host = await open(page);
  await press(page, 'a', 'a', 'Control+End');
  await host.undo();
  await expect(page.getByRole('status')).toHaveText('Undone: put 1 row in group A.');
  await expect(labels(page, 1)).toHaveText(['A', '', '', '']);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-1');
  await host.redo();
  await expect(labels(page, 1)).toHaveText(['A', 'A', '', '']);
});

test('a late confirmation does not take back what was typed since', async ({ page }) => {
  const host = await open(page);
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
  const host = await open(page);
  host.confirms = false;
  await press(page, 'a');
  const [edit] = host.all('edit');
  await host.send({ type: 'rejected', origin: edit?.id ?? '', reason: 'The file is being closed.' });
  await expect(labels(page, 1).first()).toHaveText('');
  await expect(page.getByRole('status')).toHaveText('The file is being closed.');
});

test('a read-only file says so and sends no edit', async ({ page }) => {
  const host = await open(page, { status: { ...cleanStatus, readOnly: 'You may not write here.' } });
  await press(page, 'a', 'Enter');
  await expect(page.getByRole('status')).toHaveText('This file is read-only: You may not write here.');
  await expect(page.getByText('Read-only', { exact: true })).toBeVisible();
  expect(host.all('edit')).toEqual([]);
});

test('undo in the filter field is the field’s', async ({ page }) => {
  const host = await open(page);
  await press(page, 'a', '/');
  await page.keyboard.type('bonn');
  await press(page, 'Control+z');
  await expect(page.getByRole('textbox')).not.toHaveValue('bonn');
  expect(host.labels.get(0)).toBe('A');
});

test('the filter counts and marks hits, stays in sight and goes with one key', async ({ page }) => {
  await open(page);
  await press(page, '/');
  await page.keyboard.type('crane');
  await expect(page.getByText('2 of 6 rows shown. 2 hits.')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.locator('.hit')).toHaveText(['Crane', 'Crane']);
  await press(page, 'Enter', 'a');
  await expect(labels(page, 2)).toHaveText(['A', '']);
  await press(page, 'Escape');
  await expect(page.getByRole('row')).toHaveCount(6);
  await expect(page.getByRole('search')).toHaveCount(0);
});

test('rows stay in sight when they are labeled under the filter for unlabeled rows', async ({ page }) => {
  await open(page);
  await press(page, '/');
  await page.getByRole('button', { name: 'Unlabeled' }).click();
  await expect(page.getByText('5 of 6 rows shown.', { exact: true })).toBeVisible();
  await page.getByRole('grid').focus();
  await press(page, 'a', 'a');
  await expect(page.getByRole('row')).toHaveCount(5);
  await page.getByRole('button', { name: 'Apply again' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
});

test('suggestions are asked for, give reasons, and are accepted as one edit that is counted', async ({ page }) => {
  const host = new SimulatedHost(page, publicationFile(10));
  await host.open();
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  await press(page, ';');
  await expect(page.getByText(/^A: rows 1, 3 \(.* agree/)).toBeVisible();
  await expect(labels(page, 1).first()).toHaveText('');
  await press(page, '+');
  const [edit] = host.all('edit');
  expect(edit?.suggested).toBe(10);
  expect(host.labels.get(0)).toBe('A');
  expect(host.labels.get(2)).toBe('A');
  await press(page, ']', ';', '-');
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  expect(host.all('edit').length).toBe(1);
});

test('a card is sorted by similarity on the screen only', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(columns, [
      ['s1', '', 'Ann Miller', 'Ulm', 'p1'],
      ['s1', '', 'Bob Stone', 'Bonn', 'p2'],
      ['s1', '', 'Ann Miller', 'Ulm', 'p3'],
      ['s2', '', 'Zoe Zahn', 'Kiel', 'p4'],
      ['s2', '', 'Yul Yard', 'Trier', 'p5'],
    ]),
  );
  await host.open();
  const rows = page.getByRole('rowgroup', { name: 'Labeling set 1' }).getByRole('row');
  await page.getByRole('button', { name: 'Sort by similarity' }).first().click();
  const order = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-rowindex')));
  expect(Math.abs(order.indexOf('1') - order.indexOf('3'))).toBe(1);
  expect(host.all('edit')).toEqual([]);
  await page.getByRole('button', { name: 'Sort by similarity' }).first().click();
  await expect(rows.nth(1)).toHaveAttribute('aria-rowindex', '2');
});

test('rows are dragged onto the group of another row of their set', async ({ page }) => {
  const host = await open(page);
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
  const host = await open(page);
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

test('the finish screen sums up and offers the one next step', async ({ page }) => {
  const host = await open(page);
  await press(page, 'a', 'a', 'Enter', 'Enter');
  const finish = page.getByRole('dialog', { name: 'All rows are labeled' });
  await expect(finish.locator('dd')).toHaveText(['5', '1', '6', '0']);
  await finish.getByRole('button', { name: 'Save and Import' }).click();
  await host.until('saveAndImport');
  await expect(finish).toHaveCount(0);
});

test('a conflict asks row by row and answers all at once', async ({ page }) => {
  const host = await open(page);
  const rows = [
    { row: 0, base: '', theirs: 'B', yours: 'A' },
    { row: 4, base: 'x-1', theirs: '', yours: 'C' },
  ];
  await host.send({ type: 'conflict', rows });
  const dialog = page.getByRole('dialog', { name: 'Someone else has changed the same rows' });
  const keep = dialog.getByRole('button', { name: 'Keep These Labels' });
  await expect(keep).toBeDisabled();
  await dialog.getByRole('radio', { name: 'Set 1, row 1, Theirs: B' }).check();
  await expect(dialog.getByText('1 to decide')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Set 2, row 1, Yours: C' }).check();
  await keep.click();
  const { choices } = await host.until('resolveConflict');
  expect(choices).toEqual([
    [0, 'B'],
    [4, 'C'],
  ]);
  await host.send({ type: 'conflict', rows });
  await press(page, 'Escape');
  await host.until('cancelConflict');
});

test('columns are hidden, pinned and widened, and the host remembers', async ({ page }) => {
  const host = await open(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'name' }).uncheck();
  await page.getByRole('button', { name: 'Pin id' }).click();
  await page.getByRole('button', { name: 'Make town wider' }).click();
  await press(page, 'Escape');
  await expect(page.locator('#row-0 [role=gridcell]')).toHaveText(['', 'p1', 'Ulm']);
  expect(host.all('settings').at(-1)?.settings.layout).toEqual({
    hidden: ['name'],
    pinned: ['id'],
    widths: { town: 200 },
  });
  await expect(page.getByRole('grid')).toBeFocused();
});

test('problems stand in the card with place and chain, lead to the other set and are fixed by one click', async ({
  page,
}) => {
  const host = new SimulatedHost(
    page,
    fileOf(columns, [
      ['s1', 'A', 'Ann', 'Ulm', 'p1'],
      ['s1', 'A', 'Anne', 'Ulm', 'p2'],
      ['s2', 'A', 'Ann', 'Ulm', 'p1'],
      ['s2', 'B', 'Anne', 'Ulm', 'p2'],
    ]),
  );
  await host.open();
  await expect(page.getByText('Rows 1 and 2 are in one group here, which contradicts set 2')).toBeVisible();
  await page.getByRole('button', { name: 'Go to set 2' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  await page.getByRole('button', { name: 'Merge group B into group A' }).click();
  await expect(page.getByText('contradicts')).toHaveCount(0);
  expect(host.labels.get(3)).toBe('A');
});

test('the host’s problems, notices and actions are shown and answered', async ({ page }) => {
  const notice = { severity: 'error' as const, text: 'Saving failed.', actions: [{ id: 'retry', title: 'Retry' }] };
  const host = await open(page);
  await host.send({ type: 'status', status: { ...cleanStatus, notice } });
  await expect(page.getByRole('status')).toHaveText('Saving failed.');
  await page.getByRole('button', { name: 'Retry' }).click();
  expect((await host.until('noticeAction')).id).toBe('retry');
  await host.send({
    type: 'problems',
    problems: [{ severity: 'warning', row: 2, text: 'Labeled otherwise in b.csv.' }],
  });
  await expect(page.getByText('Labeled otherwise in b.csv.')).toBeVisible();
  await host.send({ type: 'action', action: 'nextProblem', context: undefined });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  await host.send({ type: 'action', action: 'hideColumn', context: { column: 'town' } });
  await expect(page.locator('#row-0 [role=gridcell]')).toHaveText(['', 'Ann Miller', 'p1']);
  await host.send({ type: 'action', action: 'copyRow', context: { row: 5 } });
  expect((await host.until('copy')).text).toBe('label\tname\ttown\tid\n\tKarl Crane\tJena\tp6');
  await host.send({ type: 'reveal', row: 0 });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-0');
});

test('a file that cannot be read says why', async ({ page }) => {
  const host = await open(page);
  const bytes = new TextEncoder().encode('a,b\n1,2\n');
  await host.send({
    type: 'open',
    documentVersion: 2,
    name: 'labels.csv',
    bytes,
    labels: [],
    settings: { showDifferences: true, dimEqual: false, layout: { hidden: [], pinned: [], widths: {} } },
    transform: undefined,
    status: cleanStatus,
    strings: {},
  });
  await expect(page.getByRole('alert')).toContainText('no column named "labeling_set_id"');
  await host.until('failed');
});

test('texts come from the host where it has them', async ({ page }) => {
  await open(page, { strings: { progress: '{0} von {1} Zeilen, {2} von {3} Gruppen', columns: 'Spalten' } });
  await expect(page.getByText('1 von 6 Zeilen, 0 von 2 Gruppen')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Spalten' })).toBeVisible();
});

test('a file that is read again keeps the place, the filter and what was arranged', async ({ page }) => {
  const host = await open(page);
  await press(page, '/');
  await page.keyboard.type('stone');
  await press(page, 'Enter', 'ArrowDown', 'b');
  await host.sendOpen();
  await expect(page.getByText('2 of 6 rows shown. 2 hits.')).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-3');
  await expect(page.getByRole('grid')).toBeFocused();
});
