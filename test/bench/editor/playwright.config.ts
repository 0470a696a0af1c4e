import { defineConfig } from '@playwright/test';
import { findChromium } from '../../harness/chromium.ts';

export default defineConfig({
  testDir: '.',
  testMatch: 'editor.bench.ts',
  outputDir: new URL('../../../test-results/bench-editor/', import.meta.url).pathname,
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'line',
  use: {
    viewport: { width: 1440, height: 900 }, // Playwright hides scroll bars, one of which is dragged.
    launchOptions: { executablePath: await findChromium(), ignoreDefaultArgs: ['--hide-scrollbars'] },
  },
});
