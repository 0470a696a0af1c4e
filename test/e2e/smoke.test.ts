import { join } from 'node:path';
import { expect } from '@playwright/test';
import { project } from '../harness/project.ts';
import { test } from './fixtures.ts';
import { byFewKeys, readSets, readTruth, withLabels } from './knownTruth.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects } from './localObjects.ts';

test('generates a labeling set, labels one set of it, saves it byte for byte', async ({ workbench, localGlue }) => {
  const objects = new LocalObjects(localGlue);
  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons/)).toBeVisible();
  await workbench.runCommand('Glue Labeling: Generate Labeling Set');
  await workbench.answer('s3://glue-local/short/');
  await expect(workbench.treeItem(/^Generate labeling set, Succeeded/)).toBeVisible({ timeout: 90_000 });
  const [file] = await objects.list('glue-local', 'short/');
  if (file === undefined) {
    throw new Error('There is no labeling file.');
  }
  const original = await objects.read(file);
  const [set] = readSets(original, readTruth(join(project, '.cache', 'sample', 'truth.csv')));
  if (set === undefined) {
    throw new Error('There is no labeling set.');
  }

  await workbench.runCommand('Glue Labeling: Open Labeling Set');
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  const { keys, labels } = byFewKeys(set);
  await editor.press(...keys);
  await expect(editor.frame.getByText(`${set.lines.length} of `)).toBeVisible();
  await workbench.page.keyboard.press('Control+s');
  await workbench.expectDirty(/\.csv/, false);
  const expected = new Map(set.lines.map((line, row) => [line, labels[row] ?? '']));
  expect(Buffer.from(await objects.read(file)).equals(withLabels(original, expected))).toBe(true);
  objects.close();
});
