import type { Disposable } from '../../shared/events';

/**
 * How long the backup of a file that was closed unsaved stays where it is, in milliseconds. A window that is closed or
 * reloaded may close its files first, just as a user does who chooses not to save; but it ends this extension right
 * after, and then its labels must come back.
 */
const grace = 2_000;

/** Backups of files that were closed unsaved, until they are put aside. */
export class PutAside implements Disposable {
  private readonly waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly act: () => Promise<void> }>();

  /** Has a backup put aside in a while, unless the window ends before. */
  later(path: string, act: () => Promise<void>): void {
    clearTimeout(this.waiting.get(path)?.timer);
    this.waiting.set(path, { timer: setTimeout(() => void this.settle(path), grace), act });
  }

  /** Has it put aside now, if it is to be: the file is opened again. */
  async settle(path: string): Promise<void> {
    const entry = this.waiting.get(path);
    if (entry !== undefined) {
      clearTimeout(entry.timer);
      this.waiting.delete(path);
      await entry.act();
    }
  }

  /** The window ends: what waits stays where it is. */
  dispose(): void {
    for (const { timer } of this.waiting.values()) {
      clearTimeout(timer);
    }
    this.waiting.clear();
  }
}
