import type { LabelingFile } from '../../shared/file/labelingFile';
import type { LabelChange } from '../../shared/labels/edits';
import type { JoinedGroup } from '../../shared/labels/merge';
import type { ChangeReason } from '../../shared/protocol';

/** Labels that changed, with the reason. `origin` is the id of the message that asked for it. */
export interface LabelsChanged {
  readonly reason: ChangeReason;
  readonly editName: string;
  readonly changes: readonly LabelChange[];
  readonly origin: string | undefined;
}

/** An edit that was made, as VS Code's undo stack holds it. Both may be called at any time, in any state. */
export interface AppliedEdit {
  readonly name: string;
  undo(): void;
  redo(): void;
}

/** The labels at one moment, to be written. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  /** The file the bytes are made from. */
  readonly form: LabelingFile;
  /** Keys of the rows that are set aside, sorted, each once. */
  readonly unsure: readonly string[];
  /** Rows whose label differs from the stored one, at that moment. */
  readonly differing: readonly (readonly [row: number, label: string])[];
}

/** What taking over another version of the stored file did. */
export interface Adoption {
  /** Labels of others that are now ours too. */
  readonly merged: number;
  /** Rows that both changed differently, undecided. */
  readonly conflicts: number;
  /** Our labels on rows that are no longer there. */
  readonly lost: readonly LabelChange[];
  /** Groups that are one only because both sides gave them the same name. */
  readonly joined: readonly JoinedGroup[];
}
