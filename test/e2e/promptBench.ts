import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { labelingViewType } from '../../src/shared/ids.ts';
import { makeSandbox } from '../harness/hostRun.ts';
import { MadeUpService } from '../harness/madeUpService.ts';
import { project } from '../harness/project.ts';
import { installVsCode, newest } from '../harness/vscodeInstall.ts';
import { linkExtension, VsCodeServer } from '../harness/vscodeServer.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { Workbench } from './workbench.ts';

const file = 'local.csv';
const profile = 'bench';

/** Two sets of six rows, none of them labeled. */
const blank = [
  'labeling_set_id,label,id,name',
  ...Array.from({ length: 12 }, (_, row) => `s${row < 6 ? 1 : 2},,${row},Ann ${row}`),
  '',
].join('\n');

const column = (Name: string) => ({ Name, Type: 'string' });
const transform = (TransformId: string, Name: string) => ({
  TransformId,
  Name,
  Status: 'READY',
  LabelCount: 4,
  Schema: ['id', 'name'].map((name) => ({ Name: name, DataType: 'string' })),
  InputRecordTables: [{ DatabaseName: 'shop', TableName: 'people' }],
  Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
});
const table = { Name: 'people', StorageDescriptor: { Columns: ['id', 'name', 'index'].map(column) } };
const transforms = [transform('tfm-1', 'persons'), transform('tfm-2', 'others')];
const answers = {
  GetMLTransforms: { Transforms: transforms },
  GetMLTransform: transforms[0],
  GetMLTaskRuns: { TaskRuns: [] },
  GetDatabases: { DatabaseList: [{ Name: 'shop' }, { Name: 'store' }] },
  GetTables: { TableList: [table] },
  GetTable: { Table: table },
};

/** A labeling editor that has the focus, next to a service with two transforms. */
export class PromptBench {
  constructor(
    readonly workbench: Workbench,
    readonly editor: LabelingEditor,
    private readonly folder: string,
  ) {}

  /** Opens the labeling file and gives it the focus. */
  async open(): Promise<void> {
    await this.workbench.showView('Glue Labeling');
    await expect(this.workbench.treeItem(/^persons/)).toBeVisible({ timeout: 60_000 });
    await this.workbench.showView('Explorer');
    await this.workbench.page.locator('.explorer-folders-view').getByRole('treeitem', { name: file }).dblclick();
    await this.editor.expectReady();
    await this.focusEditor();
  }

  async focusEditor(): Promise<void> {
    await this.editor.rows.first().getByRole('gridcell').last().click();
    await this.expectEditorFocused();
  }

  /** The keys go to the labeling editor again, without anybody's click. */
  async expectEditorFocused(): Promise<void> {
    await expect.poll(() => this.editor.grid.evaluate(() => document.hasFocus())).toBe(true);
  }

  /** Whose question is open. */
  async expectQuestion(title: string): Promise<void> {
    // A wizard says how far it is.
    await expect(this.workbench.quickInput.locator('.quick-input-title')).toHaveText(
      new RegExp(`^${title}( \\(\\d+/\\d+\\))?$`),
    );
  }

  /** No row has a label: not in the editor, which would be unsaved, and not in the file. */
  async expectUntouched(): Promise<void> {
    await this.editor.expectProgress(0, 12, 0, 2);
    await this.workbench.expectDirty(file, false);
    expect(readFileSync(join(this.folder, file), 'utf8')).toBe(blank);
  }
}

interface PromptFixtures {
  /** Keys for commands, as users give them. */
  readonly keys: Readonly<Record<string, string>>;
  readonly bench: PromptBench;
}

export const test = base.extend<PromptFixtures>({
  keys: [{}, { option: true }],
  bench: async ({ page, keys }, use) => {
    const sandbox = makeSandbox();
    const service = await MadeUpService.listen(answers);
    writeFileSync(join(sandbox.workspace, file), blank);
    const credentials = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n';
    writeFileSync(join(sandbox.home, '.aws', 'credentials'), `[${profile}]\n${credentials}`);
    const extensionsFolder = join(sandbox.root, 'extensions');
    mkdirSync(extensionsFolder);
    linkExtension(project, extensionsFolder);
    bindKeys(extensionsFolder, keys);
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
        'workbench.editorAssociations': { '*.csv': labelingViewType },
      },
    });
    const workbench = new Workbench(page, server);
    await workbench.open(server.url({ folder: sandbox.workspace }));
    const bench = new PromptBench(workbench, new LabelingEditor(workbench), sandbox.workspace);
    await bench.open();
    await use(bench);
    await page.close();
    await server.stop();
    await service.close();
    sandbox.dispose();
  },
});

/** An extension of keybindings alone: a window in the browser keeps the user's own where no file of this machine is. */
function bindKeys(extensionsFolder: string, keys: Readonly<Record<string, string>>): void {
  const folder = join(extensionsFolder, 'keys');
  mkdirSync(folder);
  const keybindings = Object.entries(keys).map(([command, key]) => ({ command, key }));
  const about = { name: 'keys', publisher: 'tests', version: '1.0.0', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...about, contributes: { keybindings } }));
}
