import type { Page } from '@playwright/test';

/** An event of a trace, as far as it is looked at. Times are in microseconds; `tdur` is of the processor alone. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly type?: string } };
}

const parts: Readonly<Record<string, string>> = {
  FunctionCall: 'script',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
  PrePaint: 'pre-paint',
  Paint: 'paint',
  Layerize: 'layers',
};

/**
 * What the thread that the page and VS Code's window share does for each of `count` steps: other processes on the
 * machine, which lengthen what a user sees, count for little here.
 */
export async function mainThreadWork(page: Page, count: number, act: () => Promise<void>): Promise<string> {
  const browser = page.context().browser();
  if (!browser) {
    throw new Error('the window has no browser to trace');
  }
  await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const { total, byName } = ownTimes(mainThreadOf(traceEvents));
  const each = (microseconds: number): string => (microseconds / 1000 / count).toFixed(1);
  const told = Object.entries(parts).map(([name, part]) => `${part} ${each(byName.get(name) ?? 0)}`);
  return `${each(total)} ms (${told.join(', ')})`;
}

/** Those of the thread that keys come to, outer ones first. */
function mainThreadOf(events: readonly TraceEvent[]): TraceEvent[] {
  const key = events.find(({ name, args }) => name === 'EventDispatch' && args.data?.type === 'keydown');
  return events
    .filter(({ ph, pid, tid, tdur }) => ph === 'X' && tdur !== undefined && pid === key?.pid && tid === key.tid)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
}

/** The time of each kind of event without that of the events within. */
function ownTimes(events: readonly TraceEvent[]): { total: number; byName: Map<string, number> } {
  const byName = new Map<string, number>();
  const add = (name: string, time: number): unknown => byName.set(name, (byName.get(name) ?? 0) + time);
  const open: TraceEvent[] = [];
  let total = 0;
  for (const event of events) {
    while (open.length > 0 && endOf(open.at(-1)) <= event.ts) {
      open.pop();
    }
    const time = event.tdur ?? 0;
    const outer = open.at(-1);
    add(event.name, time);
    if (outer) {
      add(outer.name, -time);
    } else {
      total += time;
    }
    open.push(event);
  }
  return { total, byName };
}

function endOf(event: TraceEvent | undefined): number {
  return event ? event.ts + (event.dur ?? 0) : 0;
}
