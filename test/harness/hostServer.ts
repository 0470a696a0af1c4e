// The host tests in a real extension host, without a desktop: VS Code's server, driven by headless Chromium.
// Usage: node test/harness/hostServer.ts [newest|oldest] [PATTERN]
// On the oldest VS Code only the tests with @smoke in their title run, unless a pattern is given.
import { appendFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.ts';
import { explain } from './failure.ts';
import { bundleHostTests } from './hostBundle.ts';
import { HostReport, type HostResult } from './hostReport.ts';
import { conclude, makeSandbox } from './hostRun.ts';
import { project } from './project.ts';
import { installVsCode, newest, oldest, type VsCodeVersion } from './vscodeInstall.ts';
import { VsCodeServer } from './vscodeServer.ts';

async function runHostTests(version: VsCodeVersion, grep: string): Promise<HostResult> {
  const executablePath = await findChromium();
  const vscode = await installVsCode(version, console.log);
  const extensionTestsPath = await bundleHostTests();
  const sandbox = makeSandbox();
  const report = await HostReport.listen();
  const dataFolder = join(sandbox.root, 'server');
  const server = await VsCodeServer.start(vscode, {
    dataFolder,
    extensionsFolder: join(sandbox.root, 'extensions'),
    settings: sandbox.settings,
    takesPayload: true,
    env: { ...sandbox.env, GLUE_HOST_REPORT_PORT: String(report.port), GLUE_HOST_GREP: grep },
  });
  const log = join(project, 'test-results', `host-${version.vscode}`);
  rmSync(log, { recursive: true, force: true });
  mkdirSync(log, { recursive: true });
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => appendFileSync(join(log, 'console.log'), `${message.text()}\n`));
    await page.goto(server.url({ folder: sandbox.workspace, extensionDevelopmentPath: project, extensionTestsPath }));
    return await report.result;
  } finally {
    report.close();
    await browser.close();
    await server.stop();
    cpSync(join(dataFolder, 'data', 'logs'), join(log, 'vscode'), { recursive: true, force: true });
    sandbox.dispose();
  }
}

const [which = 'newest', pattern] = process.argv.slice(2);
const version = which === 'oldest' ? oldest : newest;
try {
  conclude(`host-${version.vscode}`, await runHostTests(version, pattern ?? (version === oldest ? '@smoke' : '')));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
