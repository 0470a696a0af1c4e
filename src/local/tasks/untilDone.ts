import { setTimeout as delay } from 'node:timers/promises';
import { type Log, logFault } from '../log';

/** Milliseconds between tries: short at first, for a fault of a moment. */
const shortest = 100;
const longest = 2000;

/**
 * Does what a disk may refuse (full, read-only, gone) again and again until it is done. Gives up once `closing` says so, after one try
 * at least, with the last error.
 */
export async function untilDone<Result>(
  work: () => Promise<Result>,
  { closing, log, what }: { readonly closing: AbortSignal; readonly log: Log; readonly what: string },
): Promise<Result> {
  for (let pause = shortest; ; pause = Math.min(2 * pause, longest)) {
    try {
      return await work();
    } catch (error) {
      if (pause === shortest) {
        logFault(log, `${what}: it is tried again until it can be done`, error);
      }
      if (closing.aborted) {
        throw error;
      }
      await delay(pause, undefined, { signal: closing }).catch(() => undefined);
    }
  }
}
