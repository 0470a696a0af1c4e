import { join } from 'node:path';
import { expect } from '@playwright/test';
import { sampleFolder, test } from './fixtures.ts';
import { asShown, byFewKeys, readSets, readTruth, withLabels } from './knownTruth.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects } from './localObjects.ts';

test('generates a labeling set, labels one set of it, saves it byte for byte', async ({ workbench, localRoot }) => {
  await workbench.showView('Glue Labeling');
  await workbench.expand(workbench.treeItem(/^persons/));
  const objects = new LocalObjects(localRoot);
  await workbench.runCommand('Glue Labeling: Generate Labeling Set');
  await workbench.waitFor(workbench.treeItem(/^Generate labeling set, Succeeded/), 60_000);
  const [file] = await objects.list('glue-local', 'labeling-sets/');
  if (file === undefined) {
    throw new Error('There is no labeling file.');
  }
  const original = await objects.read(file);
  const sets = readSets(original, readTruth(join(sampleFolder, 'truth.csv')));
  const rows = sets.reduce((sum, { lines }) => sum + lines.length, 0);
  const [set] = sets;
  if (set === undefined) {
    throw new Error('There is no labeling set.');
  }

  await workbench.runCommand('Glue Labeling: Open Labeling Set');
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  const shown = asShown(set, await editor.rowsOf(editor.set(1, sets.length)));
  const { keys, labels } = byFewKeys(shown);
  await editor.press(...keys);
  await editor.expectProgress(set.lines.length, rows, 1, sets.length);
  await workbench.page.keyboard.press('Control+s');
  await workbench.expectDirty(/\.csv/, false);
  const expected = new Map(shown.lines.map((line, row) => [line, labels[row] ?? '']));
  expect(Buffer.from(await objects.read(file)).equals(withLabels(original, expected))).toBe(true);
  objects.close();

  // By the menu key alone: its target is the grid, and the menu is that of the row at hand.
  await editor.press('Shift+F10');
  await workbench.chooseInMenu('Choose Group');
  await expect(editor.frame.getByRole('group', { name: 'Put in group' })).toBeVisible();
  await editor.press('x', 'Enter');
  await expect(editor.label(editor.set(2, sets.length), 0)).toHaveText('X');
});
