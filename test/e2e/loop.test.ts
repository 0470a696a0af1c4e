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

/** Where labeling sets go when nobody says otherwise. */
const bucket = 'glue-local';
const prefix = 'labeling-sets/persons/';

test('a user teaches a transform: generate, label by keyboard, import, estimate, generate again', async ({
  workbench,
  localRoot,
}, info) => {
  const truth = readTruth(join(sampleFolder, 'truth.csv'));
  const round = new Round(workbench);

  await workbench.showView('Glue Labeling');
  await expect(workbench.treeItem(/^persons, Needs training/)).toBeVisible();
  const objects = new LocalObjects(localRoot);
  await workbench.expand(workbench.treeItem(/^persons/));

  await round.command('Generate Labeling Set');
  const first = await generated(workbench, objects, 1);
  // Its file is unfolded in the tree, and the next step is in sight.
  await expect(workbench.treeItem(/\.csv|\d\/\d+/).first()).toBeVisible();
  await expect(workbench.treeItem(/^persons/)).toContainText('→ Open');
  const original = await objects.read(first);
  const sets = readSets(original, truth);
  const rows = sets.reduce((sum, set) => sum + set.lines.length, 0);
  expect(sets.length).toBe(10);

  await round.command('Next Step');
  const editor = new LabelingEditor(workbench);
  await editor.expectReady();
  await workbench.expectDirty(/\.csv/, false);
  await editor.expectProgress(0, rows, 0, sets.length);

  const { labels, keys } = await labelByKeyboard(round, editor, sets, rows, () =>
    takePictures(workbench, info, 'labeling-editor'),
  );
  info.annotations.push({ type: 'keys', description: `${keys} keys for ${rows} rows by few keys` });
  // 1.04 before rows stood by similarity.
  expect(keys / rows, 'keys for a row, had every set been labeled by few keys').toBeLessThanOrEqual(0.85);
  await editor.expectProgress(rows, rows, sets.length, sets.length);
  await workbench.expectDirty(/\.csv/, true);
  await expect(editor.frame.getByRole('dialog')).toContainText('All rows are labeled');
  await round.press(editor, ['Enter']);
  await workbench.expectDirty(/\.csv/, false);
  expect(Buffer.from(await objects.read(first)).equals(withLabels(original, labels))).toBe(true);

  await workbench.waitFor(workbench.treeItem(/^Import labels, Succeeded/), 60_000);
  await expect(workbench.treeItem(/^persons, Ready/)).toBeVisible();
  await expect(workbench.treeItem(/^persons/)).toContainText(`${rows} labels`);
  await expect(workbench.treeItem(/^persons/)).toContainText('→ Estimate');
  await expect(editor.frame.getByText(new RegExp(`^Imported .* · ${rows} labels$`))).toBeVisible();
  await expect(editor.frame.getByRole('button', { name: 'Estimate Quality' })).toBeVisible();
  await takePictures(workbench, info, 'after-import');

  await round.command('Next Step');
  await workbench.waitFor(workbench.treeItem(/^Estimate quality, Succeeded/), 60_000);
  await expect(workbench.treeItem(/^persons/)).toContainText(/F1 0\.\d\d|F1 1\.00/);
  await expect(editor.frame.getByRole('button', { name: 'Generate Labeling Set' })).toBeVisible();
  console.log(`One round: ${round}`);
  expect(round).toMatchObject({ commands: 3, clicks: 0, prompts: 0 });
  expect(round.keys).toBeLessThanOrEqual(112);

  await workbench.runCommand('Glue Labeling: Import Labels');
  await expect(workbench.notification(/Nothing new in “.*\.csv”: its \d+ labels were imported/)).toBeVisible();
  await expect(workbench.treeItem(/^Import labels/)).toHaveCount(1);

  await workbench.runCommand('Glue Labeling: Next Step');
  const second = await generated(workbench, objects, 2);
  expect(second.key).not.toBe(first.key);
  const asked = new Set(readIds(original));
  const again = readIds(await objects.read(second)).filter((id) => asked.has(id));
  expect(again.length, 'records asked about a second time').toBeLessThan(rows / 4);
  objects.close();
});

/** What a round costs the user besides looking. */
class Round {
  commands = 0;
  /** None is made: the test has no other way to act than commands and keys. */
  readonly clicks = 0;
  prompts = 0;
  keys = 0;

  constructor(private readonly workbench: Workbench) {}

  /** Runs a command; what it then asks is a prompt. */
  async command(title: string): Promise<void> {
    this.commands += 1;
    await this.workbench.runCommand(`Glue Labeling: ${title}`);
    this.prompts += (await this.workbench.quickInput.isVisible()) ? 1 : 0;
  }

  async press(editor: LabelingEditor, keys: readonly string[]): Promise<void> {
    this.keys += keys.length;
    await editor.press(...keys);
  }

  toString(): string {
    return `${this.commands} commands, ${this.clicks} clicks, ${this.prompts} prompts, ${this.keys} keys`;
  }
}

/** Waits for a labeling set that was asked for; `count` is how many there are then. */
async function generated(workbench: Workbench, objects: LocalObjects, count: number): Promise<SeenObject> {
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
const pictured = 2;

/**
 * Labels every set from the truth, one half with a letter for each row and the other with as few keys as can be.
 * @returns the label that each line of the file must have now, and how many keys the fewest are
 */
async function labelByKeyboard(
  round: Round,
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
    const { keys, labels } = index % 2 === 1 ? few : byLetters(set);
    fewest += few.keys.length;
    const half = index === pictured ? Math.ceil(keys.length * 0.7) : 0;
    await round.press(editor, keys.slice(0, half));
    if (index === pictured) {
      await inTheMiddle();
    }
    await round.press(editor, keys.slice(half));
    for (const [row, line] of set.lines.entries()) {
      expected.set(line, labels[row] ?? '');
    }
    done += set.lines.length;
    await editor.expectProgress(done, rows, index + 1, sets.length);
  }
  return { labels: expected, keys: fewest };
}
