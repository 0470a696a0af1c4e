import { expect, type Locator } from '@playwright/test';
import { test } from './fixtures.ts';
import type { Workbench } from './workbench.ts';

// By palette and by mouse, what the loop does not need: another transform of the same table, its tuning, and its end.
test('a user creates a transform, tunes it, generates, filters, and deletes it', async ({ workbench }) => {
  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons/)).toBeVisible();

  await test.step('create, from the palette, going back once', async () => {
    await workbench.runCommand('Glue Labeling: Create Transform…');
    await workbench.pick(/^\w+$/);
    await workbench.pick('persons');
    await workbench.pick(/^id/);
    await workbench.fillIn('second');
    await workbench.pick('Favor recall');
    await workbench.quickInput.getByRole('button', { name: 'Back' }).click();
    await expect(workbench.quickInput.getByRole('option', { name: /Favor recall/ })).toBeVisible();
    await workbench.pick('Balanced');
    await workbench.pick('Favor accuracy');
    await workbench.pick('No');
    await expect(workbench.quickInput.getByRole('option', { name: /Precision over recall/ })).toContainText('0.5');
    await workbench.pick('Create Transform');
    await expect(second(workbench)).toHaveAccessibleName(/Needs training/);
  });

  await test.step('tune, from its context menu', async () => {
    await workbench.chooseFromMenu(second(workbench), 'Tune Transform…');
    await workbench.pick('Favor precision');
    await workbench.pick('Balanced');
    await workbench.pick('Yes');
    await workbench.pick('Update “second”');
    await expect(workbench.quickInput).toBeHidden();
  });

  await test.step('generate, by its button in the tree', async () => {
    await second(workbench).hover();
    await second(workbench).getByRole('button', { name: 'Generate Labeling Set' }).click();
    await expect(workbench.treeItem(/^Generate labeling set, Succeeded/)).toBeVisible({ timeout: 60_000 });
    await told(workbench, 'A labeling set for “second” is ready in s3://glue-local/labeling-sets/second/.');
  });

  await test.step('what can’t be done says what to do', async () => {
    await workbench.runCommand('Glue Labeling: Export Labels');
    await told(workbench, 'No transform has labels yet. Import some first.');
  });

  await test.step('filter and clear, from the palette', async () => {
    await workbench.runCommand('Glue Labeling: Filter Transforms…');
    await workbench.pick('Name contains…');
    await workbench.fillIn('sec');
    await expect(workbench.treeItem(/^persons/)).toBeHidden();
    await workbench.runCommand('Glue Labeling: Clear Filter');
    await expect(workbench.treeItem(/^persons/)).toBeVisible();
  });

  await test.step('delete, by typing its name', async () => {
    await workbench.chooseFromMenu(second(workbench), 'Delete Transform…');
    await workbench.fillIn('second');
    await expect(second(workbench)).toBeHidden({ timeout: 30_000 });
  });
});

function second(workbench: Workbench): Locator {
  return workbench.treeItem(/^second/);
}

/** Toasts come and go by themselves; the list of notifications keeps them. */
async function told(workbench: Workbench, text: string): Promise<void> {
  await workbench.runCommand('Notifications: Show Notifications');
  await expect(workbench.notification(text)).toBeVisible();
  await workbench.runCommand('Notifications: Clear All Notifications');
}
