import { sameBytes } from '../../shared/file/labelingFile';
import type { LabelEdit } from '../../shared/labels/edits';
import type { StoredFile } from '../stores/fileStore';
import { Journal } from './journal';
import type { Snapshot } from './types';

/** How many writes without an answer are known again when they turn out to be stored. */
const remembered = 3;

interface Attempt {
  readonly snapshot: Snapshot;
  /** The edits made since. */
  readonly since: Journal;
}

/**
 * What was written, or may have been: a write without an answer leaves open what is stored. Newest last. Keeps the edits
 * made since each, so that the rest is known when one turns out to be stored.
 */
export class Attempts {
  private list: readonly Attempt[] = [];
  private open = false;

  /** Something is about to be written. */
  begin(snapshot: Snapshot): void {
    this.list = [...this.list, { snapshot, since: new Journal() }].slice(-remembered);
    this.open = true;
  }

  /** A look showed that none of them is stored. They are still known again: a request may be slow. */
  settle(): void {
    this.open = false;
  }

  clear(): void {
    this.list = [];
    this.open = false;
  }

  did(edit: LabelEdit): void {
    for (const { since } of this.list) {
      since.did(edit);
    }
  }

  undid(edit: LabelEdit): void {
    for (const { since } of this.list) {
      since.undid(edit);
    }
  }

  /** The edits since a snapshot; undefined if it is not remembered. */
  since(snapshot: Snapshot): Journal | undefined {
    return this.list.find((attempt) => attempt.snapshot === snapshot)?.since;
  }

  /** Our write that led to what is stored, if one did. */
  that(stored: StoredFile): Snapshot | undefined {
    return this.list.find(({ snapshot }) => isStoredAs(snapshot, stored))?.snapshot;
  }

  /** Rows that may be stored with another label than `labelOf` says, with the labels they may have. */
  openRows(labelOf: (row: number) => string): ReadonlyMap<number, readonly string[]> {
    const rows = new Map<number, string[]>();
    for (const { snapshot } of this.open ? this.list : []) {
      for (const [row, label] of snapshot.differing) {
        if (label !== labelOf(row)) {
          rows.set(row, [...(rows.get(row) ?? []), label]);
        }
      }
    }
    return rows;
  }
}

/** Whether the stored file is what the snapshot was to make of it: its bytes, and the rows that are set aside. */
export function isStoredAs({ bytes, unsure }: Snapshot, stored: StoredFile): boolean {
  return sameBytes(bytes, stored.bytes) && (stored.unsure ?? unsure).join() === unsure.join();
}
