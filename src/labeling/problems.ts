import { type Disposable, Emitter } from '../connection/events';
import { Checks } from '../shared/checks';
import type { OtherFileDecisions } from '../shared/contradictions';
import { Labels } from '../shared/edits';
import type { LabelingFile } from '../shared/labelingFile';
import type { Fix, Problem, Schema } from '../shared/problems';
import type { Say } from '../shared/say';
import type { LabelingDocument } from './document';

/** A moment of rest after an edit before problems are told, in milliseconds: while someone types they would flicker. */
const rest = 150;

/** A large file is drawn before it is checked: this many rows put the first checks off by a millisecond. */
const rowsPerMillisecond = 100;

/** The problems of one document, kept in step with its labels. Only what an edit can concern is looked at again. */
export class DocumentProblems implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly subscriptions: Disposable[];
  private readonly stale = new Set<number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
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

  /** Decisions of other files, as they are now; everything is checked again. */
  setOthers(others: readonly OtherFileDecisions[]): void {
    if (others.length > 0 || this.others.length > 0) {
      this.others = others;
      this.checked = undefined;
      this.later();
    }
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
    } else if (this.stale.size > 0) {
      const rows = [...this.stale];
      const { labels } = this.checked;
      labels.apply(rows.map((row) => ({ row, before: labels.get(row), after: document.label(row) })));
      this.checked.checks.update(rows);
    }
    this.stale.clear();
    return this.checked;
  }

  private later(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.changed.fire();
      },
      Math.max(rest, this.start - performance.now()),
    );
  }
}
