import { expect, test } from '@playwright/test';
import { fileOf, largeFile } from './files.ts';
import { openPeople, peopleColumns, press } from './people.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';

test('the filter field keeps the keys while nothing is found and when there is a hit again', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('cranex');
  await expect(page.getByText('No row matches the filter.')).toBeVisible();
  await press(page, 'Backspace');
  await expect(page.locator('[data-row]')).toHaveCount(2);
  await press(page, 'Backspace');
  await expect(page.getByRole('textbox')).toHaveValue('cran');
  await expect(page.getByRole('textbox')).toBeFocused();
  expect(host.all('edit')).toEqual([]);
});

test('what is typed into the filter of a large file outlives what is drawn before it is applied', async ({ page }) => {
  const host = new SimulatedHost(page, largeFile(20_000));
  await host.open();
  await press(page, '/');
  const shown = await page.evaluate(
    async (status) => {
      document.execCommand('insertText', false, 'rec-1999');
      const field = document.activeElement;
      window.postMessage({ type: 'status', status }, '*');
      await new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return field instanceof HTMLInputElement ? field.value : '';
    },
    { ...cleanStatus, readOnly: 'No rights.' },
  );
  expect(shown).toBe('rec-1999');
  await expect(page.getByText('11 of 20000 rows shown. 11 matches.')).toBeVisible();
});

test('Enter in the filter field of a large file applies what has just been typed', async ({ page }) => {
  await new SimulatedHost(page, largeFile(20_000)).open();
  await press(page, '/');
  await page.keyboard.insertText('rec-1999');
  await press(page, 'Enter');
  await expect(page.getByText('11 of 20000 rows shown. 11 matches.')).toBeVisible();
  await expect(page.getByRole('grid')).toBeFocused();
});

test('after a click on a button the keys are the grid’s again', async ({ page }) => {
  const host = await openPeople(page);
  const grid = page.getByRole('grid');
  await page.getByRole('button', { name: 'Suggest groups' }).first().click();
  await press(page, '+');
  await expect.poll(() => host.all('edit').length).toBe(1);
  await press(page, '/');
  for (const name of ['Differences', 'Suggest', 'Unlabeled', 'Apply again', 'Unlabeled']) {
    await page.getByRole('button', { name, exact: true }).first().click();
    await expect(grid, name).toBeFocused();
  }
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('checkbox', { name: 'name' })).toBeFocused();
});

test('who presses a switch by keyboard stays on it', async ({ page }) => {
  await openPeople(page);
  await press(page, '/');
  for (const name of ['Differences', 'Suggest', 'Unlabeled']) {
    const button = page.getByRole('button', { name, exact: true }).first();
    await button.focus();
    await press(page, 'Enter');
    await expect(button).toHaveAttribute('aria-pressed', name === 'Differences' ? 'false' : 'true');
    await expect(button).toBeFocused();
  }
});

test('a button that goes when it is pressed leaves the keys to the grid', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(peopleColumns, [
      ['s1', 'A', 'Ann', 'Ulm', 'p1'],
      ['s1', 'a', 'Anne', 'Ulm', 'p2'],
      ['s1', '', 'Bob', 'Bonn', 'p3'],
      ['s2', 'A', 'Ann', 'Ulm', 'p1'],
      ['s2', 'A', 'Anne', 'Ulm', 'p2'],
      // So that not all is labeled, which would open the finish screen.
      ['s3', '', 'Carl', 'Jena', 'p4'],
    ]),
  );
  await host.open();
  const grid = page.getByRole('grid');
  const pressed = async (name: string) => {
    const button = page.getByRole('button', { name }).first();
    await button.focus();
    await press(page, 'Enter');
    await expect(button).toHaveCount(0);
    await expect(grid, name).toBeFocused();
  };
  await press(page, ';');
  await pressed('Reject');
  await press(page, ';');
  await pressed('Accept');
  const fix = page.locator('.fix').first();
  await grid.focus();
  for (let stop = 0; stop < 9 && !(await fix.evaluate((button) => button === document.activeElement)); stop++) {
    await press(page, 'Tab');
  }
  await expect(fix).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByText('differ only by case')).toHaveCount(0);
  await expect(grid).toBeFocused();
});

test('a link to a row, by keyboard, takes the keys there', async ({ page }) => {
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
  const grid = page.getByRole('grid');
  await press(page, 'End');
  for (const [name, row] of [
    ['Go to row', 0],
    ['Go to set 2', 3],
  ] as const) {
    await page.getByRole('button', { name }).first().focus();
    await press(page, 'Enter');
    await expect(grid).toHaveAttribute('aria-activedescendant', `row-${row}`);
    await expect(grid).toBeFocused();
  }
});

test('Escape closes the columns from their search field, and clears the filter from its switches', async ({ page }) => {
  const columns = Array.from({ length: 14 }, (_, column) => `column${column}`);
  await new SimulatedHost(page, fileOf(columns, [['s1', '', ...columns]])).open();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('searchbox').fill('7');
  await press(page, 'Escape');
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await expect(page.getByRole('grid')).toBeFocused();
  for (const name of ['Unlabeled', 'With problems']) {
    await press(page, '/');
    const button = page.getByRole('button', { name });
    await button.focus();
    await press(page, 'Enter', 'Escape');
    await expect(page.getByRole('search')).toHaveCount(0);
    await expect(page.getByRole('grid')).toBeFocused();
  }
});

test('the toolbar is one tab stop, along which arrows move', async ({ page }) => {
  const host = await openPeople(page);
  const button = (name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true });
  const stops = page.getByRole('toolbar').locator('[tabindex="0"]');
  await expect(stops).toHaveText(['Filter']);
  await press(page, 'Shift+Tab', 'Shift+Tab');
  await expect(button('Filter')).toBeFocused();
  for (const [key, name] of [
    ['ArrowRight', 'Differences'],
    ['End', 'Save and Import'],
    ['ArrowRight', 'Filter'],
    ['ArrowLeft', 'Save and Import'],
    ['Home', 'Filter'],
    ['ArrowRight', 'Differences'],
  ] as const) {
    await press(page, key);
    await expect(button(name)).toBeFocused();
    await expect(stops).toHaveText([name]);
  }
  await press(page, 'Tab');
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Set 1/ })).toBeFocused();
  await press(page, 'Shift+Tab');
  await expect(button('Differences')).toBeFocused();
  await press(page, 'End');
  await host.send({ type: 'status', status: { ...cleanStatus, saving: true } });
  await expect(stops, 'a button that is disabled is no stop').toHaveText(['Filter']);
});
