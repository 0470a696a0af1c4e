// Pictures of the layout for looking at: npx playwright test -c test/webview --project=pictures layout
import { test } from '@playwright/test';
import { fileOf } from './files.ts';
import { sampleColumns, sampleRows } from './sampleRows.ts';
import { plainSettings, SimulatedHost } from './simulatedHost.ts';
import { themeNames } from './themes.ts';

const settings = { ...plainSettings, order: 'similarity' as const };

for (const theme of themeNames) {
  test(`sample in ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 925, height: 580 });
    const host = new SimulatedHost(page, fileOf(sampleColumns, sampleRows), { settings });
    await host.open(theme);
    for (const key of ['\\', ' ', '\\', '.', '\\']) {
      await page.keyboard.press(key);
    }
    await page.screenshot({ path: `test-results/pictures/sample-925-${theme}.png` });
    await page.setViewportSize({ width: 420, height: 800 });
    await page.screenshot({ path: `test-results/pictures/sample-420-${theme}.png` });
  });
}
