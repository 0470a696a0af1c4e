import type { Checks } from '../../../src/shared/checks/checks';
import type { LabelingFile } from '../../../src/shared/file/labelingFile';
import type { AcceptedRows } from '../../../src/shared/labels/acceptedRows';
import type { Labels } from '../../../src/shared/labels/edits';
import type { LabelingStep, ProgressCounter } from '../../../src/shared/labels/progress';
import type {
  ConflictRow,
  DocumentStatus,
  HostProblem,
  TransformInfo,
  ViewSettings,
} from '../../../src/shared/protocol';
import type { Say as Translate } from '../../../src/shared/say';
import type { Suggester } from '../../../src/shared/suggest/suggest';
import type { Lazy } from '../parts/lazy';
import type { Say } from '../parts/strings';
import type { Column } from './columns';
import type { Proposal } from './proposal';
import type { RowOrders } from './rowOrders';
import type { Hits, Search } from './search';
import type { Turns } from './turns';
import type { View } from './view';

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
  /** It says what can't be seen otherwise, so it is on the screen until the next move or announcement. */
  readonly isShown: boolean;
}

/** Notes by row and by index of the set. */
export interface ShownNotes {
  readonly rows: ReadonlyMap<number, string>;
  readonly sets: ReadonlyMap<number, string>;
}

/** What is shown of the rows. Rows must meet all that is asked; with nothing asked, every row is shown. */
export interface Filter {
  readonly text: string;
  readonly unlabeled: boolean;
  readonly problems: boolean;
}

/** What lies over the list or beside it; one at a time. */
export type Panel = 'none' | 'help' | 'columns' | 'peek' | 'finish' | 'groups' | 'note';

/** Models that are changed in place, so that an edit costs what it touches; `revision` in the state tells when. */
export interface Models {
  readonly file: LabelingFile;
  /** The labels as they are now. */
  readonly labels: Labels;
  readonly accepted: AcceptedRows;
  /** Counts over the whole file, whatever is shown. */
  readonly progress: ProgressCounter;
  readonly turns: Turns;
  readonly orders: RowOrders;
  readonly search: Search;
  /** Reads a sample of the file when it is first needed. */
  readonly suggester: Lazy<Suggester>;
}

export interface Opened extends Models {
  readonly stage: 'opened';
  readonly say: Say;
  /** For the texts of shared code. */
  readonly translate: Translate;
  readonly name: string;
  readonly revision: number;
  /** Undefined until the first rows are on the screen. Changed in place, too. */
  readonly checks: Checks | undefined;
  readonly notes: ShownNotes;
  readonly hostProblems: readonly HostProblem[];
  /** Texts of problems of the file that the user has read and put aside. */
  readonly dismissed: readonly string[];
  readonly columns: readonly Column[];
  readonly status: DocumentStatus;
  readonly settings: ViewSettings;
  readonly transform: TransformInfo | undefined;
  readonly filter: Filter;
  readonly filterOpen: boolean;
  /** How often the filter's text occurs in what is shown. */
  readonly hits: Hits;
  readonly view: View;
  readonly selection: Selection;
  readonly panel: Panel;
  /** Suggested groups that wait for accept or reject, by set index. */
  readonly proposals: ReadonlyMap<number, Proposal>;
  /** When rows got their label on this page. */
  readonly labeling: readonly LabelingStep[];
  /** The finish screen has been shown: it comes by itself once. */
  readonly finished: boolean;
  readonly conflict: readonly ConflictRow[] | undefined;
  readonly said: Announcement;
}

export type State =
  | { readonly stage: 'loading'; readonly say: Say }
  | { readonly stage: 'failed'; readonly say: Say; readonly reason: string }
  | Opened;

export const noFilter: Filter = { text: '', unlabeled: false, problems: false };

/** The orders that the rows are to stand in, undefined for the file's. */
export function wantedOrders({ orders, settings }: Pick<Opened, 'orders' | 'settings'>): RowOrders | undefined {
  return settings.order === 'similarity' ? orders : undefined;
}

/** True if the filter asks for anything. */
export function isFiltered({ text, unlabeled, problems }: Filter): boolean {
  return text !== '' || unlabeled || problems;
}
