import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { fuzz } from '../harness/fuzz.ts';
import { project } from '../harness/project.ts';
import { type PromptBench, test } from './promptBench.ts';

// A key never does what its typist did not see: every command that asks something, begun from the labeling editor by a
// key or the palette, is typed to at once and at full speed, also while the service takes its time. All of it is
// in the question, nothing of it labels a row. FUZZ_ROUNDS=20 does each twenty times.

/** Letters and digits that are labels in the editor, with what else a path may have. */
const word = 'ab3/x-0c';
const { rounds } = fuzz(1);

/** The commands that ask. Their questions have their titles. */
const commands = [
  ...['connect', 'createTransform', 'tuneTransform', 'deleteTransform', 'generateLabelingSet', 'openLabelingSet'],
  ...['openFromS3', 'importLabels', 'replaceLabels', 'nextStep', 'changeFolder', 'exportLabels', 'estimateQuality'],
  ...['cancelTaskRun', 'findMatches', 'showPermissions', 'copyId', 'copyArn', 'openInConsole', 'sortTransforms'],
  'filterTransforms',
];

/** The commands that ask nothing, or only VS Code's own questions. */
const silent = new Set([
  ...['disconnect', 'useLocal', 'signIn', 'refresh', 'retry', 'loadMore', 'openAsLabelingSet'],
  ...['showTable', 'copyS3Path', 'showTaskRunLogs', 'clearFilter', 'showLog'],
  ...['showGuidelines', 'changeGuidelines'],
]);

/** Asks for a file first, in VS Code's own dialog, and only under Local. */
const addLocalTable = 'addLocalTable';

const read = (name: string) => JSON.parse(readFileSync(join(project, name), 'utf8'));
const titles: Readonly<Record<string, string>> = read('package.nls.json');
const titleOf = (command: string) => titles[`command.${command}`] ?? command;
const questionOf = (command: string) => titleOf(command).replace(/…$/, '');
/** Keys that nothing else has. */
const keys = Object.fromEntries(
  [...commands, addLocalTable].map((command, at) => [
    `glueLabeling.${command}`,
    `ctrl+alt+${at < 12 ? '' : 'shift+'}f${1 + (at % 12)}`,
  ]),
);
const keyOf = (command: string) => keys[`glueLabeling.${command}`]?.replace(/\w+/g, capital).replace('Ctrl', 'Control');

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// A trace would slow down the typist.
test.use({ keys, trace: 'off' });
test.setTimeout(180_000 + rounds * 240_000);

/** Begins each command and types; then leaves it and sees that the editor has what it had, and the focus. */
async function eachAsks(
  bench: PromptBench,
  begun: readonly string[],
  typeTo: (command: string) => Promise<void>,
  expectFocusBack = () => bench.expectEditorFocused(),
): Promise<void> {
  for (const command of begun) {
    for (let round = 0; round < rounds; round++) {
      await test.step(`${command}, ${round + 1}`, async () => {
        await typeTo(command);
        await bench.expectQuestion(questionOf(command));
        await bench.workbench.expectInput(exactly(word));
        await bench.workbench.page.keyboard.press('Escape');
        await expect(bench.workbench.quickInput).toBeHidden();
        await expectFocusBack();
        await bench.expectUntouched();
      });
    }
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${escaped(text)}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[/\\^$*+?.()|[\]{}]/g, '\\$&');
}

test('every command is known to ask or not to', () => {
  const contributed: { readonly command: string }[] = read('package.json').contributes.commands;
  const names = contributed.map(({ command }) => command.replace(/^glueLabeling\./, ''));
  expect(names.filter((name) => !name.startsWith('editor.')).toSorted()).toEqual(
    [...commands, addLocalTable, ...silent].toSorted(),
  );
});

test('typed at once to what a key begins', async ({ bench }) => {
  await eachAsks(bench, commands, async (command) => {
    await bench.workbench.page.keyboard.press(keyOf(command) ?? '');
    await bench.workbench.page.keyboard.type(word);
  });
});

test('typed at once to what the palette begins', async ({ bench }) => {
  const { workbench } = bench;
  const { page, quickInput } = workbench;
  // What Enter takes.
  const chosen = quickInput.locator('.monaco-list-row.focused');
  await eachAsks(bench, commands, async (command) => {
    const title = `Glue Labeling: ${titleOf(command)}`;
    await page.keyboard.press('F1');
    await workbench.expectInput(/^>/);
    await page.keyboard.type(title);
    const named = new RegExp(`^${escaped(title)}(,|$)`);
    await expect(quickInput.getByRole('option', { name: named })).toBeVisible();
    // What is called alike may come first.
    while (!named.test((await chosen.getAttribute('aria-label')) ?? '')) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.keyboard.type(word);
  });
});

test('typed while the service takes its time', async ({ bench }) => {
  const { page, quickInput } = bench.workbench;
  const giveFocus = () => bench.focusEditor();
  await eachAsks(
    bench,
    commands,
    async (command) => {
      const release = await bench.makeSlow();
      await page.keyboard.press(keyOf(command) ?? '');
      await page.keyboard.type(word.slice(0, 4));
      await expect(quickInput).toBeVisible();
      await page.keyboard.type(word.slice(4));
      release();
    },
    giveFocus,
  );
});

test('typed through a wizard whose service takes its time; Enter accepts nothing unseen', async ({ bench }) => {
  const { workbench } = bench;
  const { keyboard } = workbench.page;
  const options = workbench.quickInput.getByRole('option');
  for (let round = 0; round < rounds; round++) {
    await test.step(`round ${round + 1}`, async () => {
      await keyboard.press(keyOf('createTransform') ?? '');
      await keyboard.type('store');
      await expect(options).toHaveText(/store/);
      await keyboard.press('Enter');
      await keyboard.type('people');
      await expect(options).toHaveText(/people/);
      const { asked, release } = bench.hold();
      await keyboard.press('Enter');
      await keyboard.type('i');
      await asked;
      // Into the busy quick input: the letters are for the list that follows, which Enter has not seen.
      await keyboard.type('nd');
      await keyboard.press('Enter');
      await keyboard.type('ex');
      release();
      await expect(options).toHaveText(/index/);
      await workbench.expectInput(/^index$/);
      await keyboard.press('Escape');
      await expect(workbench.quickInput).toBeHidden();
      await bench.expectEditorFocused();
      await bench.expectUntouched();
    });
  }
});

test('typed at once after the file that is asked for first', async ({ bench }) => {
  const { workbench } = bench;
  const { keyboard } = workbench.page;
  await bench.useLocal();
  for (let round = 0; round < rounds; round++) {
    await test.step(`round ${round + 1}`, async () => {
      await keyboard.press(keyOf(addLocalTable) ?? '');
      await workbench.expectInput(/^\//);
      await keyboard.press('Control+a');
      await keyboard.type(bench.tableFile);
      await workbench.expectInput(exactly(bench.tableFile));
      await keyboard.press('Enter');
      await expect(workbench.quickInput.getByText('Add Local Table')).toBeVisible();
      await keyboard.type(word);
      await workbench.expectInput(exactly(word));
      await keyboard.press('Escape');
      await expect(workbench.quickInput).toBeHidden();
      await bench.expectEditorFocused();
      await bench.expectUntouched();
    });
  }
});
