// Pictures of the labeling editor for looking at: npx playwright test -c test/webview --project=pictures
import { test } from '@playwright/test';
import { publicationFile } from './files.ts';
import { SimulatedHost } from './simulatedHost.ts';
import { themeNames } from './themes.ts';

for (const theme of themeNames) {
  test(`labeling in ${theme}`, async ({ page }) => {
    page.on('pageerror', (error) => console.log(error));
    page.on('console', (line) => line.type() === 'error' && console.log(line.text()));
    await new SimulatedHost(page, publicationFile(10)).open(theme);
    for (const key of ['a', 'a', 'a', 'b', 'b', 'c', 'c']) {
      await page.keyboard.press(key);
    }
    await page.screenshot({ path: `test-results/pictures/labeling-${theme}.png` });
  });
}
