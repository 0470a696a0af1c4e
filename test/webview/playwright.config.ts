import { defineConfig } from '@playwright/test';
import { findChromium } from '../harness/chromium.ts';

const results = new URL('../../test-results/', import.meta.url).pathname;

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'webview', testMatch: '*.test.ts' },
    { name: 'pictures', testMatch: '*.pictures.ts' },
  ],
  outputDir: `${results}webview`,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['dot'], ['json', { outputFile: `${results}webview.json` }]],
  use: {
    viewport: { width: 1180, height: 760 },
    launchOptions: { executablePath: await findChromium(), args: ['--no-sandbox'] },
    trace: 'retain-on-failure',
  },
});
