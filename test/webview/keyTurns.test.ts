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
  expect((await host.until('left')).typed).toBe('s3:0T');
  await host.send({ type: 'keys', turn });
  expect(host.all('edit')).toEqual([]);
  host.keepsKeys = false;
  await tellFocus(page, 'focus');
  await expect.poll(() => host.all('askKeys').length).toBe(2);
  await press(page, 'b');
  await expect(labels(page, 1).first()).toHaveText('B');
});

test('what is typed while the filter has the focus waits as well, and goes where the focus goes', async ({ page }) => {
  const host = await openPeople(page);
  const field = page.getByRole('search').getByRole('textbox');
  await press(page, '/', 'c', 'r');
  await expect(field).toHaveValue('cr');
  host.keepsKeys = true;
  await press(page, 'Control+Alt+1');
  await expect.poll(() => host.all('askKeys').length).toBe(1);
  await press(page, 'x', 'Backspace', 'y', 'Enter');
  await expect(field).toHaveValue('cr');
  await tellFocus(page, 'blur');
  expect((await host.until('left')).typed).toBe('y');
  await tellFocus(page, 'focus');
  await expect.poll(() => host.all('askKeys').length).toBe(2);
  await press(page, 'z', 'Backspace', 'a', 'n', 'Enter');
  await expect(field).toHaveValue('cr');
  await host.send({ type: 'keys', turn: host.all('askKeys').at(-1)?.turn ?? 0 });
  await expect(field).toHaveValue('cran');
  // Enter has left the field, with what was typed.
  await expect(field).not.toBeFocused();
  await expect(page.locator('[data-row]')).toHaveCount(2);
  expect(host.all('edit')).toEqual([]);
});

test('VS Code is told of no character that is typed in the page, but of its own keys', async ({ page }) => {
  await openPeople(page);
  await page.evaluate(() => {
    window.addEventListener('keydown', ({ key }) => {
      document.title += key;
    });
    document.title = '';
  });
  await press(page, 'a', '!', '/', 'x', 'F7', 'Control+b');
  expect(await page.title()).toBe('F7Controlb');
});

test('asked whether it has the focus still, a page that has lost it since says nothing', async ({ page }) => {
  const host = await openPeople(page);
  host.keepsKeys = true;
  await tellFocus(page, 'focus');
  const { turn } = await host.until('askKeys');
  await host.send({ type: 'askAgain', turn });
  await expect.poll(() => host.all('askKeys')).toMatchObject([{ again: false }, { turn, again: true }]);
  await press(page, 'a');
  await tellFocus(page, 'blur');
  await host.send({ type: 'askAgain', turn });
  await tellFocus(page, 'focus');
  await expect.poll(() => host.all('askKeys').length).toBe(3);
  expect(host.all('askKeys').at(-1)?.again).toBe(false);
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
