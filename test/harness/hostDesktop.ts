// The same host tests in desktop VS Code, where it can be downloaded. Usage: node test/harness/hostDesktop.ts [PATTERN]
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { explain, Failure } from './failure.ts';
import { bundleHostTests } from './hostBundle.ts';
import { HostReport } from './hostReport.ts';
import { conclude, makeSandbox } from './hostRun.ts';
import { project } from './project.ts';
import { cacheFolder, newest } from './vscodeInstall.ts';

async function desktopVsCode(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: newest.vscode, cachePath: join(cacheFolder(), 'desktop') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      `Desktop VS Code ${newest.vscode} could not be downloaded (${reason}). Run the same tests without it: npm run test:host`,
    );
  }
}

const sandbox = makeSandbox();
const report = await HostReport.listen();
try {
  const vscodeExecutablePath = await desktopVsCode();
  const extensionTestsPath = await bundleHostTests();
  const run = runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: project,
    extensionTestsPath,
    extensionTestsEnv: {
      ...sandbox.env,
      GLUE_HOST_REPORT_PORT: String(report.port),
      GLUE_HOST_GREP: process.argv[2] ?? '',
    },
    launchArgs: [sandbox.workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
  // The report says more than the exit code; but a VS Code that does not start has only that.
  const broken = run.then(
    () => report.result,
    (error: unknown) => Promise.race([report.result, Promise.reject(error)]),
  );
  conclude('host-desktop', await Promise.race([report.result, broken]));
  await run.catch(() => undefined);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  report.close();
  sandbox.dispose();
}
