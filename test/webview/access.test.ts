import { expect, type Locator, type Page, test } from '@playwright/test';
import { fileOf, publicationFile } from './files.ts';
import { findings } from './findings.ts';
import { cleanStatus, SimulatedHost } from './simulatedHost.ts';
import { type ThemeName, themeNames } from './themes.ts';

const awkward = fileOf(
  ['name', 'id'],
  [
    ['s1', 'A', 'Ann Miller', '1'],
    ['s1', 'A', 'Anne Miller', '2'],
    ['s1', 'a', 'Bob', '3'],
    ['s2', 'A', 'Anne Miller', '2'],
    ['s2', 'A', 'A. Miller', '4'],
    ['s2', '', 'Carl', '5'],
    ['s3', 'A', 'Ann Miller', '1'],
    ['s3', 'B', 'A. Miller', '4'],
  ],
);

async function labelSome(page: Page, theme: ThemeName): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, publicationFile(10));
  await host.open(theme);
  for (const key of ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd', 'e', 'f']) {
    await page.keyboard.press(key);
  }
  return host;
}

for (const theme of themeNames) {
  test(`axe finds nothing in ${theme}`, async ({ page }) => {
    await labelSome(page, theme);
    expect(await findings(page), 'labeling').toEqual([]);
    await page.keyboard.press(';');
    await page.keyboard.press("'");
    await page.keyboard.press('/');
    await page.keyboard.type('vldb');
    expect(await findings(page), 'filter and row in full').toEqual([]);
    await page.getByRole('button', { name: 'Columns' }).click();
    expect(await findings(page), 'columns').toEqual([]);
  });

  test(`axe finds nothing in the dialogs in ${theme}`, async ({ page }) => {
    const host = await labelSome(page, theme);
    await page.keyboard.press('?');
    expect(await findings(page), 'help').toEqual([]);
    await page.keyboard.press('Escape');
    await host.send({ type: 'conflict', rows: [{ row: 0, base: '', theirs: 'B', yours: 'A' }] });
    await page.getByRole('dialog').waitFor();
    expect(await findings(page), 'conflict').toEqual([]);
    await host.send({ type: 'conflict', rows: [] });
    await page.locator('.row.current .chip').click();
    await page.getByRole('group', { name: 'Put in group' }).waitFor();
    expect(await findings(page), 'group picker').toEqual([]);
    await page.keyboard.press('Escape');
    for (let set = 0; set < 10; set++) {
      await page.keyboard.press('Enter');
    }
    await page.getByRole('dialog', { name: 'All rows are labeled' }).waitFor();
    expect(await findings(page), 'finish').toEqual([]);
  });

  test(`axe finds nothing in problems and notices in ${theme}`, async ({ page }) => {
    const notice = { severity: 'warning' as const, text: 'Changed elsewhere.', actions: [{ id: 'm', title: 'Merge' }] };
    const host = new SimulatedHost(page, awkward, { status: { ...cleanStatus, readOnly: 'No rights.', notice } });
    await host.open(theme);
    await page.getByText('contradicts set 3').first().waitFor();
    expect(await findings(page)).toEqual([]);
  });
}

test('a row is read in one breath', async ({ page }) => {
  await labelSome(page, 'dark');
  const rows = page.getByRole('rowgroup', { name: 'Labeling set 1 of 10' }).getByRole('row');
  await expect(rows.nth(1)).toHaveAccessibleName(
    'Row 2 of 10, group “A”, 3 rows; title 1-Safe Algorithms for Symmetric Site Configurations; authors Rune Humborstad, Maitrayi Sabaratnam, Svein-Olaf Hvasshovd, differs; venue Very Large Data Bases, differs; year 1997; id 671000',
  );
  await expect(rows.nth(9)).toHaveAccessibleName(/^Row 10 of 10, group “F”, on its own; title Chair's Message/);
});

test('the grid is one tab stop, says which row is at hand and keeps the focus when rows are recycled', async ({
  page,
}) => {
  await new SimulatedHost(page, publicationFile(300)).open();
  const grid = page.getByRole('grid', { name: 'Labeling sets' });
  await expect(grid).toBeFocused();
  await expect(grid).toHaveAttribute('aria-rowcount', '2994');
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-0');
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 60_000);
  await expect(page.locator('#row-0')).toHaveCount(0);
  await expect(grid).toBeFocused();
  await page.keyboard.press('a');
  await expect(page.locator('#row-1')).toBeInViewport();
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-1');
});

/** Whether a control can be scrolled to and clicked, with nothing lying over it. */
async function expectUsable(control: Locator): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  await expect(control).toBeInViewport();
  await control.click({ trial: true, timeout: 5000 });
}

/** Names of what is wider than its place, so that one would have to scroll in two directions. */
function tooWide(page: Page): Promise<string[]> {
  return page
    .locator('body, .above, .bar, dialog, .popover, .picker')
    .evaluateAll((all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className || each.tagName),
    );
}

test('at 400 % zoom everything can be reached', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const host = new SimulatedHost(page, publicationFile(2));
  await host.open();
  await expect(page.locator('#row-0')).toBeInViewport();
  await expect(page.getByRole('navigation')).toBeHidden();
  for (const name of ['Filter', 'Differences', 'Suggest', 'Columns', 'Save and Import']) {
    await expectUsable(page.getByRole('toolbar').getByRole('button', { name, exact: true }));
  }
  await page.keyboard.press('a');
  await expect(page.locator('#row-0 .chip')).toHaveText('A');
  for (const row of [1, 2, 3, 4]) {
    await expect(page.locator(`#row-${row} .chip`)).toBeInViewport();
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press(']');
  await expect(page.locator('#row-10 .chip')).toBeInViewport();
  expect(await tooWide(page)).toEqual([]);
});

test('at 400 % zoom dialogs and panels can be read and used', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await new SimulatedHost(page, publicationFile(2)).open();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await expect(help.getByRole('heading').first()).toBeInViewport();
  await expectUsable(help.getByRole('button').last());
  expect(await tooWide(page), 'help').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Columns' }).click();
  await expectUsable(page.getByRole('button', { name: 'Pin “id”' }));
  await expectUsable(page.getByRole('checkbox', { name: 'Dim values' }));
  expect(await tooWide(page), 'columns').toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press("'");
  await expectUsable(page.getByRole('region', { name: 'Row in full' }).getByRole('button', { name: 'Close' }));
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('vldb');
  for (const name of ['Unlabeled', 'With problems', 'Clear filter', 'Apply again']) {
    await expectUsable(page.getByRole('search').getByRole('button', { name }));
  }
  expect(await tooWide(page), 'filter').toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const finish = page.getByRole('dialog');
  await expect(finish.getByRole('heading')).toBeInViewport();
  for (const name of ['Keep Reviewing', 'Save and Import']) {
    await expectUsable(finish.getByRole('button', { name }));
  }
  expect(await tooWide(page), 'finish').toEqual([]);
});

test('where the window is wide enough for the rail, its cells can be used', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await new SimulatedHost(page, publicationFile(10)).open();
  await expectUsable(page.getByRole('navigation').getByRole('button', { name: /^Set 1:/ }));
  await expectUsable(page.getByRole('navigation').getByRole('button', { name: /^Set 10:/ }));
});

test('targets are at least 24 pixels', async ({ page }) => {
  await labelSome(page, 'dark');
  await page.keyboard.press(';');
  await page.getByRole('button', { name: 'Columns' }).click();
  const small = await page.locator('button:visible').evaluateAll((buttons) =>
    buttons
      .map((button) => ({ text: button.textContent, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ text, box }) => `${text}: ${box.width} x ${box.height}`),
  );
  expect(small).toEqual([]);
});

test('forced colours keep what is at hand visible', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await labelSome(page, 'hc-black');
  const border = await page.locator('.row.current').evaluate((row) => getComputedStyle(row, '::after').borderTopWidth);
  expect(border).toBe('2px');
  const transition = await page.locator('.meter i').evaluate((bar) => getComputedStyle(bar).transitionDuration);
  expect(transition).toBe('0s');
});
