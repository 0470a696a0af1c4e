import { Emitter } from '../../shared/events';
import { type FileNotes, noNotes, notesText, parseNotes, unsureKeys, withUnsure } from '../../shared/notes/notesFile';
import { type FileStore, type StoredFile, StoreError } from './fileStore';

/** The file of notes as it was last read. `version` is undefined where there is none. */
interface Known {
  readonly version: string | undefined;
  readonly notes: FileNotes;
  /** Why what is stored there can't be read; it is never written over. */
  readonly damage: Error | undefined;
}

/** The version of a file with its notes before and after these were changed. */
export interface NotedVersions {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const nothing: Known = { version: undefined, notes: noNotes, damage: undefined };
const mostTries = 5;
const between = '\n';

/**
 * A labeling file and the notes beside it as one: a version of both, rows that were set aside read and written with the
 * labels, and never one half over a version that was not seen. Notes are written before the labels: a row counts as set
 * aside only while it has no label, so that a save that fails in between has said nothing wrong.
 */
export class NotedFileStore implements FileStore {
  private readonly changed = new Emitter<void>();
  private known: Known = nothing;
  /** Fires when other notes are known. */
  readonly onDidChangeNotes = this.changed.event;

  /** `beside` is where the notes are; undefined for a place that can hold none, as an older version in Git. */
  constructor(
    private readonly file: FileStore,
    private readonly beside: FileStore | undefined,
  ) {}

  get notes(): FileNotes {
    return this.known.notes;
  }

  /** Why the notes can't be read; undefined if they can. */
  get damage(): Error | undefined {
    return this.known.damage;
  }

  async read(): Promise<StoredFile> {
    const [{ bytes, version }, known] = await Promise.all([this.file.read(), this.readNotes()]);
    this.know(known);
    return { bytes, version: both(version, known.version), unsure: unsureKeys(known.notes) };
  }

  async version(): Promise<string> {
    const [file, notes] = await Promise.all([this.file.version(), this.notesVersion()]);
    return both(file, notes);
  }

  async write(bytes: Uint8Array, expected: string | undefined, unsure: readonly string[] = []): Promise<string> {
    const [file, notes] = expected?.split(between) ?? [];
    const written = await ofNotes(this.writeUnsure(unsure, expected === undefined ? undefined : { version: notes }));
    return both(await this.file.write(bytes, file), written);
  }

  /**
   * Changes the notes that are stored, whoever wrote them. Answers the version of the whole before and after, where that of the file is `version`'s.
   * @throws StoreError, and then nothing was written
   */
  annotate(change: (notes: FileNotes) => FileNotes, version: string | undefined): Promise<NotedVersions> {
    return ofNotes(this.changeNotes(change, version));
  }

  private async changeNotes(
    change: (notes: FileNotes) => FileNotes,
    version: string | undefined,
  ): Promise<NotedVersions> {
    const [file] = version?.split(between) ?? [];
    const whole = (notes: string | undefined) => (file === undefined ? undefined : both(file, notes));
    for (let tries = 1; ; tries++) {
      const known = await this.readNotes();
      try {
        const written = await this.store(change(known.notes), known);
        return { before: whole(known.version), after: whole(written) };
      } catch (error) {
        if (!StoreError.is(error, 'changed') || tries === mostTries) {
          throw error;
        }
      }
    }
  }

  /** The notes, with these rows set aside, for a copy of the file elsewhere; undefined if there are none. */
  copy(unsure: readonly string[]): Uint8Array | undefined {
    const text = notesText(withUnsure(this.known.notes, unsure));
    return text === notesText(noNotes) ? undefined : new TextEncoder().encode(text);
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** `expected` is undefined where the file is made anew: then any notes beside it are its own. */
  private async writeUnsure(
    unsure: readonly string[],
    expected: { readonly version: string | undefined } | undefined,
  ): Promise<string | undefined> {
    let { known } = this;
    if (expected === undefined || known.version !== expected.version) {
      known = await this.readNotes();
      if (expected !== undefined && known.version !== expected.version) {
        throw new StoreError('changed', 'The notes beside the file were changed.');
      }
    }
    return sameKeys(unsureKeys(known.notes), unsure)
      ? known.version
      : this.store(withUnsure(known.notes, unsure), known);
  }

  private async store(notes: FileNotes, { version, damage }: Known): Promise<string | undefined> {
    if (this.beside === undefined) {
      throw new StoreError('other', 'No notes can be kept beside this file.');
    }
    if (damage !== undefined) {
      throw new StoreError('other', `The notes beside the file can’t be read: ${damage.message}`, damage);
    }
    try {
      const text = notesText(notes);
      const written = await this.beside.write(new TextEncoder().encode(text), version);
      this.know({ version: written, notes: parseNotes(text), damage: undefined });
      return written;
    } catch (error) {
      // The notes are gone, not the file.
      throw StoreError.is(error, 'missing') ? new StoreError('changed', 'The notes were deleted.', error) : error;
    }
  }

  private know(known: Known): void {
    const isNew = known.version !== this.known.version;
    this.known = known;
    if (isNew) {
      this.changed.fire();
    }
  }

  private async readNotes(): Promise<Known> {
    try {
      if (this.beside === undefined) {
        return nothing;
      }
      const { bytes, version } = await this.beside.read();
      return { version, ...parsed(bytes) };
    } catch (error) {
      return absent(error);
    }
  }

  private async notesVersion(): Promise<string | undefined> {
    try {
      return await this.beside?.version();
    } catch (error) {
      return absent(error).version;
    }
  }
}

/** What is refused of the notes is told of them: the labeling file may well be written. */
async function ofNotes<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (StoreError.is(error)) {
      error.isOfNotes = true;
    }
    throw error;
  }
}

/** S3 says "denied" of what isn't there to whoever may not list; a write would tell. */
function absent(error: unknown): Known {
  if (StoreError.is(error, 'missing', 'denied')) {
    return nothing;
  }
  throw error;
}

function parsed(bytes: Uint8Array): Omit<Known, 'version'> {
  try {
    return { notes: parseNotes(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), damage: undefined };
  } catch (error) {
    return { notes: noNotes, damage: error instanceof Error ? error : new Error(String(error)) };
  }
}

function both(file: string, notes: string | undefined): string {
  return notes === undefined ? file : file + between + notes;
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((key) => b.has(key));
}
