import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { test } from './fixtures.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects } from './localObjects.ts';
import type { Workbench } from './workbench.ts';

/** The problem of a set with the labels "A" and "A ". */
const alike = /differ only in case or blanks/;

/** Labels the first two rows of the second set, of ten rows each, so that it has a problem. */
function withProblem(text: string): string {
  const label = (line: string, name: string) => line.replace(/^([^,]*),[^,]*,/, `$1,${name},`);
  return text
    .split('\n')
    .map((line, at) => (at === 11 ? label(line, 'A') : at === 12 ? label(line, 'A ') : line))
    .join('\n');
}

async function problem(workbench: Workbench): Promise<Locator> {
  await workbench.runCommand('Problems: Focus on Problems View');
  const found = workbench.page.locator('.markers-panel').getByRole('treeitem', { name: alike });
  await expect(found).toBeVisible();
  return found;
}

async function expectOnlyLabelingEditor(workbench: Workbench, name: RegExp): Promise<void> {
  await expect(workbench.page.locator('.tabs-container').getByRole('tab')).toHaveCount(1);
  await expect(workbench.editorTab(name)).toHaveAttribute('aria-selected', 'true');
  await expect(workbench.page.locator('.editor-instance .monaco-editor')).toHaveCount(0);
}

test('from the Problems panel to the row and to the fix, with the labeling editor only', async ({
  workbench,
  localRoot,
}) => {
  await workbench.showView('Glue Labeling');
  await workbench.expand(workbench.treeItem(/^persons/));
  await workbench.runCommand('Glue Labeling: Generate Labeling Set');
  await workbench.waitFor(workbench.treeItem(/^Generate labeling set, Succeeded/).first(), 60_000);
  const objects = new LocalObjects(localRoot);
  const [file = { bucket: '', key: '' }] = await objects.list('glue-local', 'labeling-sets/');
  const text = new TextDecoder().decode(await objects.read(file));
  await objects.write(file, new TextEncoder().encode(withProblem(text)));
  objects.close();
  await workbench.runCommand('Glue Labeling: Open Labeling Set');
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  await expect(editor.grid).toHaveAttribute('aria-activedescendant', 'row-0');

  const told = await problem(workbench);
  await test.step('a click on the problem keeps the labeling editor in front', async () => {
    await told.click();
    await expectOnlyLabelingEditor(workbench, /\.csv/);
    await expect(editor.grid).toHaveAttribute('aria-activedescendant', 'row-0');
  });

  await test.step('its link goes to the row', async () => {
    await told.getByRole('button', { name: 'Go to Row' }).click();
    await expect(editor.grid).toHaveAttribute('aria-activedescendant', 'row-10');
    await expectOnlyLabelingEditor(workbench, /\.csv/);
  });

  await test.step('the card has the fix, and the problem goes', async () => {
    await editor.frame.getByRole('button', { name: 'Trim 1 label' }).click();
    await expect(told).toHaveCount(0);
    await workbench.expectDirty(/\.csv/, true);
  });
});

/** There before the window opens, which may not watch its folder at once. */
const testWithFile = test.extend({
  sandbox: async ({ sandbox }, use) => {
    const rows = Array.from({ length: 20 }, (_, row) => `s${Math.floor(row / 10)},,${row}`).join('\n');
    writeFileSync(join(sandbox.workspace, 'labels.csv'), withProblem(`labeling_set_id,label,id\n${rows}\n`));
    await use(sandbox);
  },
});

testWithFile('a local file, whose default editor is the text editor: the link leads back', async ({ workbench }) => {
  // VS Code asks with which editor once, by the extensions it knows of by then; the view says that it knows ours.
  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons/)).toBeVisible({ timeout: 60_000 });
  await workbench.showView('Explorer');
  await workbench.treeItem('labels.csv').dblclick();
  await expect(workbench.editorTab('labels.csv')).toBeVisible();
  await workbench.runCommand('View: Reopen Editor With...');
  await workbench.pick('Labeling');
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  const told = await problem(workbench);

  await test.step('a click opens VS Code’s default editor beside it, and with that come the quick fixes', async () => {
    await told.click();
    await expect(workbench.editorTab('labels.csv')).toHaveCount(2);
    await expect(workbench.page.locator('.editor-instance .monaco-editor')).toBeVisible();
    await told.click({ button: 'right' });
    await expect(workbench.page.getByRole('menuitem', { name: 'Trim 1 label' })).toBeVisible();
    await workbench.page.keyboard.press('Escape');
  });

  await test.step('the link leads back to the labeling editor', async () => {
    await told.getByRole('button', { name: 'Go to Row' }).click();
    await expect(editor.grid).toHaveAttribute('aria-activedescendant', 'row-10');
  });
});
