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
      actions: [{ id: 'save', title: 'Merge Now' }],
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

test('many short columns', async ({ page }) => {
  const columns = 'id,given_name,surname,date_of_birth,street,city,postcode,phone,email'.split(',');
  const people = [
    [
      'p003/0',
      'Katherine',
      'Montgomery',
      '1978-03-14',
      '221 Upper Winchester Terrace',
      'Wolverhampton',
      'WV10 6QT',
      '+44 1902 555 0143',
      'katherine.montgomery78@example.org',
    ],
    [
      'p003/1',
      'Kathrine',
      'Montgomrey',
      '1978-03-14',
      '221 Upper Winchester Tce',
      'Wolverhampton',
      'WV106QT',
      '01902 5550143',
      'k.montgomery@example.org',
    ],
    ['p118/0', 'Lee', 'Wu', '1990-11-02', '4 Elm Road', 'Bath', 'BA1 2AB', '01225 555017', 'lee.wu@example.net'],
    ['p118/1', 'Li', 'Wu', '1990-02-11', '4 Elm Rd', 'Bath', 'BA1 2AB', '', 'lee.wu@example.net'],
  ];
  const rows = people.map((person) => ['set-1', '', ...person]);
  await page.setViewportSize({ width: 1400, height: 500 });
  await new SimulatedHost(page, fileOf(columns, [...rows, ...people.map((person) => ['set-2', '', ...person])])).open(
    'light',
  );
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  await page.screenshot({ path: 'test-results/pictures/persons.png' });
  await page.setViewportSize({ width: 1000, height: 500 });
  await page.screenshot({ path: 'test-results/pictures/persons-narrow.png' });
});

for (const theme of ['dark', 'light', 'hc-black'] as const) {
  test(`unsure rows and notes in ${theme}`, async ({ page }) => {
    const notes = { rows: [[1, 'is this the same venue?'] as const], sets: [[0, 'ask the librarian'] as const] };
    await new SimulatedHost(page, publicationFile(10), { notes }).open(theme);
    for (const key of ['a', 'a', '0', 'b', 'b', '0', '#']) {
      await page.keyboard.press(key);
    }
    await page.screenshot({ path: `test-results/pictures/unsure-${theme}.png` });
  });
}
