import { invert, type LabelChange } from '../../../src/shared/labels/edits';
import type { FromWebview } from '../../../src/shared/protocol';
import type { Host } from './host';
import { isSamePlace, type Place, placeOf } from './place';
import { adjusted } from './propose';
import type { Action } from './reducer';
import { type Opened, type State, wantedOrders } from './state';
import type { Store } from './store';
import { rowsBetween, withSetReordered } from './view';

/**
 * What every command stands on: the state, the host, and edits that are applied at once and confirmed later.
 * The host's confirmations are idempotent but may be late, so rows with an unconfirmed edit keep what the user did last.
 */
export class Session {
  /** Unconfirmed edits in the order they were made, by message id. */
  private readonly pending = new Map<string, readonly LabelChange[]>();
  private readonly id = crypto.getRandomValues(new Uint32Array(1)).join();
  private edits = 0;
  /** As the host gave it with the file that is shown. */
  rowsVersion = 0;
  /** Of loading the page, in milliseconds since that began; they are told with the first paint. */
  readonly times = { ready: performance.now(), received: 0 };
  /** The row that the host asked for before the file was open. */
  awaited: number | undefined;

  constructor(
    readonly store: Store<State, Action>,
    private readonly host: Host,
  ) {}

  /** The opened file, undefined before it has been read. */
  get opened(): Opened | undefined {
    const { state } = this.store;
    return state.stage === 'opened' ? state : undefined;
  }

  /** Changes the state, puts the groups first that were formed in a set that is left, and has the host remember where in the file the user is. */
  dispatch(action: Action): void {
    const before = this.opened;
    this.store.dispatch(action);
    if (action.type === 'select' && before) {
      this.leaveSet(before);
    }
    const { opened } = this;
    // A state that was just opened is not arranged yet as it is remembered.
    if (opened && before && !isSamePlace(before, opened)) {
      this.host.remember(() => placeOf(this.opened ?? opened));
    }
  }

  /** Rows move only where the user is not: in a set that no selected row is of any more. */
  private leaveSet({ selection, file }: Opened): void {
    const { opened } = this;
    const left = file.sets[file.setOf(selection.cursor)];
    const orders = opened && wantedOrders(opened);
    if (!opened || !left || !orders || opened.file !== file) {
      return;
    }
    const isLeft = [...opened.selection.rows].every((row) => file.setOf(row) !== left.index);
    if (isLeft && opened.turns.of(left.index) > 0 && orders.renew(left)) {
      this.store.dispatch({ type: 'view', view: withSetReordered(opened.view, left.index, orders) });
    }
  }

  send(message: FromWebview): void {
    this.host.send(message);
  }

  /** Where the user was when the document was last shown, if this page is new. */
  recall(name: string): Place | undefined {
    return this.host.recall(name);
  }

  /** How many edits were made here. */
  get editCount(): number {
    return this.edits;
  }

  /** Puts problems of the file aside, by their texts. */
  dismiss(texts: readonly string[]): void {
    const { opened } = this;
    if (opened) {
      this.dispatch({ type: 'dismissed', dismissed: [...new Set([...opened.dismissed, ...texts])] });
    }
  }

  /** Tells assistive technology what can be seen on the screen. */
  announce(text: string): void {
    this.dispatch({ type: 'say', text, isShown: false });
  }

  /** Tells everyone what can't be seen otherwise: a refusal, or a result that is elsewhere. */
  tell(text: string): void {
    this.dispatch({ type: 'say', text, isShown: true });
  }

  /** Applies an edit at once and tells the host. False, and says so, if the file may not be changed. */
  edit(name: string, changes: readonly LabelChange[]): boolean {
    const { opened } = this;
    if (!opened) {
      return false;
    }
    if (opened.status.readOnly !== undefined) {
      this.tell(opened.say('saidReadOnly', opened.status.readOnly));
      return false;
    }
    const wasComplete = isComplete(opened);
    const real = this.relabel(changes, Date.now());
    if (real.length > 0) {
      this.edits += 1;
      const id = `${this.id}-${this.edits}`;
      this.pending.set(id, real);
      this.send({ type: 'edit', id, name, rowsVersion: this.rowsVersion, changes: real });
    }
    if (!wasComplete && isComplete(opened) && !opened.finished) {
      this.dispatch({ type: 'panel', panel: 'finish' });
    }
    return true;
  }

  /** Takes over labels as the host has them, but not for rows with an edit that it has not seen yet. */
  adopt(changes: readonly LabelChange[], origin: string | undefined): LabelChange[] {
    if (origin !== undefined) {
      this.pending.delete(origin);
    }
    const own = this.pendingRows();
    return this.relabel(changes.filter(({ row }) => !own.has(row)));
  }

  /** Takes back an edit that the host refused. */
  takeBack(origin: string): void {
    const changes = this.pending.get(origin) ?? [];
    this.adopt(invert({ name: '', changes }).changes, origin);
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
    }
  }

  /** `byHand` is when the user labeled the rows, undefined where the labels come from elsewhere. */
  private relabel(changes: readonly LabelChange[], byHand?: number): LabelChange[] {
    const { opened } = this;
    if (!opened) {
      return [];
    }
    const real = opened.accepted.apply(changes, opened.labels);
    if (real.length > 0) {
      const rows = real.map(({ row }) => row);
      opened.progress.update(rows);
      const through = opened.checks?.update(rows) ?? [];
      const sets = new Set(rows.map((row) => opened.file.setOf(row)));
      opened.turns.count(new Set([...through, ...sets]));
      const given = real.filter(({ before }) => before === '').length;
      const step = byHand !== undefined && given > 0 ? { at: byHand, rows: given } : undefined;
      this.dispatch({ type: 'relabeled', step, proposals: adjusted(opened, sets) });
    }
    return real;
  }

  private pendingRows(): Set<number> {
    return new Set([...this.pending.values()].flatMap((changes) => changes.map(({ row }) => row)));
  }
}

function isComplete({ progress }: Opened): boolean {
  return progress.now.labeledRows === progress.now.rows;
}
