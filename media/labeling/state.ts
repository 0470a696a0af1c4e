import type { Labels } from '../../src/shared/edits';
import type { LabelingFile } from '../../src/shared/labelingFile';
import type { ProgressCounter } from '../../src/shared/progress';
import type { DocumentStatus, TransformInfo, ViewSettings } from '../../src/shared/protocol';
import type { Say } from './strings';
import type { View } from './view';

/** A data column of the file. */
export interface Column {
  /** Index among all columns of the file; never changes. */
  readonly index: number;
  readonly name: string;
}

/** Where the keyboard is and what it acts on. */
export interface Selection {
  readonly cursor: number;
  /** The row from which Shift extends. */
  readonly anchor: number;
  /** All rows an action applies to; always holds the cursor. */
  readonly rows: ReadonlySet<number>;
}

/** Text for assistive technology. `turn` makes two equal texts two announcements. */
export interface Announcement {
  readonly text: string;
  readonly turn: number;
}

export interface Opened {
  readonly stage: 'opened';
  readonly say: Say;
  readonly name: string;
  readonly file: LabelingFile;
  /** The labels as they are now: a model that is changed in place; `revision` tells when. */
  readonly labels: Labels;
  readonly revision: number;
  /** Counts over the whole file, whatever is shown; changed in place like `labels`. */
  readonly progress: ProgressCounter;
  readonly columns: readonly Column[];
  readonly status: DocumentStatus;
  readonly settings: ViewSettings;
  readonly transform: TransformInfo | undefined;
  readonly view: View;
  readonly selection: Selection;
  readonly said: Announcement;
}

export type State =
  | { readonly stage: 'loading'; readonly say: Say }
  | { readonly stage: 'failed'; readonly say: Say; readonly reason: string }
  | Opened;
