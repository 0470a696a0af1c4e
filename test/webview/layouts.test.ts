import { expect, type Page, test } from '@playwright/test';
import { labels, openPeople } from './people.ts';

type Modifiers = Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'modifierAltGraph', boolean>>;

/** Presses a key as another keyboard layout sends it. */
async function type(page: Page, key: string, code: string, modifiers: Modifiers = {}): Promise<boolean> {
  return page
    .getByRole('grid')
    .evaluate(
      (grid, init) => grid.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })),
      { key, code, ...modifiers },
    );
}

test('letters of other scripts label by the place of the key', async ({ page }) => {
  await openPeople(page);
  await type(page, 'ф', 'KeyA');
  await type(page, 'β', 'KeyB');
  await type(page, 'ש', 'KeyA');
  await type(page, 'С', 'KeyC', { shiftKey: true });
  await expect(labels(page, 1)).toHaveText(['A', 'B', 'A', 'C']);
  await type(page, 'х', 'BracketLeft');
  await type(page, 'ф', 'KeyA', { ctrlKey: true });
  await expect(page.getByRole('row', { selected: true })).toHaveCount(4);
  await type(page, 'ъ', 'BracketRight');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-5');
});

test('a layout with Latin letters has its own places', async ({ page }) => {
  await openPeople(page);
  await type(page, 'a', 'KeyQ');
  await type(page, 'm', 'Semicolon');
  await type(page, 'é', 'KeyW');
  await type(page, '&', 'Digit1');
  await expect(labels(page, 1)).toHaveText(['A', 'M', '', '']);
  await type(page, '1', 'Digit1', { shiftKey: true });
  await expect(labels(page, 1)).toHaveText(['A', 'M', '1', '']);
});

test('keys with Alt are VS Code’s or the system’s, but for what Alt Gr types', async ({ page }) => {
  await openPeople(page);
  await type(page, 'ArrowDown', 'ArrowDown');
  const taken = await Promise.all([
    type(page, ' ', 'Space', { altKey: true }),
    type(page, '.', 'Period', { altKey: true }),
    type(page, 'a', 'KeyA', { altKey: true }),
  ]);
  expect(taken, 'nobody prevented them').toEqual([true, true, true]);
  await expect(labels(page, 1)).toHaveText(['', '', '', '']);
  await type(page, ']', 'Digit9', { altKey: true, ctrlKey: true, modifierAltGraph: true });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-5');
});

test('on a Mac, Option types brackets and the help names Command', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' }));
  await openPeople(page);
  await type(page, ']', 'Digit6', { altKey: true });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-5');
  await type(page, ' ', 'Space', { altKey: true });
  await expect(labels(page, 2)).toHaveText(['x-1', '']);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys of the labeling editor' });
  await expect(help).toContainText('⌘Z');
  await expect(help).toContainText('⌘+click');
  await expect(help).not.toContainText('Ctrl');
});
