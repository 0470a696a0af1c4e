import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Disposable } from '../../shared/events';
import { fullLogFileName, logFileName, logFolderName } from '../../shared/rootFiles';
import type { Log } from '../log';

/** Milliseconds between two looks at the file. */
const pause = 1000;
/** Bytes of what was logged before, shown to a window that comes later. */
const before = 8 << 10;

/** Shows what Local Glue logs in its root folder, whichever window started it, from a little before now on. */
export class LogTail implements Disposable {
  private readonly folder: string;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;
  /** The file that was read, by its number in the file system, and how far. */
  private file: number | undefined;
  private position = 0;
  private decoder = new StringDecoder('utf8');
  /** The beginning of a line whose end is still to come; undefined where it is to be passed over. */
  private begun: string | undefined = '';

  constructor(
    root: string,
    private readonly log: Log,
  ) {
    this.folder = join(root, logFolderName);
    this.lookAfter(0);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private lookAfter(milliseconds: number): void {
    this.timer = setTimeout(() => {
      // A file that isn't there now (not yet, full and moved away, root gone) is looked for again.
      void this.look()
        .catch(() => undefined)
        .finally(() => this.disposed || this.lookAfter(pause));
    }, milliseconds);
  }

  private async look(): Promise<void> {
    const { ino, size } = await stat(join(this.folder, logFileName));
    if (this.file === undefined) {
      this.position = Math.max(0, size - before);
      this.begun = this.position === 0 ? '' : undefined;
    } else if (ino !== this.file) {
      await this.read(fullLogFileName);
      this.position = 0;
    }
    this.file = ino;
    if (size > this.position) {
      await this.read(logFileName);
    }
  }

  private async read(name: string): Promise<void> {
    for await (const chunk of createReadStream(join(this.folder, name), { start: this.position })) {
      const bytes = chunk as Buffer;
      this.position += bytes.byteLength;
      this.take(this.decoder.write(bytes));
    }
  }

  private take(text: string): void {
    const lines = text.split('\n');
    lines[0] = this.begun === undefined ? '' : this.begun + lines[0];
    const last = lines.pop();
    this.begun = lines.length === 0 && this.begun === undefined ? undefined : last;
    for (const line of lines) {
      if (line !== '' && !this.disposed) {
        const { level, text: words } = readLine(line);
        this.log[level](`Local Glue: ${words}`);
      }
    }
  }
}

/** Each line is a JSON object with level, message and what else there is to tell; anything else is taken as it is. */
function readLine(line: string): { readonly level: keyof Log; readonly text: string } {
  try {
    const { level, message, time: _, ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const known = (['debug', 'info', 'warn', 'error'] as const).find((name) => name === level);
    const told = Object.entries(fields).map(([name, value]) => `, ${name}: ${value}`);
    return { level: known ?? 'info', text: `${message}${told.join('')}` };
  } catch {
    return { level: 'info', text: line };
  }
}
