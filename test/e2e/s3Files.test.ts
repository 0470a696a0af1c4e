import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { FaultProxy, faults } from '../harness/faultProxy.ts';
import { test } from './fixtures.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects } from './localObjects.ts';
import { unsavedLabels } from './unsavedLabels.ts';

const bucket = 'sample-persons';
const blank = 'labeling_set_id,label,id,name\ns1,,1,Ann\ns1,,2,Anne\n';

test('a labeling file in S3 is opened by its path and by VS Code’s own file dialog', async ({
  workbench,
  localRoot,
}) => {
  const objects = new LocalObjects(localRoot);
  for (const key of ['by hand/typed.csv', 'by hand/found.csv', 'by hand/dialog.csv']) {
    await objects.write({ bucket, key }, new TextEncoder().encode(blank));
  }
  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons/)).toBeVisible();
  const editor = new LabelingEditor(workbench);
  const command = 'Glue Labeling: Open Labeling File from S3…';

  await test.step('by its path', async () => {
    await workbench.runCommand(command);
    await workbench.fillIn(`s3://${bucket}/by hand/typed.csv`);
    await expect(workbench.editorTab(/typed\.csv/)).toBeVisible();
    await editor.expectReady();
  });

  await test.step('from the list of buckets, by choosing', async () => {
    await workbench.runCommand(command);
    await workbench.answer('s3://');
    await workbench.pick(bucket);
    await workbench.pick('by hand');
    await workbench.pick('found.csv');
    await expect(workbench.editorTab(/found\.csv/)).toBeVisible();
    await editor.expectReady();
  });

  await test.step('from a folder, by typing in the dialog', async () => {
    await workbench.runCommand(command);
    await workbench.answer(`s3://${bucket}/by hand/`);
    await expect(workbench.quickInput.getByRole('option', { name: 'dialog.csv' })).toBeVisible();
    await workbench.answer(`/${bucket}/by hand/dialog.csv`);
    await expect(workbench.editorTab(/dialog\.csv/)).toBeVisible();
    await editor.expectReady();
  });

  await test.step('what is not there says so in its tab, and opens once it is', async () => {
    const key = 'by hand/later.csv';
    await workbench.runCommand(command);
    await workbench.fillIn(`s3://${bucket}/${key}`);
    await expect(editor.frame.getByRole('alert')).toContainText(`“s3://${bucket}/${key}” does not exist.`);
    await objects.write({ bucket, key }, new TextEncoder().encode(blank));
    await editor.frame.getByRole('link', { name: 'Try Again' }).click();
    await editor.expectReady();
    await expect(workbench.editorTab(/later\.csv/)).toHaveCount(1);
  });
  objects.close();
});

test('a file that may not be written says so, and is labeled when that has changed', async ({
  workbench,
  sandbox,
  localRoot,
}) => {
  const read = (file: string) => JSON.parse(readFileSync(join(localRoot, file), 'utf8')) as Record<string, string>;
  const { accessKeyId = '', secretAccessKey = '' } = read('credentials.json');
  const proxy = await FaultProxy.listen(read('endpoint.json').endpoint ?? '', { accessKeyId, secretAccessKey });
  const key = 'guarded/labels.csv';
  const objects = new LocalObjects(localRoot);
  await objects.write({ bucket, key }, new TextEncoder().encode(blank));
  writeFileSync(
    join(sandbox.home, '.aws', 'credentials'),
    `[labeler]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await workbench.changeSettings({
    'glueLabeling.connection': 'aws',
    'glueLabeling.profile': 'labeler',
    'glueLabeling.region': 'us-east-1',
    'glueLabeling.endpoint': proxy.endpoint,
  });
  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons/)).toBeVisible();
  proxy.inject(faults.accessDenied, { method: 'POST', path: key });

  await workbench.runCommand('Glue Labeling: Open Labeling File from S3…');
  await workbench.fillIn(`s3://${bucket}/${key}`);
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  const reason = editor.frame
    .getByRole('region', { name: 'Notice' })
    .getByText(`Read-only. You need s3:PutObject on “s3://${bucket}/${key}”.`);
  await expect(reason).toContainText('s3:PutObject');
  await expect(editor.frame.getByText('Read-only', { exact: true })).toBeVisible();

  proxy.heal();
  await editor.frame.getByRole('button', { name: 'Try Again' }).click();
  await expect(reason).toBeHidden();
  await editor.rows.first().getByRole('gridcell').last().click();
  await editor.press('Control+Home', 'a');
  await workbench.expectDirty(/labels\.csv/, true);
  await editor.press('Control+s');
  await workbench.expectDirty(/labels\.csv/, false);
  expect(new TextDecoder().decode(await objects.read({ bucket, key }))).toBe(blank.replace('s1,,1', 's1,A,1'));

  await test.step('unsaved labels outlive a restart without credentials', async () => {
    await editor.press('Control+End', 'b');
    await workbench.expectDirty(/labels\.csv/, true);
    await expect.poll(() => unsavedLabels(sandbox.root)).toBe(1);
    proxy.inject(faults.expiredToken, { path: key });
    workbench.page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    await workbench.reload('labels.csv');
    await expect(editor.frame.getByRole('alert')).toContainText('The credentials have expired.', { timeout: 60_000 });
    proxy.heal();
    await editor.frame.getByRole('link', { name: 'Try Again' }).click();
    await editor.expectReady();
    await workbench.expectDirty(/labels\.csv/, true);
    await expect(editor.frame.getByText('2 of 2 rows labeled')).toBeVisible();
  });
  objects.close();
  await proxy.close();
});
