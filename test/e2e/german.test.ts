import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test.use({ language: 'de' });

test('commands, the view, what it tells and the labeling editor speak German', async ({ workbench }) => {
  await workbench.showView('Glue Labeling');
  const persons = workbench.treeItem(/^persons/);
  await workbench.chooseFromMenu(persons, 'Labeling-Set erzeugen');
  await workbench.expand(persons);
  await workbench.waitFor(workbench.treeItem(/^Labeling-Set erzeugen, Erfolgreich/).first(), 60_000);
  await workbench.runCommand('Glue Labeling: Labeling-Set öffnen');
  const page = workbench.webview();
  await expect(page.getByRole('grid', { name: 'Labeling-Sets' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^0 von \d+ Zeilen gelabelt, 0 von \d+ Sets fertig$/)).toBeVisible();
  await page.getByRole('grid').click();
  await page.getByRole('grid').press('?');
  await expect(page.getByRole('dialog', { name: 'Tasten des Labeling-Editors' })).toBeVisible();
});
