import type { Memento } from 'vscode';
import { type Disposable, Emitter } from '../../shared/events';

/** That the labels of a file were imported. */
export interface ImportRecord {
  readonly transformId: string;
  /** The file's document: an object or a file of this machine. */
  readonly uri: string;
  /** SHA-256 of what was imported, in hexadecimal. */
  readonly hash: string;
  /** Version of the object that was imported. */
  readonly etag: string | undefined;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly labels: number;
}

const key = 'glueLabeling.imports';
/** Some years of labeling; the oldest are forgotten first. */
const mostRemembered = 500;

/** What was imported, remembered for this workspace, so that a file can say so and the same labels are not added twice. */
export class Imports implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: Memento) {}

  async add(record: ImportRecord): Promise<void> {
    const others = this.all().filter(
      ({ uri, transformId }) => uri !== record.uri || transformId !== record.transformId,
    );
    await this.memory.update(key, [...others, record].slice(-mostRemembered));
    this.changed.fire();
  }

  /** A transform has lost the labels that it had: those of its imports may be imported again. */
  async forget(transformId: string): Promise<void> {
    await this.memory.update(
      key,
      this.all().filter((record) => record.transformId !== transformId),
    );
    this.changed.fire();
  }

  /** The last import of a file, whatever has been changed in it since. */
  ofFile(uri: string): ImportRecord | undefined {
    return this.all().findLast((record) => record.uri === uri);
  }

  /** The import of the same bytes into a transform, from whatever file. */
  ofBytes(transformId: string, hash: string): ImportRecord | undefined {
    return this.all().findLast((record) => record.transformId === transformId && record.hash === hash);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private all(): readonly ImportRecord[] {
    return this.memory.get<readonly ImportRecord[]>(key) ?? [];
  }
}
