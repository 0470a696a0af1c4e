import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Locator } from '@playwright/test';
import { quoted } from '../../src/shared/file/csvQuoting.ts';
import { makeSandbox } from '../harness/hostRun.ts';
import { GlueFault, MadeUpService } from '../harness/madeUpService.ts';
import { project } from '../harness/project.ts';
import { installVsCode, newest } from '../harness/vscodeInstall.ts';
import { linkExtension, VsCodeServer } from '../harness/vscodeServer.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { Workbench } from './workbench.ts';

// All that others can write, in every place where we show it: it is text there. No link, no icon, no command, and what
// we say about it is neither cut off nor turned around.

const command = 'workbench.action.createTerminalEditor';
/** No icon of VS Code's own window. */
const icon = 'squirrel';
const attack = `[Repair the table](command:${command}) $(${icon})`;
/** As it is to be read in a line that VS Code would make a link and an icon of. */
const shown = `[Repair the table] (command:${command}) $ (${icon})`;
const markdownAttack = `![x](https://e.example/p.png) <b>bold</b> **strong** www.e.example &amp; |`;

const key = `sets/${attack.replaceAll('/', '')}.csv`;
const file = [
  ['labeling_set_id', 'label', 'id', `name ${attack}`],
  [`set ${attack}`, `L ${attack}`, `k1 ${attack}`, `Ann ${attack}`],
  [`set ${attack}`, `l ${attack}`, `k1 ${attack}`, `Ann ${attack}`],
  [`set ${attack}`, '', 'k2', 'Bob\u200b'],
  [`set ${attack}`, '', 'k3', '\u202eBob'],
]
  .map((row) => row.map(quoted).join(','))
  .join('\n');

const run = (id: string, status: string, more: object) => ({
  TransformId: 'tfm-1',
  TaskRunId: id,
  Status: status,
  StartedOn: 1_790_000_000,
  CompletedOn: 1_790_000_060,
  LastModifiedOn: 1_790_000_060,
  ...more,
});
const generation = {
  TaskType: 'LABELING_SET_GENERATION',
  LabelingSetGenerationTaskRunProperties: { OutputS3Path: 's3://bucket/sets/' },
};
const transform = {
  TransformId: 'tfm-1',
  Name: `persons ${attack}`,
  Description: `${markdownAttack} ${attack}`,
  Status: 'READY',
  LabelCount: 4,
  Role: `role ${attack}`,
  Schema: [
    { Name: 'id', DataType: 'string' },
    { Name: `name ${attack}`, DataType: `string ${attack}` },
  ],
  InputRecordTables: [{ DatabaseName: `db ${attack}`, TableName: `table ${attack}` }],
  Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: `id ${attack}` } },
};
const answers = {
  GetMLTransforms: { Transforms: [transform, { ...transform, TransformId: 'tfm-2', Name: `other ${attack}` }] },
  GetMLTransform: transform,
  GetMLTaskRuns: {
    TaskRuns: [
      run('tsk-2', 'FAILED', {
        Properties: { TaskType: 'EVALUATION' },
        ErrorString: `The key ${attack} ${markdownAttack} is there twice.`,
      }),
      run('tsk-1', 'SUCCEEDED', { Properties: generation }),
    ],
  },
  StartMLLabelingSetGenerationTaskRun: new GlueFault(
    'InvalidInputException',
    `${attack} ${'very '.repeat(400)}long. No more is said.`,
  ),
  StartMLEvaluationTaskRun: { TaskRunId: 'tsk-3' },
};
const profile = `bench ${attack.replaceAll(/[[\]]/g, '')}`;

interface Bench {
  readonly workbench: Workbench;
  readonly service: MadeUpService;
}

const test = base.extend<{ readonly bench: Bench }>({
  bench: async ({ page }, use) => {
    const sandbox = makeSandbox();
    const service = await MadeUpService.listen(answers);
    service.put('bucket', key, file);
    const keys = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n';
    writeFileSync(join(sandbox.home, '.aws', 'credentials'), `[${profile}]\n${keys}`);
    const extensionsFolder = join(sandbox.root, 'extensions');
    mkdirSync(extensionsFolder);
    linkExtension(project, extensionsFolder);
    const server = await VsCodeServer.start(await installVsCode(newest, console.log), {
      dataFolder: join(sandbox.root, 'server'),
      extensionsFolder,
      env: sandbox.env,
      settings: {
        ...sandbox.settings,
        'glueLabeling.connection': 'aws',
        'glueLabeling.profile': profile,
        'glueLabeling.region': 'us-east-1',
        'glueLabeling.endpoint': service.endpoint,
        'files.autoSave': 'off',
      },
    });
    const workbench = new Workbench(page, server);
    await workbench.open(server.url({ folder: sandbox.workspace }));
    await use({ workbench, service });
    await page.close();
    await server.stop();
    await service.close();
    sandbox.dispose();
  },
});

// A whole tour, with every step in a real window.
test.setTimeout(180_000);

test('what others wrote is text wherever it appears', async ({ bench: { workbench, service } }) => {
  const { page } = workbench;
  /** The place shows the text, and nothing in the window is a link to the command, its icon, or what it would open. */
  const expectText = async (place: Locator, text: string): Promise<void> => {
    await expect(place).toContainText(text);
    for (const surface of [page.locator('body'), workbench.webview().locator('body')]) {
      await expect(surface.locator(`.codicon-${icon}`)).toHaveCount(0);
      await expect(
        surface.locator('a[href], a[data-href], .monaco-link').filter({ hasText: 'Repair the table' }),
      ).toHaveCount(0);
      await expect(surface.locator(`[href*="${command}"], [data-href*="${command}"]`)).toHaveCount(0);
    }
    await expect(workbench.editorTab(/bash|sh$/)).toHaveCount(0);
  };
  const persons = workbench.treeItem(/^persons/);

  await test.step('tree, status bar and title of the view', async () => {
    await workbench.showView('Glue Labeling');
    await expectText(persons, `persons ${shown}`);
    await expectText(page.locator('.statusbar-item').filter({ hasText: 'Glue: bench' }), `$ (${icon})`);
    await expectText(page.locator('.sidebar .pane-header').filter({ hasText: 'bench' }), `$ (${icon})`);
    await workbench.expand(persons);
    await expectText(workbench.treeItem(/^The key/), `The key ${shown}`);
    await workbench.expand(workbench.treeItem(/^Generate labeling set/));
    await expectText(workbench.treeItem(/\.csv/), '2/4');
  });

  await test.step('tooltips', async () => {
    const hover = page.locator('.workbench-hover');
    await persons.hover();
    await expectText(hover.first(), `name ${attack} string ${attack}`);
    await expectText(hover.first(), `${markdownAttack} ${attack}`);
    await expect(hover.locator('a, img, b').filter({ hasText: /./ })).toHaveCount(0);
    await workbench.treeItem(/^Estimate quality/).hover();
    await expectText(hover.first(), `The key ${attack} ${markdownAttack}`);
    await expect(hover.locator('a, img')).toHaveCount(0);
    await workbench.treeItem(/\.csv/).hover();
    await expectText(hover.first(), shown);
    await page.mouse.move(700, 500);
  });

  await test.step('picks, their titles and prompts', async () => {
    await workbench.runCommand('Glue Labeling: Switch Connection…');
    await expectText(workbench.quickInput, `bench Repair the table(command:${command}) $ (${icon})`);
    await page.keyboard.press('Escape');
    await workbench.runCommand('Glue Labeling: Estimate Quality');
    await expectText(workbench.quickInput, `other ${shown}`);
    await page.keyboard.press('Escape');
    await workbench.chooseFromMenu(persons, 'Delete Transform…');
    await expectText(workbench.quickInput, shown);
    await page.keyboard.type('other');
    // What is wrong with what was typed.
    await expectText(workbench.quickInput.locator('.quick-input-message'), `Type “persons ${shown}” to confirm.`);
    await page.keyboard.press('Escape');
  });

  await test.step('notifications: what the service says, long as it is, and what to do', async () => {
    await workbench.chooseFromMenu(persons, 'Generate Labeling Set');
    await workbench.fillIn('s3://bucket/sets/');
    const told = workbench.notification(/Repair the table/);
    await expectText(told, shown);
    await expectText(told, 'No more is said.');
    await expectText(told, 'Correct it, then try again.');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  await test.step('the end of a task run', async () => {
    service.answers = {
      ...answers,
      GetMLTaskRuns: {
        TaskRuns: [run('tsk-3', 'FAILED', { Properties: { TaskType: 'EVALUATION' }, ErrorString: `Key ${attack}.` })],
      },
    };
    await workbench.chooseFromMenu(persons, 'Estimate Quality');
    await expectText(workbench.notification(/failed/), `Key ${shown}`);
    await workbench.runCommand('Notifications: Clear All Notifications');
    service.answers = answers;
  });

  const editor = new LabelingEditor(workbench);
  await test.step('the labeling editor', async () => {
    await workbench.runCommand('Glue Labeling: Refresh');
    await workbench.treeItem(/\.csv/).click();
    await editor.expectReady();
    await expectText(editor.grid, `Ann ${attack}`);
    await expectText(editor.grid, `L ${attack}`);
    await expect(editor.grid.locator('[data-sign="⟨U+200B⟩"]').first()).toBeVisible();
    await expect(editor.grid.locator('[data-sign="⟨U+202E⟩"]').first()).toBeVisible();
  });

  await test.step('problems', async () => {
    await workbench.runCommand('Problems: Focus on Problems View');
    const problems = page.locator('.markers-panel');
    await expectText(problems, `$ (${icon})”`);
    await expectText(problems, `same record (“k1 [Repair`);
    await expect(problems.getByRole('button', { name: 'Go to Row' }).first()).toBeVisible();
  });
});
