import { defineConfig } from '@playwright/test';
import { findChromium } from '../harness/chromium.ts';

const results = new URL('../../test-results/', import.meta.url).pathname;

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'webview', testMatch: '*.test.ts' },
    { name: 'pictures', testMatch: '*.pictures.ts' },
    { name: 'bench', testDir: '../bench', testMatch: 'webview.bench.ts' },
  ],
  outputDir: `${results}webview`,
  workers: 2,
  fullyParallel: true,
  // axe looks at every element; on a busy machine that takes long.
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['dot'], ['json', { outputFile: `${results}webview.json` }]],
  use: {
    viewport: { width: 1180, height: 760 },
    launchOptions: { executablePath: await findChromium(), args: ['--no-sandbox'] },
    // Traces take a snapshot of the page for every key, which costs more than the key; ask for them with --trace on.
    screenshot: 'only-on-failure',
  },
});
