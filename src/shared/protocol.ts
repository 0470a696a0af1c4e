import type { LabelChange, LabelEdit } from './labels/edits';

/**
 * Messages between the labeling editor's webview and its host. Rows are 0-based data rows in file order.
 * First contact: the webview says `ready`, the host answers `open` with all that is needed to draw.
 * Everything the host sends later is either a whole snapshot or idempotent ("row 17 has label B"), because VS Code
 * drops messages to a hidden webview.
 */

/** Why labels changed, so that the webview can announce it. */
export type ChangeReason = 'edit' | 'undo' | 'redo' | 'revert' | 'merge' | 'repair';

/** What the webview remembers per transform: arrangement only, never data. */
export interface ColumnLayout {
  readonly hidden: readonly string[];
  readonly pinned: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

export interface ViewSettings {
  readonly showDifferences: boolean;
  readonly dimEqual: boolean;
  readonly layout: ColumnLayout;
  /** In what order the rows of a set stand on the screen. */
  readonly order: 'similarity' | 'file';
}

/** What the host knows of the transform that the file belongs to; absent for a file of unknown origin. */
export interface TransformInfo {
  readonly id: string;
  readonly name: string;
  readonly primaryKey: string | undefined;
  readonly columns: readonly string[] | undefined;
}

/** One row that both sides of a conflict changed differently. */
export interface ConflictRow {
  readonly row: number;
  readonly base: string;
  readonly theirs: string;
  readonly yours: string;
}

/**
 * The next step with a file, which is to import it, or with its transform once its labels are imported; or what goes on
 * before there is one.
 */
export type FileStep = 'import' | 'open' | 'estimate' | 'generate' | 'importing' | 'generating' | 'estimating';

/** Notes on rows and on sets (by index), as they are kept beside the file. */
export interface Notes {
  readonly rows: readonly (readonly [row: number, note: string])[];
  readonly sets: readonly (readonly [set: number, note: string])[];
}

/** Document state shown outside the grid. `notice` is a banner with the actions the host offers. */
export interface DocumentStatus {
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly readOnly: string | undefined;
  /** What the one button in the header does; undefined where nothing is known to follow. */
  readonly step: FileStep | undefined;
  /** The import of the labels as they are shown; `at` in milliseconds since 1970. */
  readonly imported: { readonly at: number; readonly labels: number } | undefined;
  readonly notice:
    | {
        readonly severity: 'info' | 'warning' | 'error';
        readonly text: string;
        readonly actions: readonly { readonly id: string; readonly title: string }[];
      }
    | undefined;
}

/** A row of another open file. */
export interface RowElsewhere {
  readonly name: string;
  readonly uri: string;
  readonly row: number;
}

/** A problem that only the host can know, for it has the other files, too. */
export interface HostProblem {
  readonly severity: 'error' | 'warning';
  readonly row: number;
  readonly text: string;
  /** Decisions in other files that prove it. */
  readonly elsewhere: readonly RowElsewhere[];
  /** Changes that put it right, against the labels when it was found. */
  readonly fixes: readonly LabelEdit[];
}

/** Actions that VS Code keybindings, menus and the palette hand to the focused webview. */
export type EditorAction =
  | 'finishSet'
  | 'nextSet'
  | 'previousSet'
  | 'nextUnlabeled'
  | 'previousUnlabeled'
  | 'nextProblem'
  | 'previousProblem'
  | 'filter'
  | 'clearFilter'
  | 'suggestSet'
  | 'suggestAll'
  | 'acceptSuggestion'
  | 'rejectSuggestion'
  | 'toggleDifferences'
  | 'toggleDimEqual'
  | 'columns'
  | 'summary'
  | 'help'
  | 'sameAsAbove'
  | 'sameAsBelow'
  | 'newGroup'
  | 'chooseGroup'
  | 'unsure'
  | 'note'
  | 'clearLabel'
  | 'fileOrder'
  | 'hideColumn'
  | 'pinColumn'
  | 'peek'
  | 'copyRow';

export type ToWebview =
  /** All that is needed to draw. Sent after `ready` and whenever the bytes under the labels changed. */
  | {
      readonly type: 'open';
      readonly documentVersion: number;
      /** Which version of the file the row numbers are of; an edit says it back, for rows may be moved meanwhile. */
      readonly rowsVersion: number;
      readonly name: string;
      readonly bytes: Uint8Array;
      /** Whether `bytes` are packed, as raw DEFLATE (RFC 1951). */
      readonly packed: boolean;
      /** Labels that differ from those in `bytes`. */
      readonly labels: readonly (readonly [row: number, label: string])[];
      /** Rows whose label came from an accepted suggestion. */
      readonly accepted: readonly number[];
      readonly notes: Notes;
      readonly settings: ViewSettings;
      readonly transform: TransformInfo | undefined;
      readonly status: DocumentStatus;
      /** Translations by English text, as VS Code's l10n bundle has them; empty where the language is English. */
      readonly strings: Readonly<Record<string, string>>;
    }
  /** The transform of the file became known, and with it how the user arranged its columns. */
  | {
      readonly type: 'transform';
      readonly transform: TransformInfo | undefined;
      readonly settings: ViewSettings;
    }
  /** Labels as they are now. `origin` is the id of the `edit` message it confirms, if it came from a webview. */
  | {
      readonly type: 'labels';
      readonly documentVersion: number;
      readonly reason: ChangeReason;
      readonly editName: string;
      readonly changes: readonly LabelChange[];
      readonly origin: string | undefined;
    }
  | { readonly type: 'status'; readonly status: DocumentStatus }
  /** The notes as they are stored now. */
  | { readonly type: 'notes'; readonly rowsVersion: number; readonly notes: Notes }
  | { readonly type: 'problems'; readonly problems: readonly HostProblem[] }
  | { readonly type: 'reveal'; readonly row: number }
  /** `context` is what `data-vscode-context` held when a menu was used. */
  | {
      readonly type: 'action';
      readonly action: EditorAction;
      readonly context: Readonly<Record<string, string | number>> | undefined;
    }
  /** The keys since `askKeys` of that turn are the page's. */
  | { readonly type: 'keys'; readonly turn: number }
  | { readonly type: 'conflict'; readonly rows: readonly ConflictRow[] }
  | { readonly type: 'rejected'; readonly origin: string; readonly reason: string };

export type FromWebview =
  | { readonly type: 'ready' }
  /** `id` is unique in this webview; `name` is what VS Code shows in its Undo menu. */
  | {
      readonly type: 'edit';
      readonly id: string;
      readonly name: string;
      readonly rowsVersion: number;
      readonly changes: readonly LabelChange[];
    }
  /** A note on a row or on the set of that row, kept at once; `before` is what the page showed. */
  | {
      readonly type: 'note';
      readonly on: 'row' | 'set';
      readonly row: number;
      readonly rowsVersion: number;
      readonly before: string;
      readonly note: string;
    }
  | { readonly type: 'settings'; readonly settings: ViewSettings }
  | { readonly type: 'noticeAction'; readonly id: string }
  | { readonly type: 'resolveConflict'; readonly choices: readonly (readonly [row: number, label: string])[] }
  | { readonly type: 'cancelConflict' }
  | { readonly type: 'goToRow'; readonly uri: string; readonly row: number }
  | { readonly type: 'repair' }
  | { readonly type: 'save' }
  /** The step that the page shows is to be taken; `import` saves first. */
  | { readonly type: 'step'; readonly step: 'import' | 'open' | 'estimate' | 'generate' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /**
   * May keys be taken? The page has the focus again, or a key of VS Code's may have begun something that asks. `byHand`
   * is whether it was clicked.
   */
  | { readonly type: 'askKeys'; readonly turn: number; readonly byHand: boolean }
  /** The focus went elsewhere before the answer to `askKeys`: this was typed for what took it. */
  | { readonly type: 'typedAhead'; readonly text: string }
  | { readonly type: 'copy'; readonly text: string }
  /** The first rows are on the screen. Times in milliseconds since the page began to load. */
  | {
      readonly type: 'painted';
      /** When the page's script ran. */
      readonly ready: number;
      /** When `open` came. */
      readonly received: number;
      readonly painted: number;
    }
  | { readonly type: 'failed'; readonly reason: string };
