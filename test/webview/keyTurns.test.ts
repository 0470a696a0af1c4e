import { expect, type Page, test } from '@playwright/test';
import { labels, openPeople, press } from './people.ts';

/** Has the page lose or gain the focus, as far as it can see. */
async function tellFocus(page: Page, event: 'focus' | 'blur'): Promise<void> {
  await page.evaluate((type) => window.dispatchEvent(new Event(type)), event);
}

test('keys wait while a command is about to ask, and are done when it does not', async ({ page }) => {
  const host = await openPeople(page);
  host.keepsKeys = true;
  await press(page, 'Control+Alt+1');
  const { turn } = await host.until('askKeys');
  await press(page, 'a', 'b', 'Enter', ' ');
  expect(host.all('edit')).toEqual([]);
  await host.send({ type: 'keys', turn });
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'C', 'D']);
  await press(page, 'Home', 'c');
  await expect.poll(() => host.all('edit').length).toBeGreaterThan(1);
});

test('what waited is handed over when the focus goes to what asks, as text only', async ({ page }) => {
  const host = await openPeople(page);
  host.keepsKeys = true;
  await tellFocus(page, 'focus');
  const { turn } = await host.until('askKeys');
  await press(page, 's', '3', ':', '0', 'x', 'Backspace', 'Shift+T', 'ArrowDown', 'Enter');
  await tellFocus(page, 'blur');
  expect((await host.until('typedAhead')).text).toBe('s3:0T');
  await host.send({ type: 'keys', turn });
  expect(host.all('edit')).toEqual([]);
  host.keepsKeys = false;
  await tellFocus(page, 'focus');
  await expect.poll(() => host.all('askKeys').length).toBe(2);
  await press(page, 'b');
  await expect(labels(page, 1).first()).toHaveText('B');
});

test('an answer to an earlier question opens nothing', async ({ page }) => {
  const host = await openPeople(page);
  host.keepsKeys = true;
  await press(page, 'Control+Alt+1', 'Control+Alt+2');
  await expect.poll(() => host.all('askKeys').length).toBe(2);
  const [first, second] = host.all('askKeys').map(({ turn }) => turn);
  await press(page, 'a');
  await host.send({ type: 'keys', turn: first ?? 0 });
  expect(host.all('edit')).toEqual([]);
  await host.send({ type: 'keys', turn: second ?? 0 });
  await expect(labels(page, 1).first()).toHaveText('A');
});

test('the second key of a chord that begins with Ctrl+K is VS Code’s', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'Control+k', 's');
  await expect.poll(() => host.all('askKeys').length).toBe(2);
  expect(host.all('edit')).toEqual([]);
  await press(page, 's');
  await expect(labels(page, 1).first()).toHaveText('S');
});

test('what is typed for the filter before its field is there goes into it', async ({ page }) => {
  const host = await openPeople(page);
  host.keepsKeys = true;
  await press(page, 'Control+f');
  const { turn } = await host.until('askKeys');
  await page.keyboard.type('crane');
  await host.send({ type: 'action', action: 'filter', context: undefined });
  await host.send({ type: 'keys', turn });
  await expect(page.getByRole('textbox')).toHaveValue('crane');
  await expect(page.locator('[data-row]')).toHaveCount(2);
  expect(host.all('edit')).toEqual([]);
});

test('a page without the focus does not take it, for a dialog neither', async ({ page }) => {
  const host = await openPeople(page);
  await page.evaluate(() => {
    document.hasFocus = () => false;
    document.getElementById('labeling-sets')?.blur();
  });
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  await host.send({ type: 'action', action: 'filter', context: undefined });
  await host.send({ type: 'conflict', rows: [{ row: 0, base: '', theirs: 'A', yours: 'B' }] });
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await focused()).toBe('BODY');
  await page.evaluate(() => {
    document.hasFocus = () => true;
  });
  await tellFocus(page, 'focus');
  await expect(page.getByRole('dialog')).toBeFocused();
});
