import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects } from './localObjects.ts';

const bucket = 'sample-persons';
const key = 'by hand/guided.csv';
const blank = 'labeling_set_id,label,id,name\ns1,,1,Ann\ns1,,2,Anne\n';

test('Alt+G opens the guidelines beside the labels, asks for the file once, and leaves the keys to the labels', async ({
  workbench,
  localRoot,
  sandbox,
}) => {
  const objects = new LocalObjects(localRoot);
  await objects.write({ bucket, key }, new TextEncoder().encode(blank));
  const guide = join(sandbox.workspace, 'how to label.md');
  writeFileSync(guide, '# Same person\n\nOne birthday, one street.\n');
  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons/)).toBeVisible();
  const editor = new LabelingEditor(workbench);
  const open = async (): Promise<void> => {
    await workbench.runCommand('Glue Labeling: Open Labeling File from S3…');
    await workbench.fillIn(`s3://${bucket}/${key}`);
    await editor.expectReady();
  };
  const guidelines = workbench.editorTab(/how to label\.md/);

  await open();
  await editor.press('Alt+g');
  await expect(workbench.quickInput).toContainText('Labeling Guidelines');
  // The dialog puts the folder there on its own time, over what was typed before.
  await workbench.expectInput(/[/\\]workspace[/\\]$/);
  await workbench.answer(guide);
  await expect(guidelines).toBeVisible();
  await expect(workbench.editorTab(/guided\.csv/)).toBeVisible();
  await editor.press('a');
  await workbench.expectDirty(/guided\.csv/, true);
  await editor.press('Control+s');
  await workbench.expectDirty(/guided\.csv/, false);
  expect(new TextDecoder().decode(await objects.read({ bucket, key }))).toContain('s1,A,1,Ann');

  await workbench.runCommand('View: Close All Editors');
  await expect(guidelines).toHaveCount(0);
  await open();
  await editor.press('Alt+g');
  await expect(guidelines).toBeVisible();
  await expect(workbench.quickInput).toBeHidden();
});
