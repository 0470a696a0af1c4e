import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { Failure } from '../harness/failure.ts';
import { makeSandbox, type Sandbox } from '../harness/hostRun.ts';
import { project } from '../harness/project.ts';
import { ensureTransform, type RunningLocalGlue, startLocalGlue } from '../harness/start/localGlue.ts';
import { sampleTable } from '../harness/start/table.ts';
import { installVsCode, newest, oldest } from '../harness/vscodeInstall.ts';
import { installExtension, VsCodeServer } from '../harness/vscodeServer.ts';
import { themes, Workbench } from './workbench.ts';

/** What an end-to-end test is given. Nothing of it is simulated. */
export interface WorkbenchFixtures {
  /** The extension from this folder, or from the package of this platform. */
  readonly extensionFrom: 'development' | 'package';
  readonly vscodeVersion: 'newest' | 'oldest';
  readonly sandbox: Sandbox;
  /** Local Glue with the sample table and one transform, `persons`, on it. */
  readonly localGlue: RunningLocalGlue;
  /** VS Code's window, open, with the extension connected to Local. */
  readonly workbench: Workbench;
}

const local = join(project, 'dist', 'local');

export const test = base.extend<WorkbenchFixtures>({
  extensionFrom: ['development', { option: true }],
  vscodeVersion: ['newest', { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameters from the pattern.
  sandbox: async ({}, use) => {
    const sandbox = makeSandbox();
    await use(sandbox);
    sandbox.dispose();
  },

  localGlue: async ({ sandbox }, use, info) => {
    const table = await sampleTable(join(local, 'sample.mjs'), join(project, '.cache', 'sample'));
    const log = info.outputPath('local-glue.log');
    const glue = await startLocalGlue(join(local, 'glue-local.mjs'), sandbox.localRoot, table, log);
    await ensureTransform(glue.address, table);
    await use(glue);
    await glue.tree.stop();
  },

  workbench: async ({ page, sandbox, localGlue, extensionFrom, vscodeVersion }, use, info) => {
    const vscode = await installVsCode(vscodeVersion === 'oldest' ? oldest : newest, console.log);
    const extensionsFolder = join(sandbox.root, 'extensions');
    if (extensionFrom === 'package') {
      await installExtension(vscode, platformPackage(), extensionsFolder);
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
      },
    });
    const workbench = new Workbench(page, server);
    const development = extensionFrom === 'development' ? { extensionDevelopmentPath: project } : {};
    await workbench.open(server.url({ folder: sandbox.workspace, ...development }));
    await use(workbench);
    await page.close();
    await server.stop();
    if (info.status !== info.expectedStatus) {
      cpSync(join(dataFolder, 'data', 'logs'), info.outputPath('vscode-logs'), { recursive: true });
      console.log(`Local Glue at ${localGlue.address.endpoint}; logs in ${info.outputPath()}`);
    }
  },
});

/** The package that `npm run package` made for this platform. */
function platformPackage(): string {
  const [file] = globSync(join(project, `*-${process.platform}-${process.arch}-*.vsix`));
  if (file === undefined) {
    throw new Failure('There is no package of this platform. Make it with: npm run package');
  }
  return file;
}
