import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder, writeDurably } from '../objects/body';
import { damaged, isTemporary, readRecord } from '../root/records';
import type { SetAside } from '../root/setAside';
import { hasCode } from '../systemError';

/** Records read at the same time on start. */
const readers = 32;

/**
 * A folder of JSON records, one file each, named by a hash of the record's key (keys hold any character and any case).
 * A record is replaced in one step and is on disk when `write` resolves.
 */
export class RecordFolder<Value extends object> {
  constructor(
    private readonly folder: string,
    /** The key of a record, undefined for what can't be one. */
    private readonly keyOf: (value: Value) => string | undefined,
  ) {}

  /** Reads all records, clears away what interrupted writes left and sets aside what is damaged. */
  async load(setAside: SetAside): Promise<Value[]> {
    await mkdir(this.folder, { recursive: true });
    const values: Value[] = [];
    const next = (await readdir(this.folder)).values();
    const reader = async () => {
      for (const name of next) {
        const value = await this.read(name, setAside);
        if (value) {
          values.push(value);
        }
      }
    };
    await Promise.all(Array.from({ length: readers }, reader));
    return values;
  }

  async write(key: string, value: Value): Promise<void> {
    await writeDurably(this.file(key), JSON.stringify(value));
  }

  /** Removing what is not there is no error. */
  async remove(key: string): Promise<void> {
    try {
      await unlink(this.file(key));
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) {
        throw error;
      }
      return;
    }
    await syncFolder(this.folder);
  }

  private async read(name: string, setAside: SetAside): Promise<Value | undefined> {
    const file = path.join(this.folder, name);
    if (isTemporary(name)) {
      await rm(file, { force: true });
    }
    if (!name.endsWith('.json')) {
      return undefined;
    }
    const value = await readRecord<Value>(file);
    const key = value === undefined || value === damaged ? undefined : this.keyOf(value);
    if (value === undefined || value === damaged || key === undefined || fileName(key) !== name) {
      await setAside.take(file, 'A record is damaged.');
      return undefined;
    }
    return value;
  }

  private file(key: string): string {
    return path.join(this.folder, fileName(key));
  }
}

function fileName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`;
}
