import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { labelingViewType } from '../../src/shared/ids.ts';
import { Failure } from '../harness/failure.ts';
import { makeSandbox, type Sandbox } from '../harness/hostRun.ts';
import { startLocalGlue } from '../harness/localGlue.ts';
import { run } from '../harness/processes.ts';
import { project } from '../harness/project.ts';
import { type LocalTable, sampleTable } from '../harness/start/table.ts';
import { installVsCode, newest, oldest } from '../harness/vscodeInstall.ts';
import { installExtension, linkExtension, VsCodeServer } from '../harness/vscodeServer.ts';
import { themes, Workbench } from './workbench.ts';

/** What an end-to-end test is given. Nothing of it is simulated. */
export interface WorkbenchFixtures {
  /** The extension from this folder, or from the package of this platform. */
  readonly extensionFrom: 'development' | 'package';
  readonly vscodeVersion: 'newest' | 'oldest';
  /** VS Code's display language. */
  readonly language: string;
  /** Adds a second table of so many rows, `sample.many`, whose task runs take their time. */
  readonly manyRows: number;
  readonly sandbox: Sandbox;
  /** Root of a Local Glue that has the sample table and one transform, `persons`, on it. */
  readonly localRoot: string;
  /** VS Code's window, open, with the extension connected to Local. */
  readonly workbench: Workbench;
}

/** Where the sample table and its truth are. */
export const sampleFolder = join(project, '.cache', 'sample');

export const test = base.extend<WorkbenchFixtures>({
  extensionFrom: ['development', { option: true }],
  vscodeVersion: ['newest', { option: true }],
  language: ['en', { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameters from the pattern.
  sandbox: async ({}, use) => {
    const sandbox = makeSandbox();
    await use(sandbox);
    sandbox.dispose();
  },

  manyRows: [0, { option: true }],

  localRoot: async ({ sandbox, extensionFrom, manyRows }, use) => {
    const table = await sampleTable(sampleFolder);
    const many = manyRows > 0 ? [await bigTable(sandbox, manyRows)] : [];
    const glue = await startLocalGlue({ root: sandbox.localRoot, tables: [table, ...many] });
    // An installed package starts the Local Glue that it brought itself.
    if (extensionFrom === 'package') {
      await glue.stop();
    }
    await use(sandbox.localRoot);
    await glue.stop();
  },

  workbench: async ({ page, sandbox, localRoot, extensionFrom, vscodeVersion, language }, use, info) => {
    const vscode = await installVsCode(vscodeVersion === 'oldest' ? oldest : newest, console.log);
    const extensionsFolder = join(sandbox.root, 'extensions');
    if (extensionFrom === 'package') {
      await installExtension(vscode, platformPackage(), extensionsFolder);
    } else {
      linkExtension(project, extensionsFolder);
    }
    const dataFolder = join(sandbox.root, 'server');
    const server = await VsCodeServer.start(vscode, {
      dataFolder,
      extensionsFolder,
      env: sandbox.env,
      settings: {
        ...sandbox.settings,
        'glueLabeling.connection': 'local',
        'workbench.colorTheme': themes.dark.setting,
        'files.autoSave': 'off',
        'workbench.editorAssociations': { 'bench.csv': labelingViewType },
      },
    });
    // As a language pack says it; VS Code's own texts, which would come from one, stay English.
    await page.addInitScript((name) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name }), language);
    const workbench = new Workbench(page, server);
    await workbench.open(server.url({ folder: sandbox.workspace }));
    await use(workbench);
    await page.close();
    await server.stop();
    if (info.status !== info.expectedStatus) {
      cpSync(join(dataFolder, 'data', 'logs'), info.outputPath('vscode-logs'), { recursive: true });
      console.log(`Logs in ${info.outputPath()}; Local Glue's root was ${localRoot}`);
    }
  },
});

async function bigTable({ root }: Sandbox, rows: number): Promise<LocalTable> {
  const folder = join(root, 'many');
  const program = join(project, 'dist', 'local', 'sample.mjs');
  await run(process.execPath, [program, '--out', folder, '--rows', String(rows)]);
  return { database: 'sample', table: 'many', file: join(folder, 'persons.csv'), primaryKey: 'id' };
}

/** The package that `npm run package` made for this platform. */
function platformPackage(): string {
  const [file] = globSync(join(project, `*-${process.platform}-${process.arch}-*.vsix`));
  if (file === undefined) {
    throw new Failure('There is no package of this platform. Make it with: npm run package');
  }
  return file;
}
