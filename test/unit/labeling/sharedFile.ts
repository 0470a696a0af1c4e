import { LabelingFile } from '../../../src/shared/file/labelingFile';
import type { Random } from '../../harness/random';
import type { LabelsById } from './document/naiveModel';
import type { S3Bench } from './s3Bench';

/** What anyone gives rows. */
export const someLabels = ['', 'A', 'B', 'C', 'a,b', '"'];

const rowCount = 8;
const fewestRows = 4;

/** The labeling file in S3, past the program under test: what is stored, and what a colleague does to it. */
export class SharedFile {
  readonly key: string;
  /** Records that the colleague took out, some time or other. */
  readonly removed = new Set<string>();
  private readonly original: string;

  constructor(
    private readonly bench: S3Bench,
    private readonly random: Random,
  ) {
    this.key = `sequence ${random.seed}.csv`;
    const rows = Array.from({ length: rowCount }, (_, id) => `s${id >> 2},,"${id}",é ${id}`);
    this.original = `labeling_set_id,label,id,name\r\n${rows.join('\r\n')}`;
  }

  /** By record; undefined while there is no file. */
  async labels(): Promise<Map<string, string> | undefined> {
    const file = await this.read();
    return (
      file && new Map(Array.from({ length: file.rowCount }, (_, row) => [file.cell(row, 2), file.storedLabel(row)]))
    );
  }

  /** Stores the file as it was in the beginning. */
  async putBack(): Promise<void> {
    await this.store(this.original);
  }

  async label(): Promise<void> {
    const file = await this.read();
    if (file !== undefined) {
      const row = this.random.int(0, file.rowCount - 1);
      const label = this.random.pick(someLabels);
      const bytes = file.serialize((at) => (at === row ? label : file.storedLabel(at)));
      await this.bench.direct.put('bucket', this.key, bytes);
    }
  }

  async moveRows(): Promise<void> {
    await this.rewrite((rows) => this.random.shuffle(rows));
  }

  async removeRow(): Promise<void> {
    await this.rewrite((rows) => {
      const gone = rows.length > fewestRows ? this.random.int(0, rows.length - 1) : -1;
      const id = /"(\d+)",é/.exec(rows[gone] ?? '')?.[1];
      if (id !== undefined) {
        this.removed.add(id);
      }
      return rows.filter((_, at) => at !== gone);
    });
  }

  async delete(): Promise<void> {
    await this.bench.direct.delete('bucket', this.key);
  }

  /** Outside the labels not a byte changes, whatever happens; says what did. */
  async foreignBytes(): Promise<readonly string[]> {
    const file = await this.read();
    const blank = new TextDecoder().decode(file?.serialize(() => '')).replaceAll(',"",', ',,');
    const known = new Set(this.original.split('\r\n'));
    return blank.split('\r\n').filter((line) => !known.has(line));
  }

  private async rewrite(change: (rows: readonly string[]) => readonly string[]): Promise<void> {
    const file = await this.read();
    if (file !== undefined) {
      const [header, ...rows] = new TextDecoder().decode(file.bytes).split('\r\n');
      await this.store([header, ...change(rows)].join('\r\n'));
    }
  }

  private async read(): Promise<LabelingFile | undefined> {
    const object = await this.bench.direct.get('bucket', this.key).catch(() => undefined);
    return object && LabelingFile.parse(object.bytes);
  }

  private async store(text: string): Promise<void> {
    await this.bench.direct.put('bucket', this.key, new TextEncoder().encode(text));
  }
}

/** Whether two states of the labels are the same. */
export function sameLabels(one: LabelsById, other: LabelsById): boolean {
  return one.size === other.size && [...one].every(([id, label]) => other.get(id) === label);
}
