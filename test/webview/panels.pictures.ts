// Pictures of what lies beside and over the list: npx playwright test -c test/webview --project=pictures
import { test } from '@playwright/test';
import { fileOf, publicationFile } from './files.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';

test('panels', async ({ page }) => {
  page.on('pageerror', (error) => console.log(error));
  const picture = (name: string) => page.screenshot({ path: `test-results/pictures/${name}.png` });
  const host = new SimulatedHost(page, publicationFile(10));
  await host.open();
  await page.keyboard.press(';');
  await picture('suggested');
  await page.keyboard.press('+');
  await page.keyboard.press("'");
  await picture('peek');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await picture('help');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('vldb');
  await page.keyboard.press('Enter');
  await picture('filter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Columns' }).click();
  await picture('columns');
  await page.keyboard.press('Escape');
  for (let set = 0; set < 12; set++) {
    await page.keyboard.press('Enter');
  }
  await picture('finish');
  await page.keyboard.press('Escape');
  await host.send({
    type: 'conflict',
    rows: [
      { row: 0, base: '', theirs: 'B', yours: 'A' },
      { row: 4, base: 'A', theirs: '', yours: 'C' },
    ],
  });
  await page.getByRole('dialog').waitFor();
  await picture('conflict');
});

test('problems and notices', async ({ page }) => {
  const status = {
    ...cleanStatus,
    readOnly: 'Your credentials may not write here.',
    notice: {
      severity: 'warning' as const,
      text: 'labels.csv was changed by someone else.',
      actions: [{ id: 'retry', title: 'Merge Now' }],
    },
  };
  const bytes = fileOf(
    ['name', 'id'],
    [
      ['s1', 'A', 'Ann Miller', '1'],
      ['s1', 'A', 'Anne Miller', '2'],
      ['s1', 'a', 'Bob', '3'],
      ['s2', 'A', 'Anne Miller', '2'],
      ['s2', 'A', 'A. Miller', '4'],
      ['s2', 'B', 'Carl', '5'],
      ['s3', 'A', 'Ann Miller', '1'],
      ['s3', 'B', 'A. Miller', '4'],
      ['s4', 'A', 'Dora', '6'],
    ],
  );
  const host = new SimulatedHost(page, bytes, { status });
  await host.open();
  await page.keyboard.press('F8');
  await page.screenshot({ path: 'test-results/pictures/problems.png' });
});
