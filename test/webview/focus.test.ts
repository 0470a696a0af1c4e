import { expect, test } from '@playwright/test';
import { largeFile } from './files.ts';
import { openPeople, press } from './people.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';

test('the filter field keeps the keys while nothing is found and when there is a hit again', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('cranex');
  await expect(page.getByText('No row meets the filter.')).toBeVisible();
  await press(page, 'Backspace');
  await expect(page.getByRole('row')).toHaveCount(2);
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
  await expect(page.getByText('11 of 20000 rows shown. 11 hits.')).toBeVisible();
});

test('Enter in the filter field of a large file applies what has just been typed', async ({ page }) => {
  await new SimulatedHost(page, largeFile(20_000)).open();
  await press(page, '/');
  await page.keyboard.insertText('rec-1999');
  await press(page, 'Enter');
  await expect(page.getByText('11 of 20000 rows shown. 11 hits.')).toBeVisible();
  await expect(page.getByRole('grid')).toBeFocused();
});
