// Speed of the labeling editor in the real workbench, with an ordinary file and one of the service's limit of 10 MB.
// Usage: npm run bench:editor. On a machine with other work the figures say little.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../../e2e/fixtures.ts';
import { LabelingEditor } from '../../e2e/labelingEditor.ts';

for (const sets of [10, 10_000]) {
  test(`a file of ${sets * 10} rows`, async ({ workbench, sandbox }) => {
    const bytes = labelingFile(sets);
    writeFileSync(join(sandbox.workspace, 'bench.csv'), bytes);
    const editor = new LabelingEditor(workbench);
    const { page } = workbench;
    await expect(async () => {
      await page.keyboard.press('F1');
      await workbench.quickInput.locator('input').first().fill('bench.csv', { timeout: 5_000 });
      await expect(workbench.quickInput.getByRole('option', { name: /bench\.csv/ })).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    const opened = performance.now();
    await page.keyboard.press('Enter');
    await editor.expectReady();
    const open = performance.now() - opened;

    const body = editor.frame.locator('body');
    await body.evaluate(recordKeys);
    for (let key = 0; key < 100; key++) {
      await page.keyboard.press(key % 10 === 9 ? ']' : 'a');
    }
    await expect.poll(() => body.getAttribute('data-painted').then((text) => text?.split(' ').length)).toBe(100);
    const painted = ((await body.getAttribute('data-painted')) ?? '')
      .split(' ')
      .map(Number)
      .sort((a, b) => a - b);

    const saving = performance.now();
    await page.keyboard.press('Control+s');
    await workbench.expectDirty(/bench\.csv/, false);
    const save = performance.now() - saving;
    console.log(
      `\n${sets * 10} rows, ${(bytes.length / 1e6).toFixed(1)} MB: open ${open.toFixed(0)} ms, ` +
        `key to paint p50 ${painted[50]?.toFixed(0)} ms, p95 ${painted[95]?.toFixed(0)} ms, save ${save.toFixed(0)} ms`,
    );
  });
}

/** Notes for each key how long it took to the frame after the one that it was drawn in. */
function recordKeys(body: Element): void {
  body.ownerDocument.addEventListener(
    'keydown',
    (event) => {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const before = body.getAttribute('data-painted');
          const took = (performance.now() - event.timeStamp).toFixed(1);
          body.setAttribute('data-painted', before === null ? took : `${before} ${took}`);
        }),
      );
    },
    { capture: true },
  );
}

/** Sets of ten rows and eight columns, about 100 bytes a row. */
function labelingFile(sets: number): string {
  const rows = Array.from({ length: sets * 10 }, (_, row) => {
    const set = `00000000-0000-3000-8000-${String(Math.floor(row / 10)).padStart(12, '0')}`;
    return `${set},,p${row},given${row % 97},surname${row % 89},${row % 300} long street,city${row % 50},${row % 99999}`;
  });
  return ['labeling_set_id,label,id,given_name,surname,street,city,postcode', ...rows, ''].join('\n');
}
