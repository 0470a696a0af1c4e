import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../systemError';

/** What a blob's name begins with: that of the file it was staged as. */
const stem = /^[\da-f-]{36}/;

/**
 * The store's folder for files on their way: bodies that are no object yet, and a second name of each blob that is about to come or to
 * go. After a crash it tells the leftovers of a write from a blob whose record was lost.
 */
export class Staging {
  private constructor(
    private readonly folder: string,
    /** What was on its way when the process before ended. */
    private readonly left: ReadonlySet<string>,
  ) {}

  static async open(folder: string): Promise<Staging> {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    return new Staging(folder, new Set(names.flatMap((name) => stem.exec(name)?.[0] ?? [])));
  }

  newPath(): string {
    return path.join(this.folder, randomUUID());
  }

  /** Whether a blob without a record is what a write that was cut off left, wanted by nobody. */
  isLeftover(blob: string): boolean {
    return this.left.has(stem.exec(blob)?.[0] ?? '');
  }

  /** Gives a blob that is about to go its second name. Where the file system has no links, a crash has it set aside, not deleted. */
  async announce(file: string): Promise<void> {
    try {
      await link(file, this.announced(file));
    } catch (error) {
      if (hasCode(error, 'ENOSPC', 'EIO', 'EROFS')) {
        throw error;
      }
    }
  }

  /** Takes the second name of a blob away once its coming or going is over; what can't go now does at the next start. */
  async forget(file: string): Promise<void> {
    await rm(this.announced(file), { force: true }).catch(() => undefined);
  }

  /** Clears away what was on its way, once the leftovers are gone. */
  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder, { recursive: true });
  }

  private announced(file: string): string {
    return path.join(this.folder, stem.exec(path.basename(file))?.[0] ?? path.basename(file));
  }
}
