import { expect, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { labels, openPeople, press } from './people.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';

test('by keys alone a row joins a group of any name, and goes on', async ({ page }) => {
  await openPeople(page);
  await press(page, ']', ',');
  const picker = page.getByRole('group', { name: 'Put in group' });
  await expect(picker.getByRole('textbox')).toBeFocused();
  await expect(picker.getByRole('textbox')).toHaveAccessibleDescription('Enter chooses: x-1');
  await press(page, 'Enter');
  await expect(labels(page, 2)).toHaveText(['x-1', 'x-1']);
  await expect(page.getByRole('grid')).toBeFocused();
});

test('typing finds a group, arrows go through them, Escape leaves', async ({ page }) => {
  const names = ['x-1', 'x-2', 'AA', 'A'];
  await new SimulatedHost(
    page,
    fileOf(
      ['name'],
      [...names, '', '', '', ''].map((name, row) => ['s1', name, `name ${row}`]),
    ),
  ).open();
  await press(page, 'End', 'ArrowUp', 'ArrowUp', 'ArrowUp', ',', '2', 'Enter');
  await expect(labels(page, 1)).toHaveText([...names, 'x-2', '', '', '']);
  await press(page, ',', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
  await expect(labels(page, 1)).toHaveText([...names, 'x-2', 'AA', '', '']);
  await press(page, ',', 'ArrowDown', 'a', 'Escape');
  await expect(page.getByRole('group', { name: 'Put in group' })).toHaveCount(0);
  await expect(page.getByRole('grid')).toBeFocused();
  await press(page, ',', 'ArrowDown', 'a', 'b');
  await expect(page.getByRole('textbox')).toHaveValue('ab');
  await press(page, 'Enter');
  await expect(labels(page, 1)).toHaveText([...names, 'x-2', 'AA', 'ab', '']);
  await press(page, 'ArrowUp', ',', 'ArrowUp', 'Enter');
  await expect(labels(page, 1)).toHaveText([...names, 'x-2', 'AA', '', '']);
});

test('the picker acts on all selected rows, from a menu on the row that was clicked', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'Shift+ArrowDown');
  await host.send({ type: 'action', action: 'chooseGroup', context: { row: 5, set: 1 } });
  await press(page, 'Enter');
  await expect(labels(page, 2)).toHaveText(['x-1', 'x-1']);
  await press(page, '[', 'Shift+ArrowDown');
  await host.send({ type: 'action', action: 'chooseGroup', context: undefined });
  await press(page, 'Enter');
  await expect(labels(page, 1)).toHaveText(['A', 'A', '', '']);
});

test('a read-only file has nothing to pick', async ({ page }) => {
  await openPeople(page, { status: { ...cleanStatus, readOnly: 'You may not write here.' } });
  await press(page, ',');
  await expect(page.getByRole('group', { name: 'Put in group' })).toHaveCount(0);
  await expect(page.getByRole('status')).toHaveText('This file is read-only. You may not write here.');
});
