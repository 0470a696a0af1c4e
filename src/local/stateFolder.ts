import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder, writeDurably } from './objectsDisk';
import { hasCode } from './systemError';

/** Records read at the same time on start. */
const readers = 32;

/**
 * A folder of JSON records, one file each, named by a hash of the record's key (keys hold any character and any case).
 * A record is replaced in one step and is on disk when `write` resolves.
 */
export class RecordFolder<Value> {
  constructor(private readonly folder: string) {}

  /** Reads all records and clears away what interrupted writes left. Throws where a file holds no JSON, naming it. */
  async load(): Promise<Value[]> {
    await mkdir(this.folder, { recursive: true });
    const names = await readdir(this.folder);
    const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    await Promise.all(
      names.filter((name) => name.endsWith('.tmp')).map((name) => rm(path.join(this.folder, name), { force: true })),
    );
    const values: Value[] = [];
    const next = files.values();
    const reader = async () => {
      for (const name of next) {
        values.push(await this.read(path.join(this.folder, name)));
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

  private async read(file: string): Promise<Value> {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Value;
    } catch (error) {
      throw new Error(`The record ${file} can't be read (${String(error)}). Restore it from a backup or remove it.`);
    }
  }

  private file(key: string): string {
    return path.join(this.folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  }
}
