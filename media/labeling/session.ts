import type { LabelChange } from '../../src/shared/edits';
import type { FromWebview } from '../../src/shared/protocol';
import type { Host } from './host';
import type { Action } from './reducer';
import type { Opened, State } from './state';
import type { Store } from './store';
import { rowsBetween } from './view';

/** How an edit came about. */
export interface EditOptions {
  /** How many of the changes accept a suggestion. */
  readonly suggested?: number;
}

/**
 * What every command stands on: the state, the host, and edits that are applied at once and confirmed later.
 * The host's confirmations are idempotent but may be late, so rows with an unconfirmed edit keep what the user did last.
 */
export class Session {
  /** Unconfirmed edits in the order they were made, by message id. */
  private readonly pending = new Map<string, readonly LabelChange[]>();
  private readonly id = crypto.getRandomValues(new Uint32Array(1)).join();
  private edits = 0;
  /** Of loading the page, in milliseconds since that began; they are told with the first paint. */
  readonly times = { ready: performance.now(), received: 0 };

  constructor(
    readonly store: Store<State, Action>,
    private readonly host: Host,
  ) {}

  /** The opened file, undefined before it has been read. */
  get opened(): Opened | undefined {
    const { state } = this.store;
    return state.stage === 'opened' ? state : undefined;
  }

  dispatch(action: Action): void {
    this.store.dispatch(action);
  }

  send(message: FromWebview): void {
    this.host.send(message);
  }

  /** The row that was at hand when the document was last shown. */
  recallRow(name: string): number {
    return this.host.recall(name)?.row ?? 0;
  }

  /** Problems of the file that were put aside when the document was last shown. */
  recallDismissed(name: string): readonly string[] {
    return this.host.recall(name)?.dismissed ?? [];
  }

  /** Puts problems of the file aside, by their texts. */
  dismiss(texts: readonly string[]): void {
    const { opened } = this;
    if (opened) {
      const dismissed = [...new Set([...opened.dismissed, ...texts])];
      this.dispatch({ type: 'dismissed', dismissed });
      this.host.remember({ name: opened.name, row: opened.selection.cursor, dismissed });
    }
  }

  announce(text: string): void {
    this.dispatch({ type: 'say', text });
  }

  /** Applies an edit at once and tells the host. False, and says so, if the file may not be changed. */
  edit(name: string, changes: readonly LabelChange[], { suggested = 0 }: EditOptions = {}): boolean {
    const { opened } = this;
    if (!opened) {
      return false;
    }
    if (opened.status.readOnly !== undefined) {
      this.announce(opened.say('saidReadOnly', opened.status.readOnly));
      return false;
    }
    const now = Date.now();
    const real = this.relabel(changes, (change) => (change.before === '' ? [now] : []));
    if (real.length > 0) {
      this.edits += 1;
      const id = `${this.id}-${this.edits}`;
      this.pending.set(id, real);
      this.send({ type: 'edit', id, name, changes: real, suggested });
    }
    return true;
  }

  /** Takes over labels as the host has them, but not for rows with an edit that it has not seen yet. */
  adopt(changes: readonly LabelChange[], origin: string | undefined): LabelChange[] {
    if (origin !== undefined) {
      this.pending.delete(origin);
    }
    const own = this.pendingRows();
    return this.relabel(
      changes.filter(({ row }) => !own.has(row)),
      () => [],
    );
  }

  /** Takes back an edit that the host refused. */
  takeBack(origin: string): void {
    const changes = this.pending.get(origin) ?? [];
    this.adopt(
      changes.map(({ row, before, after }) => ({ row, before: after, after: before })),
      origin,
    );
  }

  /** Forgets what is unconfirmed: the host has sent everything anew. */
  forgetPending(): void {
    this.pending.clear();
  }

  /** Puts the cursor on a row; with `extend`, selects up to it. */
  moveTo(row: number, extend = false): void {
    const { opened } = this;
    if (opened) {
      const anchor = extend ? opened.selection.anchor : row;
      const rows = new Set(extend ? rowsBetween(opened.view, opened.file, anchor, row) : [row]);
      this.dispatch({ type: 'select', selection: { cursor: row, anchor, rows } });
      this.host.remember({ name: opened.name, row, dismissed: opened.dismissed });
    }
  }

  private relabel(changes: readonly LabelChange[], timesOf: (change: LabelChange) => readonly number[]): LabelChange[] {
    const { opened } = this;
    if (!opened) {
      return [];
    }
    const real = opened.labels.apply(changes);
    if (real.length > 0) {
      const rows = real.map(({ row }) => row);
      opened.progress.update(rows);
      const through = opened.checks?.update(rows) ?? [];
      opened.turns.count(new Set([...through, ...rows.map((row) => opened.file.setOf(row))]));
      this.dispatch({ type: 'relabeled', times: real.flatMap(timesOf) });
    }
    return real;
  }

  private pendingRows(): Set<number> {
    return new Set([...this.pending.values()].flatMap((changes) => changes.map(({ row }) => row)));
  }
}
