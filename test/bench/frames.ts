import type { Frame, Page } from '@playwright/test';

/** What `watchFrames` saw, in milliseconds. */
export interface SeenFrames {
  /** From each frame to the next. */
  readonly frames: readonly number[];
  /** How many frames had no row in the list. */
  readonly blank: number;
  readonly longestBlank: number;
}

/**
 * Samples every frame of the labeling editor's page until `end`: how long it took, and whether rows were seen in any
 * of five places of the list.
 */
export function watchFrames(page: Page | Frame): { end: () => Promise<SeenFrames> } {
  const started = page.evaluate(() => {
    const seen = { frames: [] as number[], blank: 0, longestBlank: 0, running: true };
    Reflect.set(window, 'seenFrames', seen);
    const box = document.querySelector('.list')?.getBoundingClientRect();
    let last = performance.now();
    let blankSince: number | undefined;
    const look = () => {
      const now = performance.now();
      seen.frames.push(now - last);
      last = now;
      const points = box ? [0.15, 0.35, 0.5, 0.65, 0.85].map((part) => box.top + box.height * part) : [];
      const filled = points.some((y) => document.elementFromPoint((box?.left ?? 0) + 300, y)?.closest('.row'));
      if (filled) {
        blankSince = undefined;
      } else {
        blankSince ??= now;
        seen.blank += 1;
        seen.longestBlank = Math.max(seen.longestBlank, now - blankSince);
      }
      if (seen.running) {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  return {
    end: async () => {
      await started;
      return page.evaluate(() => {
        const found = Reflect.get(window, 'seenFrames') as SeenFrames & { running: boolean };
        found.running = false;
        return found;
      });
    },
  };
}

/** From here on notes for each key press of the page how long it took until the frame that shows its result was drawn. */
export async function recordKeys(page: Page | Frame): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    Reflect.set(window, 'keyTimes', times);
    document.addEventListener(
      'keydown',
      // The second frame callback runs when the frame drawn after the first one is on its way to the screen.
      ({ timeStamp }) =>
        requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - timeStamp))),
      { capture: true },
    );
  });
}

/** The times that `recordKeys` has noted, in milliseconds. */
export function keyTimes(page: Page | Frame): Promise<number[]> {
  return page.evaluate(() => Reflect.get(window, 'keyTimes') as number[]);
}

export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}

/** "p50 16 ms, p95 30 ms, longest 41 ms". */
export function percentiles(times: readonly number[]): string {
  const at = (part: number): string => percentile(times, part).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

export function describeFrames({ frames, blank, longestBlank }: SeenFrames): string {
  return `frames ${percentiles(frames)}, ${blank} of ${frames.length} blank, longest ${longestBlank.toFixed(0)} ms`;
}
