import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fullLogFileName, logFileName } from '../../shared/rootFiles';

/** Two files of this size are the most that is kept. */
const usualLimit = 1 << 20;

/**
 * The log of a root folder, of bounded size: a full file takes the place of the one before it. Nobody else's end (of a window, of a
 * terminal) can end its writer, and neither can a disk that is full or gone: what can't be written is left out.
 */
export class LogFile {
  private current: { readonly fd: number; size: number } | undefined;

  constructor(
    private readonly folder: string,
    private readonly limit = usualLimit,
  ) {}

  /** Appends a line, at once, so that the last words before a crash are there. Never throws. */
  write(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    try {
      this.current ??= this.open();
      if (this.current.size > 0 && this.current.size + bytes.byteLength > this.limit) {
        this.close();
        renameSync(path.join(this.folder, logFileName), path.join(this.folder, fullLogFileName));
        this.current = this.open();
      }
      this.current.size += writeSync(this.current.fd, bytes);
    } catch {
      this.close();
    }
  }

  close(): void {
    const { current } = this;
    this.current = undefined;
    if (current) {
      closeSync(current.fd);
    }
  }

  private open(): { readonly fd: number; size: number } {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const fd = openSync(path.join(this.folder, logFileName), 'a', 0o600);
    return { fd, size: fstatSync(fd).size };
  }
}
