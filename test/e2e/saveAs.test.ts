import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type BucketBench, blank, labeled, test } from './bucketFixture.ts';

/** Saves the file in front under another path, as a user does in the dialog. */
async function saveAs({ workbench }: BucketBench, name: string, path: string): Promise<void> {
  await workbench.runCommand('File: Save As...');
  // The dialog opens empty and puts the path of the file there on its own time, over what was typed before.
  await workbench.expectInput(new RegExp(`[/\\\\]${name}$`));
  await workbench.answer(path);
}

test('Save As on disk: the labels are in the new file, the old one stays as it is', async ({ bench }) => {
  const { workbench, editor } = bench;
  const read = (name: string) => readFileSync(join(bench.folder, name), 'utf8');
  await bench.open('local.csv');
  await editor.press('a', 'b');
  await workbench.expectDirty('local.csv', true);
  await saveAs(bench, 'local.csv', join(bench.folder, 'copy.csv'));
  await expect(workbench.editorTab('copy.csv')).toBeVisible();
  await workbench.expectDirty('copy.csv', false);
  await editor.expectReady();
  await expect(editor.frame.getByText(/^2 of 12 rows labeled/)).toBeVisible();
  expect(read('copy.csv')).toBe(labeled('A', 'B'));
  expect(read('local.csv')).toBe(blank);
});

test('Save As in S3: a label set while it is under way is in the new object', async ({ bench }) => {
  const { workbench, editor, proxy } = bench;
  await bench.open('labels.csv');
  await editor.press('a');
  await workbench.expectDirty('labels.csv', true);
  const gate = Promise.withResolvers<void>();
  proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'PUT', path: 'copy.csv', times: 1 });
  const arrived = proxy.arrival('copy.csv', 'PUT');
  await saveAs(bench, 'labels.csv', '/bucket/copy.csv');
  await arrived;
  await editor.rows.nth(1).getByRole('gridcell').last().click();
  await editor.press('b');
  await expect(editor.frame.getByText(/^2 of 12 rows labeled/)).toBeVisible();
  gate.resolve();
  await expect(workbench.editorTab('copy.csv')).toBeVisible();
  await workbench.expectDirty('copy.csv', false);
  expect(await bench.stored('copy.csv')).toBe(labeled('A', 'B'));
  expect(await bench.stored('labels.csv')).toBe(blank);
});

test('Save As in a split view: the tab that still shows the old file is marked unsaved', async ({ bench }) => {
  const { workbench, editor } = bench;
  await bench.open('local.csv');
  await editor.press('a');
  await workbench.expectDirty('local.csv', true);
  await workbench.runCommand('View: Split Editor Right');
  await expect(workbench.editorTab('local.csv')).toHaveCount(2);
  await saveAs(bench, 'local.csv', join(bench.folder, 'copy.csv'));
  await expect(workbench.editorTab('copy.csv')).toBeVisible();
  await expect(workbench.editorTab('local.csv')).toHaveCount(1);
  await workbench.expectDirty('local.csv', true);
});
