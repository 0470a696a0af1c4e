import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { fuzz } from '../harness/fuzz.ts';
import { project } from '../harness/project.ts';
import { type PromptBench, test } from './promptBench.ts';

// A key never does what its typist did not see: every command that asks something, begun from the labeling editor by a
// key, is typed to at once and at full speed. All of it is in the question, nothing of it labels a row.
// FUZZ_ROUNDS=20 does each twenty times.

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
  // Asks for a file first, and only under Local.
  'addLocalTable',
]);

const read = (name: string) => JSON.parse(readFileSync(join(project, name), 'utf8'));
const titles: Readonly<Record<string, string>> = read('package.nls.json');
const titleOf = (command: string) => titles[`command.${command}`] ?? command;
const questionOf = (command: string) => titleOf(command).replace(/…$/, '');
/** Keys that nothing else has. */
const keys = Object.fromEntries(
  commands.map((command, at) => [`glueLabeling.${command}`, `ctrl+alt+${at < 12 ? '' : 'shift+'}f${1 + (at % 12)}`]),
);
const keyOf = (command: string) => keys[`glueLabeling.${command}`]?.replace(/\w+/g, capital).replace('Ctrl', 'Control');

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

test.use({ keys });
test.setTimeout(180_000 + rounds * 180_000);

/** Begins each command and types; then leaves it and sees that the editor has what it had. */
async function eachAsks(
  bench: PromptBench,
  begun: readonly string[],
  typeTo: (command: string) => Promise<void>,
): Promise<void> {
  for (const command of begun) {
    for (let round = 0; round < rounds; round++) {
      await test.step(`${command}, ${round + 1}`, async () => {
        await typeTo(command);
        await bench.expectQuestion(questionOf(command));
        await bench.workbench.expectInput(exactly(word));
        await bench.workbench.page.keyboard.press('Escape');
        await expect(bench.workbench.quickInput).toBeHidden();
        // VS Code does not always give the focus back to a page that a question was opened over twice; a user clicks.
        await bench.focusEditor();
        await bench.expectUntouched();
      });
    }
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[/\\^$*+?.()|[\]{}]/g, '\\$&')}$`);
}

test('every command is known to ask or not to', () => {
  const contributed: { readonly command: string }[] = read('package.json').contributes.commands;
  const names = contributed.map(({ command }) => command.replace(/^glueLabeling\./, ''));
  expect(names.filter((name) => !name.startsWith('editor.')).toSorted()).toEqual([...commands, ...silent].toSorted());
});

test('typed at once to what a key begins', async ({ bench }) => {
  await eachAsks(bench, commands, async (command) => {
    await bench.workbench.page.keyboard.press(keyOf(command) ?? '');
    await bench.workbench.page.keyboard.type(word);
  });
});
