import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { moveDurably, syncFolder } from '../objects/body';
import { holdsFiles } from '../root/records';
import type { SetAside } from '../root/setAside';
import { RecordFolder } from './recordFolder';
import type { RunRecord, TransformRecord } from './records';

/** The folders of transforms on disk: `transforms/<id>` holds all that belongs to one, `removed/<id>` what is being cleared away. */
export class TransformFolders {
  constructor(private readonly folder: string) {}

  /** The folder of all that belongs to a transform: its record, its task runs, its labels and what was asked. */
  of(id: string): string {
    return path.join(this.folder, 'transforms', id);
  }

  runs(id: string): RecordFolder<RunRecord> {
    return new RecordFolder(path.join(this.of(id), 'runs'), (run) => run.id);
  }

  /**
   * Reads all transforms, and clears away what interrupted creations and removals left. One that has lost its record is made again from
   * the copy, or set aside as a whole.
   */
  async load(setAside: SetAside): Promise<TransformRecord[]> {
    await rm(this.removed(), { recursive: true, force: true });
    await mkdir(path.join(this.folder, 'transforms'), { recursive: true });
    const records: TransformRecord[] = [];
    for (const id of (await readdir(path.join(this.folder, 'transforms'))).filter((name) => name.startsWith('tfm-'))) {
      const record = await this.loadOne(id, setAside);
      if (record) {
        records.push(record);
      } else if (await holdsFiles(this.of(id))) {
        await setAside.take(this.of(id), 'The record of a transform is missing or damaged.');
      } else {
        await rm(this.of(id), { recursive: true, force: true });
      }
    }
    return records;
  }

  async make(id: string): Promise<void> {
    for (const part of ['record', 'copy', 'runs']) {
      await mkdir(path.join(this.of(id), part), { recursive: true });
    }
    await syncFolder(this.of(id));
    await syncFolder(path.join(this.folder, 'transforms'));
  }

  async write(record: TransformRecord): Promise<void> {
    await this.record(record.id).write('transform', record);
    await this.record(record.id, 'copy').write('transform', record);
  }

  /** Has a transform gone in one step: what lies in `removed` after a crash is to go, what has only lost its record is not there. */
  async remove(id: string): Promise<void> {
    await this.clear(id);
    await mkdir(this.removed(), { recursive: true });
    await moveDurably(this.of(id), this.removed(id));
    await syncFolder(path.join(this.folder, 'transforms'));
  }

  /** Clears away what belonged to a transform that is gone; at the latest the next start does. */
  async clear(id: string): Promise<void> {
    await rm(this.removed(id), { recursive: true, force: true });
  }

  private async loadOne(id: string, setAside: SetAside): Promise<TransformRecord | undefined> {
    const [record] = await this.record(id).load(setAside);
    if (record) {
      return record;
    }
    const [copy] = await this.record(id, 'copy').load(setAside);
    if (copy) {
      await this.record(id).write('transform', copy);
      setAside.rebuilt(`the record of transform ${id}`);
    }
    return copy;
  }

  /** All else that belongs to a transform hangs on its record, so there are two of it. */
  private record(id: string, place: 'record' | 'copy' = 'record'): RecordFolder<TransformRecord> {
    return new RecordFolder(path.join(this.of(id), place), (record) => (record.id === id ? 'transform' : undefined));
  }

  private removed(id = ''): string {
    return path.join(this.folder, 'removed', id);
  }
}
