import { join } from 'node:path';
import { expect } from '@playwright/test';
import { sampleFolder, test } from './fixtures.ts';
import { byLetters, readSets, readTruth, withLabels } from './knownTruth.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects } from './localObjects.ts';
import type { Workbench } from './workbench.ts';

test.use({ manyRows: 100_000 });

test('a task run is canceled by mouse', async ({ workbench }) => {
  await workbench.showView('Glue Labeling');
  await workbench.chooseFromMenu(workbench.treeItem(/^many/), 'Generate Labeling Set');
  const run = workbench.treeItem(/^Generate labeling set, (Starting|Running)/);
  await workbench.waitFor(run, 60_000);
  await workbench.chooseFromMenu(run, 'Cancel Task Run…');
  await workbench.confirm('Cancel Task Run');
  await workbench.waitFor(workbench.treeItem(/^Generate labeling set, Canceled/), 60_000);
});

test('labels are imported, exported and evaluated by mouse', async ({ workbench, localRoot }) => {
  await workbench.showView('Glue Labeling');
  const persons = workbench.treeItem(/^persons/);
  await workbench.chooseFromMenu(persons, 'Generate Labeling Set');
  const generated = workbench.treeItem(/^Generate labeling set, Succeeded/);
  await workbench.waitFor(generated, 60_000);
  await labelEverything(localRoot);
  await expect(generated).toHaveAttribute('aria-expanded', 'true');
  await workbench.chooseFromMenu(workbench.treeItem(/\.csv/), 'Import Labels…');
  await workbench.waitFor(workbench.treeItem(/^Import labels, Succeeded/), 60_000);
  await expect(workbench.treeItem(/^persons, Ready/)).toBeVisible();

  await workbench.chooseFromMenu(persons, 'Estimate Quality');
  await workbench.waitFor(workbench.treeItem(/^Estimate quality, Succeeded/), 60_000);
  await expect(persons).toContainText(/F1 [01]\.\d\d/);

  await workbench.chooseFromMenu(persons, 'Export Labels');
  await workbench.waitFor(workbench.treeItem(/^Export labels, Succeeded/), 60_000);
  await expectExportOpen(workbench);
});

/** Labels the one generated file from the truth, past the editor. */
async function labelEverything(localRoot: string): Promise<void> {
  const objects = new LocalObjects(localRoot);
  const [file] = await objects.list('glue-local', 'labeling-sets/');
  if (file === undefined) {
    throw new Error('There is no labeling file.');
  }
  const original = await objects.read(file);
  const labels = new Map<number, string>();
  for (const set of readSets(original, readTruth(join(sampleFolder, 'truth.csv')))) {
    const letters = byLetters(set).labels;
    for (const [row, line] of set.lines.entries()) {
      labels.set(line, letters[row] ?? '');
    }
  }
  await objects.write(file, withLabels(original, labels));
  objects.close();
}

async function expectExportOpen(workbench: Workbench): Promise<void> {
  await expect(workbench.editorTab(/_labels_.*\.csv/)).toBeVisible();
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  await editor.expectProgress(100, 100, 10, 10);
}
