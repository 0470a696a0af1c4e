import { defineConfig } from '@playwright/test';
import { findChromium } from '../harness/chromium.ts';
import type { WorkbenchFixtures } from './fixtures.ts';

const results = new URL('../../test-results/', import.meta.url).pathname;

export default defineConfig<WorkbenchFixtures>({
  testDir: '.',
  outputDir: `${results}e2e`,
  // One workbench at a time: each is a server, an extension host and a browser.
  workers: 1,
  forbidOnly: true,
  // The longest is a user's whole loop; each wait in it is a minute at most.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: `${results}e2e.json` }]],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: await findChromium() },
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'development', testMatch: '*.test.ts', testIgnore: 'smoke.test.ts' },
    { name: 'package', testMatch: 'loop.test.ts', use: { extensionFrom: 'package' } },
    { name: 'oldest', testMatch: 'smoke.test.ts', use: { vscodeVersion: 'oldest' } },
  ],
});
