import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type Fault, faults } from '../harness/faultProxy.ts';
import { labeled, test } from './bucketFixture.ts';

/** What goes wrong with a save, and what the user is told, besides which file it is. */
const failures: readonly (readonly [what: string, fault: Fault, told: RegExp])[] = [
  ['credentials that have expired', faults.expiredToken, /Renew them; .* Then retry\./],
  ['throttling', faults.slowDown, /Wait a moment, then try again/],
  ['a connection that breaks in the middle of the body', faults.cutBody, /Check the network, then try again\./],
  ['a write that the identity may not make', faults.accessDenied, /s3:PutObject/],
];

test('a failed save says what happened and what to do, and its Retry stores the labels', async ({ bench }) => {
  const { workbench, editor, proxy } = bench;
  const banner = editor.frame.locator('.notice');
  await bench.open('labels.csv');
  const labels: string[] = [];
  for (const [what, fault, told] of failures) {
    await test.step(what, async () => {
      proxy.inject(fault, { method: 'PUT', path: 'labels.csv' });
      await editor.press('a');
      await workbench.expectDirty('labels.csv', true);
      await workbench.page.keyboard.press('Control+s');
      await expect(banner).toContainText('Not saved. Your labels are kept here.');
      await expect(banner).toContainText('s3://bucket/labels.csv');
      await expect(banner).toContainText(told);
      await workbench.expectDirty('labels.csv', true);
      expect(await bench.stored('labels.csv')).toBe(labeled(...labels));
      proxy.heal();
      await banner.getByRole('button', { name: 'Retry' }).click();
      await workbench.expectDirty('labels.csv', false);
      await expect(banner).toHaveCount(0);
      labels.push('A');
      expect(await bench.stored('labels.csv')).toBe(labeled(...labels));
    });
  }
});

test('a deleted object is written again only when told so', async ({ bench }) => {
  const { workbench, editor } = bench;
  const banner = editor.frame.locator('.notice');
  await bench.open('labels.csv');
  await editor.press('a');
  await workbench.expectDirty('labels.csv', true);
  await bench.delete('labels.csv');
  await workbench.page.keyboard.press('Control+s');
  await workbench.confirm('Cancel');
  await expect(banner).toContainText('“s3://bucket/labels.csv” no longer exists.');
  await workbench.expectDirty('labels.csv', true);
  await banner.getByRole('button', { name: 'Retry' }).click();
  await workbench.confirm('Write Again');
  await workbench.expectDirty('labels.csv', false);
  expect(await bench.stored('labels.csv')).toBe(labeled('A'));
});

test('a revert that cannot read says so, and its Retry reads', async ({ bench }) => {
  const { workbench, editor, proxy } = bench;
  const banner = editor.frame.locator('.notice');
  await bench.open('labels.csv');
  await editor.press('a');
  await workbench.expectDirty('labels.csv', true);
  await bench.store('labels.csv', labeled('', 'B'));
  for (const method of ['GET', 'HEAD']) {
    proxy.inject(faults.cutRequest, { method, path: 'labels.csv' });
  }
  await workbench.runCommand('File: Revert File');
  await workbench.expectDirty('labels.csv', false);
  await expect(editor.frame.getByText(/^0 of 12 rows labeled/)).toBeVisible();
  await expect(banner).toContainText('Reverted to the labels read last. The stored ones may be newer.');
  await expect(banner).toContainText('“s3://bucket/labels.csv”: The connection broke or timed out.');
  proxy.heal();
  await banner.getByRole('button', { name: 'Retry' }).click();
  await expect(editor.frame.getByText(/^1 of 12 rows labeled/)).toBeVisible();
  await workbench.expectDirty('labels.csv', false);
});

test('no room for the backup: the user is told to save, until there is room again', async ({ bench }) => {
  const { workbench, editor, root } = bench;
  const banner = editor.frame.locator('.notice');
  const backups = () => globSync(join(root, 'server/data/User/workspaceStorage/*/*/unsavedLabels/*.json'));
  await bench.open('labels.csv');
  await editor.press('a');
  await expect.poll(() => backups().length).toBe(1);
  // A folder in the way makes every write fail, as a full disk does.
  const [backup = ''] = backups();
  mkdirSync(`${backup}.tmp`);
  await editor.press('b');
  await expect(banner).toContainText('Unsaved labels can’t be backed up on this machine, so save now.');
  rmSync(`${backup}.tmp`, { recursive: true });
  await editor.press('c');
  await expect(banner).toHaveCount(0);
  await workbench.page.keyboard.press('Control+s');
  await workbench.expectDirty('labels.csv', false);
  expect(await bench.stored('labels.csv')).toBe(labeled('A', 'B', 'C'));
  await expect.poll(() => backups().length).toBe(0);
});
