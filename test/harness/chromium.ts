import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { Failure } from './failure.ts';
import { cleanEnvironment, findProgram, run } from './processes.ts';

/** Names under which systems put Chromium, best first. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Where macOS keeps it, which puts no program on PATH. */
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The Chromium to drive, made available if need be: the system's; else Playwright's own; else Debian's package, where
 * this process may install it. `GLUE_TEST_CHROMIUM` names another one.
 * @param report gets a line for each step that takes time
 * @returns path of the program
 * @throws Failure that says what to install
 */
export async function findChromium(report: (line: string) => void = console.log): Promise<string> {
  const found = onSystem() ?? playwrights();
  if (found !== undefined) {
    return found;
  }
  report('Chromium: none on this system, asking Playwright to download its own');
  const playwright = new URL('../../node_modules/@playwright/test/cli.js', import.meta.url).pathname;
  await run(process.execPath, [playwright, 'install', 'chromium', '--no-shell'], {
    env: cleanEnvironment(),
    timeout: 300_000,
  }).catch(() => undefined);
  const downloaded = playwrights();
  if (downloaded !== undefined) {
    return downloaded;
  }
  if (findProgram('apt-get') !== undefined && process.getuid?.() === 0) {
    report('Chromium: installing the Debian package');
    const env = cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' });
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  }
  const installed = onSystem();
  if (installed === undefined) {
    throw new Failure(
      'No Chromium was found and none could be downloaded. Install one (Debian: apt-get install chromium) and run again.',
    );
  }
  return installed;
}

function onSystem(): string | undefined {
  const chosen = process.env.GLUE_TEST_CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    return chosen;
  }
  return names.map((name) => findProgram(name)).find((file) => file !== undefined) ?? applications.find(existsSync);
}

/** The Chromium that belongs to this version of Playwright, if it was downloaded before. */
function playwrights(): string | undefined {
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}
