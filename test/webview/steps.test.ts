import { expect, test } from '@playwright/test';
import { openPeople, press } from './people.ts';
import { cleanStatus } from './simulatedHost.ts';

const title = 'All rows are labeled';

test('Enter on the finish screen takes the step, but not the Enter that brought it up', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a', 'a', 'Enter');
  await page.keyboard.down('Enter');
  const finish = page.getByRole('dialog', { name: title });
  await expect(finish).toBeVisible();
  // Held down, it repeats.
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  expect(host.all('step')).toEqual([]);
  await press(page, 'Enter');
  expect((await host.until('step')).step).toBe('import');
  await expect(finish).toHaveCount(0);
});

test('the Enter that follows the last letter at once is the habit of finishing a set', async ({ page }) => {
  const host = await openPeople(page);
  // As fast as can be typed: in the same moment as the dialog is there.
  await page.evaluate(() => {
    new MutationObserver((_changes, observer) => {
      const dialog = document.querySelector('dialog');
      if (dialog) {
        observer.disconnect();
        dialog.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  await press(page, 'a', 'b', 'c', 'd', 'Control+End', 'b');
  await expect(page.getByRole('dialog', { name: title })).toBeVisible();
  await expect
    .poll(async () => {
      await press(page, 'Enter');
      return host.all('step').length;
    })
    .toBe(1);
});

test('an imported file says so, and its button is the next step', async ({ page }) => {
  const host = await openPeople(page);
  const at = new Date();
  at.setHours(21, 39);
  await host.send({
    type: 'status',
    status: { ...cleanStatus, step: 'estimate', imported: { at: at.getTime(), labels: 100 } },
  });
  await expect(page.locator('.imported')).toHaveText(/^Imported (21:39|09:39.PM) · 100 labels$/);
  // Each button's tooltip has its key.
  for (const button of await page.locator('.bar button').all()) {
    await expect(button).toHaveAttribute('title', /^.+ \(.+\)$/);
  }
  const estimate = page.getByRole('button', { name: 'Estimate Quality' });
  await expect(estimate).toHaveAttribute('title', 'Estimate Quality (Alt+Enter)');
  await estimate.click();
  expect((await host.until('step')).step).toBe('estimate');
  await host.send({ type: 'status', status: { ...cleanStatus, step: 'estimating' } });
  await expect(page.getByRole('button', { name: 'Estimating…' })).toBeDisabled();
  await host.send({ type: 'status', status: { ...cleanStatus, step: undefined } });
  await expect(page.locator('.bar button').last()).toHaveText('Columns');
});
