import type { LabelingFile } from '../file/labelingFile';

/** One row's label before and after. Idempotent: applying it says what the label *is*, whatever it was. */
export interface LabelChange {
  readonly row: number;
  readonly before: string;
  readonly after: string;
  /** The label before, or after, came from an accepted suggestion. */
  readonly wasAccepted?: boolean;
  readonly isAccepted?: boolean;
}

/** What one step of undo takes back. Plain data: it can be kept in a backup and applied to any later state. */
export interface LabelEdit {
  /** As VS Code shows it in its Undo menu. */
  readonly name: string;
  readonly changes: readonly LabelChange[];
}

/** The edit that takes `edit` back: labels swapped, order reversed so that a row changed twice ends where it began. */
export function invert(edit: LabelEdit): LabelEdit {
  return { name: edit.name, changes: edit.changes.map(inverted).reverse() };
}

function inverted({ row, before, after, wasAccepted, isAccepted }: LabelChange): LabelChange {
  return {
    row,
    before: after,
    after: before,
    ...(isAccepted && { wasAccepted: isAccepted }),
    ...(wasAccepted && { isAccepted: wasAccepted }),
  };
}

/** The edit on a version of the file whose rows lie elsewhere; changes of rows that are gone are left out. */
export function moved(edit: LabelEdit, rowOf: (row: number) => number | undefined): LabelEdit {
  const changes = edit.changes.flatMap((change) => {
    const row = rowOf(change.row);
    return row === undefined ? [] : [{ ...change, row }];
  });
  return { name: edit.name, changes };
}

/** The labels as they are now, over a file that has those of the last save. */
export class Labels {
  readonly file: LabelingFile;
  /** Counts the applied changes; equal versions mean equal labels. */
  version = 0;
  #differing = 0;
  readonly #names: string[] = [''];
  readonly #codes = new Map<string, number>([['', 0]]);
  readonly #stored: Uint32Array;
  readonly #current: Uint32Array;

  /** `changed` are labels that differ from the stored ones, as `changed()` gives them. */
  constructor(file: LabelingFile, changed: readonly (readonly [row: number, label: string])[] = []) {
    this.file = file;
    this.#stored = new Uint32Array(file.rowCount);
    for (let row = 0; row < file.rowCount; row++) {
      this.#stored[row] = this.#code(file.storedLabel(row));
    }
    this.#current = this.#stored.slice();
    for (const [row, label] of changed) {
      this.#set(row, label);
    }
  }

  /** The label of the row, empty if it has none. */
  get(row: number): string {
    return this.#names[this.#current[row] ?? 0] ?? '';
  }

  /** True if the row has no label though it could have one. */
  isMissing(row: number): boolean {
    return this.#current[row] === 0 && this.file.canLabel(row);
  }

  /** Sets each row to its `after`; answers what really changed, with the true `before`. Rows that can't be labeled are left. */
  apply(changes: readonly LabelChange[]): LabelChange[] {
    const done: LabelChange[] = [];
    for (const { row, after } of changes) {
      const before = this.get(row);
      if (before !== after && this.#set(row, after)) {
        done.push({ row, before, after });
      }
    }
    this.version += done.length > 0 ? 1 : 0;
    return done;
  }

  /** True if the row's label differs from the stored one. */
  isChanged(row: number): boolean {
    return this.#current[row] !== this.#stored[row];
  }

  /** Rows whose label differs from the stored one, in row order. */
  changed(): [row: number, label: string][] {
    const rows: [number, string][] = [];
    for (let row = 0; this.#differing > rows.length && row < this.#current.length; row++) {
      if (this.isChanged(row)) {
        rows.push([row, this.get(row)]);
      }
    }
    return rows;
  }

  /** True if no label differs from the stored one. */
  get isSame(): boolean {
    return this.#differing === 0;
  }

  /** The file's bytes with these labels. @throws LabelingFileError as LabelingFile.serialize. */
  serialize(): Uint8Array {
    return this.file.serializeChanged(this.changed());
  }

  #set(row: number, label: string): boolean {
    if (!this.file.canLabel(row)) {
      return false;
    }
    const differed = this.#current[row] !== this.#stored[row];
    const code = this.#code(label);
    this.#current[row] = code;
    this.#differing += Number(code !== this.#stored[row]) - Number(differed);
    return true;
  }

  #code(label: string): number {
    const known = this.#codes.get(label);
    if (known !== undefined) {
      return known;
    }
    this.#codes.set(label, this.#names.length);
    return this.#names.push(label) - 1;
  }
}
