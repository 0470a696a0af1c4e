import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { fileOf } from './files.ts';
import { press } from './people.ts';
import { sampleColumns, sampleRows } from './sampleRows.ts';
import { plainSettings, SimulatedHost } from './simulatedHost.ts';
import { themeNames } from './themes.ts';

const settings = { ...plainSettings, order: 'similarity' as const };

async function openSample(page: Page, theme: (typeof themeNames)[number] = 'dark'): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, fileOf(sampleColumns, sampleRows), { settings });
  await host.open(theme);
  await press(page, '\\', ' ', '\\', '.', '\\', ']', '\\', '[');
  return host;
}

/** Buttons and texts of bars that lie over each other, stick out of their bar, or are cut. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const bar of document.querySelectorAll('.bar, .head, .hints')) {
      const outer = bar.getBoundingClientRect();
      const parts = [...bar.children].filter((part) => part.getBoundingClientRect().width > 1);
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const name = (at: number): string => `${bar.className}: ${parts[at]?.className} ${parts[at]?.textContent}`;
      for (const [at, box] of boxes.entries()) {
        if (box.left < outer.left - 1 || box.right > outer.right + 1 || box.bottom > outer.bottom + 1) {
          found.push(`${name(at)} sticks out`);
        }
        if (parts[at]?.matches('button') && parts[at].scrollWidth > parts[at].clientWidth + 1) {
          found.push(`${name(at)} is cut`);
        }
        const over = boxes.findIndex(
          (other, to) => to > at && Math.min(other.right, box.right) - Math.max(other.left, box.left) > 1,
        );
        if (over >= 0) {
          found.push(`${name(at)} and ${name(over)} lie over each other or wrap`);
        }
      }
    }
    return found;
  });
}

/** Contrasts of every mark, or of its outline where it has no background: with its row, and of its text. */
function contrasts(page: Page): Promise<{ ground: number; text: number }[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const probe = document.body.appendChild(document.createElement('i'));
    /** Relative luminance of colors over each other (WCAG). */
    const luminance = (...colors: readonly string[]): number => {
      for (const color of colors) {
        probe.style.backgroundColor = '';
        probe.style.backgroundColor = color;
        if (context) {
          context.fillStyle = getComputedStyle(probe).backgroundColor;
          context.fillRect(0, 0, 1, 1);
        }
      }
      const [red = 0, green = 0, blue = 0] = Array.from(context?.getImageData(0, 0, 1, 1).data ?? [], (value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const seen = [...document.querySelectorAll('.row mark')].map((mark) => {
      const style = getComputedStyle(mark);
      const row = mark.closest('.row') as Element;
      const under = ['var(--vscode-editor-background)', getComputedStyle(row).getPropertyValue('--ground')];
      const isFilled = !/\/ 0\)|, 0\)/.test(style.backgroundColor);
      const sign = isFilled ? style.backgroundColor : style.outlineColor;
      const fill = isFilled ? [...under, sign] : under;
      return {
        ground: contrast(luminance(...under), luminance(...under, sign)),
        text: contrast(luminance(...fill), luminance(...fill, style.color)),
      };
    });
    probe.remove();
    return seen;
  });
}

for (const theme of themeNames) {
  test(`nothing lies over another or is cut, and marks stand out, in ${theme}`, async ({ page }) => {
    await openSample(page, theme);
    // The last two are 1280 × 720 at 200 % and a group of a third of a window.
    for (const [width, height] of [
      [1920, 900],
      [1440, 800],
      [1280, 600],
      [925, 570],
      [640, 360],
      [420, 700],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => faults(page), `${width} × ${height}`).toEqual([]);
      await expect(page.getByRole('button', { name: /all keys/ })).toBeInViewport({ ratio: 1 });
      for (const button of await page.getByRole('toolbar').getByRole('button').all()) {
        await expect(button).toBeInViewport({ ratio: 1 });
        await expect(button).toHaveAttribute('title', /\(.+\)$/);
      }
    }
    await press(page, 'Home', 'ArrowDown');
    const all = await contrasts(page);
    expect(all.length).toBeGreaterThan(5);
    expect(Math.min(...all.map(({ ground }) => ground)), 'a mark on its row').toBeGreaterThanOrEqual(3);
    expect(Math.min(...all.map(({ text }) => text)), 'text on a mark').toBeGreaterThanOrEqual(4.5);
  });
}

test('in German, which is longer, nothing lies over another and no button is cut either, with notes and unsure rows', async ({
  page,
}) => {
  const german = JSON.parse(readFileSync(new URL('../../l10n/bundle.l10n.de.json', import.meta.url), 'utf8'));
  const notes = { rows: [[1, 'Notiz'] as const], sets: [[0, 'eine längere Notiz zum ganzen Set '.repeat(5)] as const] };
  const host = new SimulatedHost(page, fileOf(sampleColumns, sampleRows), { settings, strings: german, notes });
  await host.open();
  await press(page, '\\', ' ', '0', '.', '0');
  for (const width of [1920, 1440, 925, 640, 420]) {
    await page.setViewportSize({ width, height: 700 });
    await expect.poll(() => faults(page), `${width}`).toEqual([]);
    await expect(page.getByRole('button', { name: /alle Tasten/ })).toBeInViewport({ ratio: 1 });
  }
});

test('a set of ten rows of the sample fits beside the tree of a window of 1280 × 720', async ({ page }) => {
  await page.setViewportSize({ width: 925, height: 590 });
  await openSample(page);
  const seen = await page.evaluate(() => {
    const list = document.querySelector('.list') as HTMLElement;
    const card = document.querySelector('.frame.now')?.getBoundingClientRect();
    return {
      sideways: list.scrollWidth - list.clientWidth,
      below: (card?.bottom ?? 0) - list.getBoundingClientRect().bottom,
    };
  });
  expect(seen.sideways).toBeLessThanOrEqual(0);
  expect(seen.below).toBeLessThanOrEqual(0);
});

test('where there is room no value wraps, marked or not', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 900 });
  await openSample(page);
  const lines = () =>
    page.locator('.rows.now .value').evaluateAll((all) => Math.max(...all.map((value) => value.clientHeight)));
  expect(await lines()).toBeLessThan(24);
  await press(page, 'Control+a', 'a');
  expect(await lines(), 'marked').toBeLessThan(24);
});

test('groups of two rows and more have colors of their own, a row on its own has none', async ({ page }) => {
  const rows = Array.from({ length: 27 }, (_, at) => ['s1', String.fromCharCode(65 + Math.floor(at / 2)), `n${at}`]);
  const host = new SimulatedHost(page, fileOf(['name'], rows), { settings: plainSettings });
  await host.open();
  const looks = await page.locator('[data-row]').evaluateAll((all) =>
    all.map((row) => {
      const { borderTopColor, borderTopStyle } = getComputedStyle(row.querySelector('.chip') ?? row);
      return `${borderTopColor} ${borderTopStyle}`;
    }),
  );
  expect(new Set(looks.slice(0, 24)).size).toBe(12);
  expect(looks[24], 'the thirteenth has that of the first again').toBe(looks[0]);
  await expect(page.locator('#row-26')).not.toHaveClass(/group/);
});

test('a difference that is cut off has a sign, which leads to it', async ({ page }) => {
  const text = 'one two three four five six seven eight nine ten '.repeat(30);
  const host = new SimulatedHost(
    page,
    fileOf(
      ['text'],
      [
        ['s1', '', `${text}end`],
        ['s1', '', `${text}and`],
        ['s1', '', `other ${text}end`],
        // So that not all is labeled, which would be told.
        ['s2', '', 'another'],
      ],
    ),
    { settings: plainSettings },
  );
  await host.open();
  await press(page, 'Control+a', 'a');
  const sign = page.locator('#row-1 .below');
  await expect(sign).toBeVisible();
  await expect(page.locator('#row-2 .below'), 'its difference is in sight').toBeHidden();
  await sign.click();
  const peek = page.getByRole('region', { name: 'Row in full' });
  await expect(peek.locator('td mark')).toBeInViewport();
});

test('the row under the menu is the row at hand', async ({ page }) => {
  await openSample(page);
  const row = page.locator('.rows.now [data-row]').nth(4);
  await row.locator('.value').nth(2).click({ button: 'right' });
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', (await row.getAttribute('id')) ?? '');
});

test('the grid has headers, and a row says what is empty and what differs', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(
      ['name', 'town'],
      [
        ['s1', '', 'Ann Miller', 'Ulm'],
        ['s1', '', 'Anne Miller', ''],
        ['s2', '', 'Bob', 'Bonn'],
      ],
    ),
    { settings: plainSettings },
  );
  await host.open();
  await press(page, 'Control+a', 'a');
  const headers = page.getByRole('grid').getByRole('columnheader');
  await expect(headers).toHaveText(['label', 'name', 'town']);
  await expect(page.getByRole('row', { name: /name Anne Miller, differs; town empty, differs$/ })).toHaveCount(1);
});

test('errors and warnings look different in the rail', async ({ page }) => {
  const host = new SimulatedHost(
    page,
    fileOf(
      ['name'],
      [
        ['s1', 'A', 'Ann'],
        ['s1', 'a', 'Anne'],
        ['s2', '', 'Bob'],
        ['s2', '', 'Bo'],
      ],
    ),
    { settings: plainSettings },
  );
  await host.open();
  await host.send({
    type: 'problems',
    problems: [{ severity: 'error', row: 2, text: 'Contradiction.', elsewhere: [], fixes: [] }],
  });
  await expect(page.locator('.railCell.warn')).toHaveAccessibleName(/, 1 warning$/);
  await expect(page.locator('.railCell.wrong')).toHaveAccessibleName(/, 1 error$/);
});
