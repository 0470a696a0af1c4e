// Speed of the labeling editor in the real workbench, with an ordinary file and one of the service's limit of 10 MB.
// Usage: npm run bench:editor. On a machine with other work the figures say little.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CDPSession, expect, type Frame, type Page } from '@playwright/test';
import { test } from '../../e2e/fixtures.ts';
import { LabelingEditor } from '../../e2e/labelingEditor.ts';
import type { Workbench } from '../../e2e/workbench.ts';
import { largeFile } from '../../webview/files.ts';
import { describeFrames, keyTimes, percentiles, recordKeys, watchFrames } from '../frames.ts';
import { EditorLog } from './editorLog.ts';
import { mainThreadWork } from './mainThread.ts';

const name = 'bench.csv';

/** Between two keys, in milliseconds: ten a second, which is faster than people label. */
const typing = 100;

for (const rows of [100, 100_000]) {
  test(`${rows.toLocaleString('en')} rows`, async ({ workbench, sandbox }) => {
    const { page } = workbench;
    const report = (line: string): void => console.log(`editor, ${rows.toLocaleString('en')} rows: ${line}`);
    const log = new EditorLog(join(sandbox.root, 'server', 'data', 'logs'), name);
    writeFileSync(join(sandbox.workspace, name), largeFile(rows));
    await find(workbench);
    const memory = await Memory.of(page);

    await page.keyboard.press('Enter');
    const editor = new LabelingEditor(workbench);
    await editor.expectReady();
    const frame = await frameOf(editor);
    report(await firstRows(frame, log));
    // The first checks of a large file come after its first rows.
    await page.waitForTimeout(3_000);

    report(`main thread for a key: ${await mainThreadWork(page, 100, () => type(page, typing))}`);
    report(`key to paint, ${1000 / typing} keys a second: ${await keys(page, frame, typing)}`);
    report(`key to paint, as fast as the browser takes them: ${await keys(page, frame, 0)}`);
    report(`arrow held: ${await heldArrow(page, frame)}`);
    report(`scroll bar dragged: ${await scrollBar(page, frame)}`);
    report(await memory.growth());

    await page.keyboard.press('Control+s');
    await workbench.expectDirty(name, false);
    report(await log.until(/saved in .*/));
  });
}

/** Types the file's name in Quick Open, so that Enter is the command that opens it. */
async function find({ page, quickInput }: Workbench): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('F1');
    await quickInput.locator('input').first().fill(name, { timeout: 5_000 });
    await expect(quickInput.getByRole('option', { name })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}

async function frameOf(editor: LabelingEditor): Promise<Frame> {
  const body = await editor.frame.locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  if (!frame) {
    throw new Error('the labeling editor has no page');
  }
  return frame;
}

/** The extension host and the browser run on one machine, so their clocks are one. */
async function firstRows(frame: Frame, log: EditorLog): Promise<string> {
  const read = await log.timeOf(/bytes read in/);
  const painted = Number(/first rows (\d+) ms/.exec(await log.until(/page's script after .*/))?.[1]);
  const began = (await frame.evaluate(() => performance.timeOrigin)) - read;
  return (
    `first rows ${(began + painted).toFixed(0)} ms after the bytes were there: ` +
    `${began.toFixed(0)} ms until VS Code loads the page, ${painted} ms of the page`
  );
}

/** A hundred keys: nine labels, then the next set. */
async function type(page: Page, pause: number): Promise<void> {
  for (let press = 0; press < 100; press++) {
    await page.keyboard.press(press % 10 === 9 ? ']' : 'ABC'.charAt(press % 3));
    if (pause > 0) {
      await page.waitForTimeout(pause);
    }
  }
}

async function keys(page: Page, frame: Frame, pause: number): Promise<string> {
  await recordKeys(frame);
  await type(page, pause);
  await expect.poll(() => keyTimes(frame).then(({ length }) => length)).toBe(100);
  return percentiles(await keyTimes(frame));
}

async function heldArrow(page: Page, frame: Frame): Promise<string> {
  const watching = watchFrames(frame);
  for (let repeat = 0; repeat < 300; repeat++) {
    await page.keyboard.down('ArrowDown');
  }
  await page.keyboard.up('ArrowDown');
  return describeFrames(await watching.end());
}

/** Drags the thumb from top to bottom and back with the mouse. */
async function scrollBar(page: Page, frame: Frame): Promise<string> {
  await page.keyboard.press('Control+Home');
  const list = frame.locator('.list');
  await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  const box = await list.boundingBox();
  if (!box) {
    throw new Error('the list is not on the screen');
  }
  const x = box.x + box.width - 6;
  // Below the arrow at the top end.
  const from = box.y + 24;
  const to = box.y + box.height;
  const watching = watchFrames(frame);
  await page.mouse.move(x, from);
  await page.mouse.down();
  await page.mouse.move(x, to, { steps: 90 });
  const reached = await list.evaluate(({ scrollTop, scrollHeight }) => scrollTop / scrollHeight);
  await page.mouse.move(x, from, { steps: 90 });
  await page.mouse.up();
  // Otherwise it was not the scroll bar that was dragged.
  expect(reached).toBeGreaterThan(0.5);
  return describeFrames(await watching.end());
}

/** Memory of the window's renderer, which holds the webview too. */
class Memory {
  private constructor(
    private readonly session: CDPSession,
    private readonly before: number,
  ) {}

  static async of(page: Page): Promise<Memory> {
    const session = await page.context().newCDPSession(page);
    return new Memory(session, await usedBytes(session));
  }

  /** What opening and using the editor has added. */
  async growth(): Promise<string> {
    const bytes = (await usedBytes(this.session)) - this.before;
    return `memory of the webview ${(bytes / 1e6).toFixed(1)} MB (scripts, buffers and page)`;
  }
}

async function usedBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}
