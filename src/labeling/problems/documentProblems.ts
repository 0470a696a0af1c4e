import { Checks } from '../../shared/checks/checks';
import type { OtherFileDecisions } from '../../shared/checks/contradictions';
import type { Fix, Problem, Schema } from '../../shared/checks/problems';
import { type Disposable, Emitter } from '../../shared/events';
import type { LabelingFile } from '../../shared/file/labelingFile';
import { Labels } from '../../shared/labels/edits';
import type { Say } from '../../shared/say';
import type { LabelingDocument } from '../document/document';

/** Problems are told when nothing was edited for so many milliseconds: while someone types they would flicker. */
const rest = 150;

/** But never later than so many milliseconds after an edit: someone who types on and on is to see them, too. */
const longestRest = 1000;

/** A large file is drawn before it is checked: this many rows put the first checks off by a millisecond. */
const rowsPerMillisecond = 100;

/** The problems of one document, kept in step with its labels. Only what an edit can concern is looked at again. */
export class DocumentProblems implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly subscriptions: Disposable[];
  private readonly stale = new Set<number>();
  /** Sets of other files whose labels changed since the last check. */
  private readonly staleElsewhere = new Map<LabelingFile, Set<number>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When problems are told at the latest; undefined when there is nothing new. */
  private due: number | undefined;
  private checked: { readonly labels: Labels; readonly checks: Checks } | undefined;
  private schema: Schema = {};
  private others: readonly OtherFileDecisions[] = [];
  /** When the first checks may begin. */
  private readonly start: number;

  /** Problems and fixes are told by `say`. */
  constructor(
    private readonly document: LabelingDocument,
    private readonly say: Say,
  ) {
    this.start = performance.now() + document.file.rowCount / rowsPerMillisecond;
    this.subscriptions = [
      document.onDidChangeLabels(({ changes }) => {
        for (const { row } of changes) {
          this.stale.add(row);
        }
        this.later();
      }),
      document.onDidReplace(() => {
        this.checked = undefined;
        this.later();
      }),
    ];
    this.later();
  }

  /** Fires some time after labels changed. */
  readonly onDidChange = this.changed.event;

  /** The file the problems are of. */
  get file(): LabelingFile {
    return this.document.file;
  }

  /** What is known of the transform; everything is checked again. */
  setSchema(schema: Schema): void {
    this.schema = schema;
    this.checked = undefined;
    this.later();
  }

  /** Which other files' decisions count; if they are others than before, everything is checked again. */
  setOthers(others: readonly OtherFileDecisions[]): void {
    const isSame =
      others.length === this.others.length && others.every(({ file }, at) => file === this.others[at]?.file);
    if (!isSame) {
      this.others = others;
      this.checked = undefined;
      this.later();
    }
  }

  /** Labels of another file have changed. Nothing is done if its decisions don't count here. */
  otherChanged(file: LabelingFile, rows: readonly number[]): void {
    if (this.others.some((other) => other.file === file)) {
      const sets = this.staleElsewhere.get(file) ?? new Set();
      this.staleElsewhere.set(file, sets);
      for (const row of rows) {
        sets.add(file.setOf(row));
      }
      this.later();
    }
  }

  /** How much has been looked at since everything was checked; tests count the work of an edit with it. */
  get work(): Checks['work'] {
    return this.current().checks.work;
  }

  /** All problems of the labels as they are now. */
  get all(): readonly Problem[] {
    return this.current().checks.problems;
  }

  /** Changes that put a problem right without guessing. */
  fixes(problem: Problem): readonly Fix[] {
    return this.current().checks.fixes(problem);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.changed.dispose();
  }

  private current(): { readonly labels: Labels; readonly checks: Checks } {
    const { document } = this;
    if (this.checked === undefined) {
      const labels = new Labels(document.file, document.overlay());
      this.checked = {
        labels,
        checks: new Checks(labels, { schema: this.schema, otherFiles: this.others, say: this.say }),
      };
    } else if (this.stale.size > 0 || this.staleElsewhere.size > 0) {
      const rows = [...this.stale];
      const { labels } = this.checked;
      labels.apply(rows.map((row) => ({ row, before: labels.get(row), after: document.label(row) })));
      const elsewhere = Array.from(this.staleElsewhere, ([file, sets]) => ({ file, sets }));
      this.checked.checks.update(rows, elsewhere);
    }
    this.stale.clear();
    this.staleElsewhere.clear();
    return this.checked;
  }

  private later(): void {
    const now = performance.now();
    this.due ??= now + longestRest;
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.due = undefined;
        this.changed.fire();
      },
      Math.max(this.start, Math.min(now + rest, this.due)) - now,
    );
  }
}
