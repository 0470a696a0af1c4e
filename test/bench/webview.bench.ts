// Measures the labeling editor's webview in a plain browser: npm run bench:webview
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { largeFile } from '../webview/files.ts';
import { SimulatedHost } from '../webview/simulatedHost.ts';
import { describeFrames, keyTimes, percentiles, recordKeys, watchFrames } from './frames.ts';

test.describe.configure({ mode: 'serial' });

for (const rows of [100, 100_000]) {
  test(`${rows.toLocaleString('en')} rows`, async ({ page }) => {
    test.setTimeout(300_000);
    const bytes = largeFile(rows);
    const host = new SimulatedHost(page, bytes);
    await host.open();
    const { painted, received } = await host.until('painted');

    report(rows, `first rows painted ${(painted - received).toFixed(0)} ms after the bytes`);
    await page.waitForFunction(() => document.querySelectorAll('.row').length > 10);
    const session = await page.context().newCDPSession(page);
    // Time of the main thread's own work, which other processes on the machine do not lengthen.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await work(session, rows, 'a key', 95, () => keys(page, rows));
    await work(session, rows, 'a row of the held arrow', 300, () => heldArrow(page, rows));
    await work(session, rows, 'a step of the scroll bar', 120, () => scrollBar(page, rows));
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const buffers = await session.send('Memory.getDOMCounters');
    report(
      rows,
      `script heap ${(usedSize / 1e6).toFixed(1)} MB, ${buffers.nodes} nodes, file ${(bytes.length / 1e6).toFixed(1)} MB`,
    );
    expect(host.all('failed')).toEqual([]);
  });
}

/** What the main thread did for each of `count` steps, beside what a user sees. */
async function work(
  session: CDPSession,
  rows: number,
  name: string,
  count: number,
  act: () => Promise<void>,
): Promise<void> {
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return new Map(metrics.map(({ name: metric, value }) => [metric, value]));
  };
  const before = await read();
  await act();
  const after = await read();
  const each = (metric: string): string =>
    ((((after.get(metric) ?? 0) - (before.get(metric) ?? 0)) * 1000) / count).toFixed(1);
  const parts = `script ${each('ScriptDuration')}, layout ${each('LayoutDuration')}, style ${each('RecalcStyleDuration')}`;
  report(rows, `main thread for ${name}: ${each('TaskDuration')} ms (${parts})`);
}

/** From each key press to the frame that shows its result. */
async function keys(page: Page, rows: number): Promise<void> {
  await recordKeys(page);
  for (let press = 0; press < 95; press++) {
    await page.keyboard.press(press % 11 === 10 ? 'Enter' : 'ABC'.charAt(press % 3));
  }
  await expect.poll(() => keyTimes(page).then(({ length }) => length)).toBe(95);
  report(rows, `key to paint ${percentiles(await keyTimes(page))}`);
}

/** Holds the arrow key: 300 repeats, and looks at every frame. */
async function heldArrow(page: Page, rows: number): Promise<void> {
  const watching = watchFrames(page);
  for (let press = 0; press < 300; press++) {
    await page.keyboard.down('ArrowDown');
  }
  await page.keyboard.up('ArrowDown');
  report(rows, `arrow held: ${describeFrames(await watching.end())}`);
}

/** Drags the scroll bar from end to end and back, then turns the wheel. */
async function scrollBar(page: Page, rows: number): Promise<void> {
  const watching = watchFrames(page);
  await page.evaluate(async () => {
    const list = document.querySelector('.list');
    for (let step = 0; list && step <= 120; step++) {
      list.scrollTop = (list.scrollHeight - list.clientHeight) * Math.abs(Math.sin((step / 120) * Math.PI));
      await new Promise(requestAnimationFrame);
    }
  });
  report(rows, `scroll bar dragged: ${describeFrames(await watching.end())}`);
}

function report(rows: number, line: string): void {
  console.log(`webview, ${rows.toLocaleString('en')} rows: ${line}`);
}
