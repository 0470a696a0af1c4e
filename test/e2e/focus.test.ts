import { expect } from '@playwright/test';
import { test } from './promptBench.ts';

// After a dialog, a picker or a notification of ours the focus is where the user types next: in the labeling editor,
// from which it was asked for.

const keys = {
  'glueLabeling.importLabels': 'ctrl+alt+f1',
  'glueLabeling.changeGuidelines': 'ctrl+alt+f2',
  'glueLabeling.estimateQuality': 'ctrl+alt+f3',
};

test.use({ keys });

test('the focus is back in the labeling editor after dialogs, pickers and notifications', async ({ bench }) => {
  const { page, quickInput } = bench.workbench;
  const dialog = page.locator('.monaco-dialog-box');

  await test.step('a modal question, left by Escape and by its button', async () => {
    await page.keyboard.press('a');
    await bench.editor.expectProgress(1, 12, 0, 2);
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => dialog.getByRole('button', { name: 'Cancel' }).click(),
    ]) {
      await page.keyboard.press('Control+Alt+F1');
      await bench.expectQuestion('Import Labels');
      await page.keyboard.type('persons');
      await expect(quickInput.getByRole('option')).toHaveText(/persons/);
      await page.keyboard.press('Enter');
      await expect(dialog).toContainText('has unsaved labels');
      await leave();
      await expect(dialog).toBeHidden();
      await bench.expectEditorFocused();
    }
    await page.keyboard.press('Control+z');
    await bench.expectUntouched();
  });

  await test.step('a file dialog', async () => {
    await page.keyboard.press('Control+Alt+F2');
    await bench.workbench.expectInput(/^\//);
    await page.keyboard.press('Escape');
    await expect(quickInput).toBeHidden();
    await bench.expectEditorFocused();
  });

  await test.step('a notification, while it is there and when it is closed', async () => {
    await page.keyboard.press('Control+Alt+F3');
    await bench.expectQuestion('Estimate Quality');
    await page.keyboard.type('persons');
    await expect(quickInput.getByRole('option')).toHaveText(/persons/);
    await page.keyboard.press('Enter');
    const told = page.locator('.notification-list-item');
    await expect(told).toBeVisible();
    await bench.expectEditorFocused();
    await told.hover();
    await told.getByRole('button', { name: /^Clear Notification/ }).click();
    await expect(told).toBeHidden();
    await bench.expectEditorFocused();
  });
  await bench.expectUntouched();
});
