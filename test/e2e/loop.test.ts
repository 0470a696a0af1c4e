import { join } from 'node:path';
import { expect } from '@playwright/test';
import { sampleFolder, test } from './fixtures.ts';
import {
  asShown,
  byFewKeys,
  byLetters,
  type KnownSet,
  readIds,
  readSets,
  readTruth,
  withLabels,
} from './knownTruth.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { LocalObjects, type SeenObject } from './localObjects.ts';
import { takePictures } from './pictures.ts';
import type { Workbench } from './workbench.ts';

/** Where the command offers to put labeling sets; the user takes the offer. */
const bucket = 'glue-local';
const prefix = 'labeling-sets/persons/';

test('a user teaches a transform: generate, label by keyboard, import, estimate, generate again', async ({
  workbench,
  localRoot,
}, info) => {
  const truth = readTruth(join(sampleFolder, 'truth.csv'));

  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons, Needs training/)).toBeVisible();
  const objects = new LocalObjects(localRoot);
  await workbench.expand(workbench.treeItem(/^persons/));

  const first = await generate(workbench, objects, 1);
  const original = await objects.read(first);
  const sets = readSets(original, truth);
  const rows = sets.reduce((sum, set) => sum + set.lines.length, 0);
  expect(sets.length).toBe(10);

  await workbench.runCommand('Glue Labeling: Open Labeling Set');
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  await workbench.expectDirty(/\.csv/, false);
  await editor.expectProgress(0, rows, 0, sets.length);

  const { labels, keys } = await labelByKeyboard(editor, sets, rows, () =>
    takePictures(workbench, info, 'labeling-editor'),
  );
  info.annotations.push({ type: 'keys', description: `${keys} keys for ${rows} rows by few keys` });
  // 1.04 before rows stood by similarity.
  expect(keys / rows, 'keys for a row, had every set been labeled by few keys').toBeLessThanOrEqual(0.85);
  await editor.expectProgress(rows, rows, sets.length, sets.length);
  await workbench.expectDirty(/\.csv/, true);
  await expect(editor.frame.getByRole('dialog')).toContainText('All rows are labeled');
  await editor.press('Escape');
  await workbench.page.keyboard.press('Control+s');
  await workbench.expectDirty(/\.csv/, false);
  expect(Buffer.from(await objects.read(first)).equals(withLabels(original, labels))).toBe(true);

  await workbench.runCommand('Glue Labeling: Import Labels');
  await workbench.waitFor(workbench.treeItem(/^Import labels, Succeeded/), 60_000);
  await expect(workbench.treeItem(/^persons, Ready/)).toBeVisible();
  await expect(workbench.treeItem(/^persons/)).toContainText(`${rows} labels`);

  await workbench.runCommand('Glue Labeling: Estimate Quality');
  await workbench.waitFor(workbench.treeItem(/^Estimate quality, Succeeded/), 60_000);
  await expect(workbench.treeItem(/^persons/)).toContainText(/F1 0\.\d\d|F1 1\.00/);

  const second = await generate(workbench, objects, 2);
  expect(second.key).not.toBe(first.key);
  const asked = new Set(readIds(original));
  const again = readIds(await objects.read(second)).filter((id) => asked.has(id));
  expect(again.length, 'records asked about a second time').toBeLessThan(rows / 4);
  objects.close();
});

/** Generates a labeling set from the palette and waits for its task run in the tree; `count` is how many there are then. */
async function generate(workbench: Workbench, objects: LocalObjects, count: number): Promise<SeenObject> {
  await workbench.runCommand('Glue Labeling: Generate Labeling Set');
  await workbench.answer();
  await workbench.waitFor(workbench.treeItem(/^Generate labeling set, Succeeded/).nth(count - 1), 60_000);
  const files = (await objects.list(bucket, prefix)).filter(({ key }) => key.endsWith('.csv'));
  expect(files.length).toBe(count);
  const newest = files.at(-1);
  if (newest === undefined) {
    throw new Error('There is no labeling file.');
  }
  return newest;
}

/** The set that is partly labeled when the pictures are taken. */
const pictured = 3;

/**
 * Labels every set from the truth, one half with a letter for each row and the other with as few keys as can be.
 * @returns the label that each line of the file must have now, and how many keys the fewest are
 */
async function labelByKeyboard(
  editor: LabelingEditor,
  sets: readonly KnownSet[],
  rows: number,
  inTheMiddle: () => Promise<void>,
): Promise<{ readonly labels: ReadonlyMap<number, string>; readonly keys: number }> {
  const expected = new Map<number, string>();
  let done = 0;
  let fewest = 0;
  for (const [index, known] of sets.entries()) {
    const set = asShown(known, await editor.rowsOf(editor.set(index + 1, sets.length)));
    const few = byFewKeys(set);
    const { keys, labels } = index % 2 === 0 ? few : byLetters(set);
    fewest += few.keys.length;
    const half = index === pictured ? Math.ceil(keys.length * 0.7) : 0;
    await editor.press(...keys.slice(0, half));
    if (index === pictured) {
      await inTheMiddle();
    }
    await editor.press(...keys.slice(half));
    for (const [row, line] of set.lines.entries()) {
      expected.set(line, labels[row] ?? '');
    }
    done += set.lines.length;
    await editor.expectProgress(done, rows, index + 1, sets.length);
  }
  return { labels: expected, keys: fewest };
}
