import { expect, type Page, test } from '@playwright/test';
import { largeFile } from './files.ts';
import { labels, openPeople, press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

/** Sets of five persons, of whom the last two look alike; the first two of the first set have labels A and B. */
async function openFive(page: Page): Promise<SimulatedHost> {
  const [header = '', ...lines] = new TextDecoder().decode(largeFile(300)).trimEnd().split('\n');
  const rows = lines.filter((_, row) => [0, 2, 4, 6, 7].includes(row % 10));
  const labeled = rows.map((line, row) => (row < 2 ? line.replace(',,', `,${'AB'.charAt(row)},`) : line));
  const host = new SimulatedHost(page, new TextEncoder().encode([header, ...labeled, ''].join('\n')));
  await host.open();
  return host;
}

/** Suggested labels of a set, from top to bottom. */
const proposed = (page: Page, set: number) =>
  page.getByRole('rowgroup', { name: `Labeling set ${set} of` }).locator('[data-proposed]');

const proposedNames = (page: Page, set: number) =>
  proposed(page, set).evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-proposed')));

test('what is labeled by hand while a suggestion waits is not joined by accepting it', async ({ page }) => {
  const host = await openFive(page);
  await press(page, 'Home', 'ArrowDown', 'ArrowDown', ';');
  expect(await proposedNames(page, 1)).toEqual(['D', 'C', 'C']);
  await press(page, '.');
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'D', '', '']);
  await press(page, 'ArrowUp', 'c');
  expect(await proposedNames(page, 1)).toEqual(['D', 'D']);
  await press(page, '+');
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'C', 'D', 'D']);
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  await host.undo();
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'C', '', '']);
});

test('a suggestion keeps in step with undo and with other editors, and goes when no row is left', async ({ page }) => {
  const host = await openFive(page);
  await press(page, ';', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'k');
  expect(await proposedNames(page, 1)).toEqual(['D', 'K']);
  await host.undo();
  expect(await proposedNames(page, 1)).toEqual(['D', 'K', 'K']);
  const merge = (changes: readonly [row: number, after: string][]) =>
    host.send({
      type: 'labels',
      documentVersion: 9,
      reason: 'merge',
      editName: '',
      changes: changes.map(([row, after]) => ({ row, before: '', after })),
      origin: undefined,
    });
  await merge([[2, 'K']]);
  expect(await proposedNames(page, 1)).toEqual(['C', 'C']);
  await merge([
    [3, 'E'],
    [4, 'F'],
  ]);
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  await press(page, '+');
  await expect(page.getByRole('status')).toHaveText(/^No suggestion waits/);
});

test('Enter does not contradict a waiting suggestion unasked', async ({ page }) => {
  await openFive(page);
  await press(page, ';', 'Enter');
  await expect(page.getByRole('status')).toHaveText(/^A suggestion waits\./);
  await expect(page.getByText('Enter again puts every unlabeled row on its own instead.').first()).toBeVisible();
  await expect(labels(page, 1)).toHaveText(['A', 'B', '', '', '']);
  await press(page, 'Enter');
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'C', 'D', 'E']);
  await expect(page.getByText('Suggested:')).toHaveCount(0);
});

test('Enter does what a suggestion of single rows would do', async ({ page }) => {
  await openFive(page);
  await press(page, 'End', '1', 'ArrowUp', '2', ';');
  expect(await proposedNames(page, 1)).toEqual(['C']);
  await press(page, 'Enter');
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'C', '2', '1']);
});

test('a set without a suggestion is finished at once', async ({ page }) => {
  await openPeople(page);
  await press(page, ';', '-', 'Enter');
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'C', 'D']);
});

test('the finish screen counts what was accepted, also after undo and after the tab was hidden', async ({ page }) => {
  const host = await openFive(page);
  const summary = page.getByRole('dialog', { name: 'All rows are labeled' }).locator('div', {
    hasText: 'labels from suggestions',
  });
  await press(page, ';', '+');
  await host.undo();
  await press(page, 'Home', 'ArrowDown', 'ArrowDown', 'c', ';', '+');
  await host.reload();
  await press(page, ...Array.from({ length: 30 }, () => 'Enter'));
  await expect(summary.last()).toHaveText('2labels from suggestions');
});
