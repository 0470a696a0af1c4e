import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

/** A set of 40 rows, which is many, one of two whose labels differ only by case, and one without a problem. */
async function open(page: Page): Promise<SimulatedHost> {
  const many = Array.from({ length: 40 }, (_, row) => ['many', '', `name ${row}`]);
  const host = new SimulatedHost(
    page,
    fileOf(
      ['name'],
      [...many, ['case', 'A', 'Ann'], ['case', 'a', 'Anne'], ['good', 'A', 'Bob'], ['good', 'B', 'Carl']],
    ),
  );
  await host.open();
  await page.getByRole('button', { name: 'Set 2: 2 of 2 rows labeled, 1 warning' }).waitFor();
  return host;
}

const expectRow = (page: Page, row: number) =>
  expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', `row-${row}`);

test('F8 goes from problem to problem, not from row to row, and Shift+F8 back', async ({ page }) => {
  const host = await open(page);
  await host.send({
    type: 'problems',
    problems: [{ severity: 'warning', row: 43, text: 'Labeled otherwise.', elsewhere: [], fixes: [] }],
  });
  for (const row of [40, 43, 0, 40]) {
    await press(page, 'F8');
    await expectRow(page, row);
  }
  await press(page, 'Shift+F8');
  await expectRow(page, 0);
});

test('F8 goes to the first row of the problem that the filter shows', async ({ page }) => {
  await open(page);
  await press(page, '/');
  await page.keyboard.type('name 7');
  await press(page, 'Enter', 'F8');
  await expect(page.getByRole('status')).toHaveText('Set 1 of 3, row 8.');
  await expectRow(page, 7);
});

test('the filter for problems shows all rows of a set that something is wrong with', async ({ page }) => {
  await open(page);
  await press(page, '/');
  await page.getByRole('button', { name: 'With problems' }).click();
  await expect(page.getByText('42 of 44 rows shown.', { exact: true })).toBeVisible();
});

test('the rail marks a set of which only the host knows a problem', async ({ page }) => {
  const host = await open(page);
  const cell = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true });
  await expect(cell('Set 3: 2 of 2 rows labeled')).not.toHaveClass(/warn/);
  await host.send({
    type: 'problems',
    problems: [{ severity: 'warning', row: 43, text: 'Labeled otherwise.', elsewhere: [], fixes: [] }],
  });
  await expect(cell('Set 3: 2 of 2 rows labeled, 1 warning')).toHaveClass(/warn/);
  await host.send({ type: 'problems', problems: [] });
  await expect(cell('Set 3: 2 of 2 rows labeled')).not.toHaveClass(/warn/);
});

test('a click in the rail goes to the first unlabeled row of the set and gives the grid the keys', async ({ page }) => {
  await open(page);
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Set 3:/ })
    .click();
  await expectRow(page, 42);
  await press(page, 'a');
  await expectRow(page, 43);
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Set 1:/ })
    .click();
  await expectRow(page, 0);
  await press(page, 'a');
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Set 1: 1 of 40/ })
    .click();
  await expectRow(page, 1);
});
