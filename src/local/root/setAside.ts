import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../log';

export const setAsideFolderName = 'set-aside';

/**
 * Where what can't be read, or belongs to nothing any more, goes: `set-aside/<time>/<number>/<its path in the root>`. Nothing is deleted because
 * a record of it is damaged or missing; whoever knows better can put it back. Each thing is told once, as it is not found again.
 */
export class SetAside {
  /** Where it goes. */
  readonly folder: string;
  private count = 0;
  private told = 0;

  constructor(
    private readonly root: string,
    private readonly log?: Log,
  ) {
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
    this.folder = path.join(root, setAsideFolderName, time);
  }

  /** How often there was something to tell: of what was moved, or made again. */
  get found(): number {
    return this.told;
  }

  /** Moves a file or a folder, durable or not: after a crash it would be found and moved again. */
  async take(found: string, why: string): Promise<void> {
    const relative = path.relative(this.root, found);
    this.count += 1;
    const target = path.join(this.folder, String(this.count), relative);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(found, target);
    this.told += 1;
    this.log?.warn(`${why} It was set aside.`, { file: relative, now: path.relative(this.root, target) });
  }

  /** Tells of what was made again from what was left of it. */
  rebuilt(what: string): void {
    this.told += 1;
    this.log?.warn(`${what} was rebuilt from what is left of it`);
  }
}
