import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { unsavedLabels } from './unsavedLabels.ts';
import type { Workbench } from './workbench.ts';

/** Where labeling sets go when nobody says otherwise. */
const bucket = 'glue-local';
const prefix = 'labeling-sets/persons/';

/** The labels of a labeling file's first rows, which have no quotes. */
function firstLabels(text: string, count: number): string[] {
  return text
    .split('\n')
    .slice(1, count + 1)
    .map((line) => line.split(',')[1] ?? '');
}

/** Generates a labeling set and opens it. @returns its key */
async function openLabelingSet(workbench: Workbench): Promise<string> {
  await workbench.showView('Glue Labeling');
  await workbench.expand(workbench.treeItem(/^persons/));
  await workbench.runCommand('Glue Labeling: Generate Labeling Set');
  await workbench.waitFor(workbench.treeItem(/^Generate labeling set, Succeeded/).first(), 60_000);
  await workbench.runCommand('Glue Labeling: Open Labeling Set');
  const name = await workbench.editorTab(/\.csv/).first().getAttribute('data-resource-name');
  return `${prefix}${name}`;
}

/** Reloads the window, with the labeling file open again afterwards. */
async function reload(workbench: Workbench, editor: LabelingEditor): Promise<void> {
  await workbench.reload('.csv');
  await expect(workbench.treeItem(/^persons/)).toBeVisible({ timeout: 60_000 });
  await editor.expectReady();
}

function client(localRoot: string): S3Client {
  const read = (file: string) => JSON.parse(readFileSync(join(localRoot, file), 'utf8')) as Record<string, string>;
  const { endpoint, region } = read('endpoint.json');
  const { accessKeyId = '', secretAccessKey = '' } = read('credentials.json');
  return new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
}

/** The extension host that runs with this home folder. */
function extensionHost(home: string): number {
  const found = globSync('/proc/[0-9]*/cmdline').find((file) => {
    try {
      const environment = readFileSync(join(dirname(file), 'environ'), 'latin1');
      return readFileSync(file, 'latin1').includes('--type=extensionHost') && environment.includes(`HOME=${home}\0`);
    } catch {
      // Gone meanwhile, or another user's.
      return false;
    }
  });
  return Number(found?.split('/')[2]);
}

test('unsaved labels outlive a reload, a killed extension host and a colleague', async ({
  workbench,
  sandbox,
  localRoot,
}) => {
  const { page } = workbench;
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  const s3 = client(localRoot);
  const Key = await openLabelingSet(workbench);
  const stored = async () =>
    (await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()) ?? '';
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  await editor.useFileOrder();

  await test.step('hot exit: labels and their undo history come back after a reload', async () => {
    await editor.press('a', 'b');
    await workbench.expectDirty(/\.csv/, true);
    await expect.poll(() => unsavedLabels(sandbox.root)).toBe(2);
    await reload(workbench, editor);
    await workbench.expectDirty(/\.csv/, true);
    await expect(editor.frame.getByText(/^2 of \d+ rows labeled/)).toBeVisible();
    await editor.rows.first().getByRole('gridcell').last().click();
    // One after the other: VS Code drops an undo or redo that comes while another is under way.
    const labeled = async (count: number) =>
      await expect(editor.frame.getByText(new RegExp(`^${count} of \\d+ rows labeled`))).toBeVisible();
    await page.keyboard.press('Control+z');
    await labeled(1);
    await page.keyboard.press('Control+z');
    await labeled(0);
    await workbench.expectDirty(/\.csv/, false);
    await page.keyboard.press('Control+y');
    await labeled(1);
    await page.keyboard.press('Control+y');
    await labeled(2);
    await workbench.expectDirty(/\.csv/, true);
    await page.keyboard.press('Control+s');
    await workbench.expectDirty(/\.csv/, false);
    expect(firstLabels(await stored(), 3)).toEqual(['A', 'B', '']);
  });

  await test.step('the extension host is killed while dirty', async () => {
    await editor.press('Control+End', 'c');
    await workbench.expectDirty(/\.csv/, true);
    await expect.poll(() => unsavedLabels(sandbox.root)).toBe(1);
    process.kill(extensionHost(sandbox.home), 'SIGKILL');
    await reload(workbench, editor);
    await workbench.expectDirty(/\.csv/, true);
    await page.keyboard.press('Control+s');
    await workbench.expectDirty(/\.csv/, false);
    expect((await stored()).split('\n').filter((line) => line.split(',')[1] === 'C').length).toBe(1);
  });

  await test.step('a colleague labeled the same row: both labels are shown, nothing is overwritten unasked', async () => {
    const before = await stored();
    await editor.rows.first().getByRole('gridcell').last().click();
    await editor.press('Control+Home', 'd');
    await workbench.expectDirty(/\.csv/, true);
    const [header, first = '', ...rest] = before.split('\n');
    const fields = first.split(',');
    fields[1] = 'Q';
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: [header, fields.join(','), ...rest].join('\n') }));
    await page.keyboard.press('Control+s');
    const dialog = editor.frame.getByRole('dialog', { name: 'Someone else has changed the same rows' });
    await expect(dialog).toBeVisible();
    expect(firstLabels(await stored(), 1)).toEqual(['Q']);
    await dialog.getByRole('button', { name: 'All Yours' }).click();
    await dialog.getByRole('button', { name: 'Keep These Labels' }).click();
    await workbench.expectDirty(/\.csv/, false);
    expect(firstLabels(await stored(), 1)).toEqual(['D']);
    await page.keyboard.press('Control+z');
    await workbench.expectDirty(/\.csv/, true);
    await page.keyboard.press('Control+s');
    await workbench.expectDirty(/\.csv/, false);
    expect(firstLabels(await stored(), 1)).toEqual(['Q']);
  });
  s3.destroy();
});
