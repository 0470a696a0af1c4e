import { expect, test } from '@playwright/test';
import type { EditorAction } from '../../src/shared/protocol.ts';
import { fileOf } from './files.ts';
import { labels, openPeople, peopleColumns, press } from './people.ts';
import { SimulatedHost } from './simulatedHost.ts';

test('a menu acts on the set and the row that it was opened on, wherever the cursor is', async ({ page }) => {
  const host = await openPeople(page);
  const act = (action: EditorAction, context: Record<string, string | number>) =>
    host.send({ type: 'action', action, context });
  await act('finishSet', { webviewSection: 'set', set: 1 });
  await expect(labels(page, 2)).toHaveText(['x-1', 'A']);
  await expect(labels(page, 1)).toHaveText(['', '', '', '']);
  await press(page, 'Home');
  await act('suggestSet', { webviewSection: 'row', row: 5, set: 1 });
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  await act('newGroup', { webviewSection: 'row', row: 2, set: 0 });
  await expect(labels(page, 1)).toHaveText(['', '', 'A', '']);
  await act('clearLabel', { webviewSection: 'row', row: 4, set: 1 });
  await expect(labels(page, 2)).toHaveText(['', 'A']);
  await act('sameAsBelow', { webviewSection: 'row', row: 0, set: 0 });
  await expect(labels(page, 1)).toHaveText(['B', 'B', 'A', '']);
  await act('fileOrder', { webviewSection: 'set', set: 0 });
  await expect.poll(() => host.all('settings').at(-1)?.settings.order).toBe('similarity');
});

test('the menu of a row shows that row in full, also where another one is shown', async ({ page }) => {
  const host = await openPeople(page);
  const peek = page.getByRole('region', { name: 'Row in full' });
  await press(page, "'");
  await expect(peek).toContainText('Ann Miller');
  await host.send({ type: 'action', action: 'peek', context: { row: 5, set: 1 } });
  await expect(peek).toContainText('Karl Crane');
  await host.send({ type: 'action', action: 'peek', context: undefined });
  await expect(peek).toHaveCount(0);
});

test('a new group of rows of several sets is new in each of them', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(peopleColumns, [
      ['s1', '', 'Ann Miller', 'Ulm', 'p1'],
      ['s2', '', 'Bob Stone', 'Bonn', 'p2'],
      ['s2', 'A', 'Carl Crane', 'Jena', 'p3'],
    ]),
  );
  await host.open();
  await press(page, 'Shift+ArrowDown', '.');
  await expect(labels(page, 1)).toHaveText(['B']);
  await expect(labels(page, 2)).toHaveText(['B', 'A']);
});

test('what keys do without a modifier is also done by commands, which can be bound anew', async ({ page }) => {
  const host = await openPeople(page);
  const act = (action: EditorAction, context?: Record<string, string | number>) =>
    host.send({ type: 'action', action, context });
  await act('previousUnlabeled');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-5');
  await act('sameAsAbove');
  await expect(labels(page, 2)).toHaveText(['x-1', 'x-1']);
  await act('sameAsAbove', { row: 3, set: 0 });
  await expect(labels(page, 1)).toHaveText(['', '', 'A', 'A']);
  await act('suggestSet', { set: 0 });
  await press(page, ']');
  await act('rejectSuggestion', { set: 0 });
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  await act('suggestSet', { set: 0 });
  await act('acceptSuggestion', { set: 0 });
  await expect(labels(page, 1)).toHaveText(['B', 'B', 'A', 'A']);
  await host.send({
    type: 'problems',
    problems: [{ severity: 'warning', row: 2, text: 'Labeled otherwise.', elsewhere: [], fixes: [] }],
  });
  await act('previousProblem');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
});

test('the menu key gets the menu of the row at hand; between the cards there is none', async ({ page }) => {
  await openPeople(page);
  await press(page, ']', ';');
  const context = await page.getByRole('grid').getAttribute('data-vscode-context');
  expect(JSON.parse(context ?? '')).toEqual({ webviewSection: 'row', row: 5, set: 1, suggested: true });
  const first = await page.locator('.frame').first().boundingBox();
  const between = await page.evaluate(
    ([x = 0, y = 0]) => document.elementFromPoint(x, y)?.closest('[data-vscode-context]')?.tagName,
    [(first?.x ?? 0) + 200, (first?.y ?? 0) + (first?.height ?? 0) + 6],
  );
  expect(between).toBe('BODY');
});
