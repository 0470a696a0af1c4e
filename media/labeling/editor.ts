import { type LabelChange, Labels } from '../../src/shared/edits';
import { assign, finishSet, freeGroupNames, sameAsAbove } from '../../src/shared/groups';
import { LabelingFile, type LabelingSet } from '../../src/shared/labelingFile';
import { ProgressCounter } from '../../src/shared/progress';
import type { ToWebview } from '../../src/shared/protocol';
import type { Host } from './host';
import type { Action } from './reducer';
import type { Opened, State } from './state';
import type { Store } from './store';
import { speak } from './strings';
import { arrange, placeOfRow, rowAtDistance, rowsBetween } from './view';

/** What can be done in the editor: every key, click and menu item ends in one of these. */
export class Editor {
  private edits = 0;

  constructor(
    private readonly store: Store<State, Action>,
    private readonly host: Host,
  ) {}

  receive(message: ToWebview): void {
    switch (message.type) {
      case 'open':
        this.open(message);
        break;
      case 'labels':
        this.relabel(message.changes);
        if (message.origin === undefined) {
          this.announceChange(message);
        }
        break;
      case 'status':
        this.store.dispatch({ type: 'status', status: message.status });
        break;
      case 'reveal':
        this.moveTo(message.row, false);
        break;
      case 'rejected':
      case 'problems':
      case 'action':
      case 'conflict':
        break;
    }
  }

  /** Puts the selected rows in a group; with one row, goes on to the next row of the set. */
  label(name: string): void {
    this.withOpened((state) => {
      const rows = [...state.selection.rows];
      const { say } = state;
      const title = rows.length === 1 ? say('editLabelRow', name) : say('editLabelRows', rows.length, name);
      const said =
        rows.length === 1
          ? say('saidLabel', this.numberInSet(state, state.selection.cursor), name)
          : say('saidLabelMany', rows.length, name);
      if (this.edit(title, assign(rows, name, state.labels))) {
        this.goOn(state, said);
      }
    });
  }

  /** Puts the selected rows in the group of the row above them; if that has none, both begin a new group. */
  sameAsAbove(): void {
    this.withOpened((state) => {
      const { view, file, labels, selection, say } = state;
      const shown = view.sets[placeOfRow(view, file, selection.cursor)?.place ?? -1];
      const [first, ...rest] = shown?.rows.filter((row) => selection.rows.has(row)) ?? [];
      if (!shown || first === undefined) {
        return;
      }
      const begun = sameAsAbove(shown.set, shown.rows, first, labels);
      const name = begun[0]?.after ?? labels.get(first);
      if (name === '' || shown.rows[0] === first) {
        return;
      }
      const changes = [...begun, ...assign(rest, name, labels)];
      this.edit(say('editLabelRows', changes.length, name), changes);
      this.goOn(state, say('saidLabel', this.numberInSet(state, selection.cursor), name));
    });
  }

  /** Puts the selected rows together in a group that no other row of their set is in. */
  newGroup(): void {
    this.withOpened((state) => {
      const set = this.currentSet(state);
      if (set) {
        this.label(freeGroupNames(set, state.labels, 1)[0] ?? '');
      }
    });
  }

  clear(): void {
    this.withOpened((state) => {
      const rows = [...state.selection.rows].filter((row) => state.labels.get(row) !== '');
      const done = this.edit(state.say('editClear', rows.length), assign(rows, '', state.labels));
      if (done) {
        this.announce(state.say('saidClear', rows.length));
      }
    });
  }

  /** Gives every row of the set that is still empty a group of its own, then goes to the next unfinished set. */
  finishSet(): void {
    this.withOpened((state) => {
      const set = this.currentSet(state);
      if (!set) {
        return;
      }
      const changes = finishSet(set, state.labels);
      if (changes.length > 0 && !this.edit(state.say('editFinish', set.index + 1), changes)) {
        return;
      }
      this.goToNextUnfinished(set);
    });
  }

  moveBy(distance: number, extend: boolean): void {
    this.withOpened((state) => {
      this.moveTo(rowAtDistance(state.view, state.file, state.selection.cursor, distance), extend);
    });
  }

  /** To the first or last row of the set at hand, or of everything. */
  moveToEdge(edge: 'first' | 'last', whole: boolean, extend: boolean): void {
    this.withOpened(({ view, file, selection }) => {
      const at = whole
        ? edge === 'first'
          ? 0
          : view.sets.length - 1
        : (placeOfRow(view, file, selection.cursor)?.place ?? 0);
      const rows = view.sets[at]?.rows ?? [];
      const row = edge === 'first' ? rows[0] : rows[rows.length - 1];
      if (row !== undefined) {
        this.moveTo(row, extend);
      }
    });
  }

  /** Goes `step` sets down (negative: up), to the first row of it that is unlabeled. */
  moveBySet(step: number): void {
    this.withOpened((state) => {
      const place = placeOfRow(state.view, state.file, state.selection.cursor)?.place ?? 0;
      this.moveToSet(Math.min(Math.max(place + step, 0), state.view.sets.length - 1));
    });
  }

  moveToSet(place: number): void {
    this.withOpened((state) => {
      const rows = state.view.sets[place]?.rows ?? [];
      const row = rows.find((candidate) => state.labels.get(candidate) === '') ?? rows[0];
      if (row !== undefined) {
        this.moveTo(row, false);
        const number = (state.view.sets[place]?.set.index ?? 0) + 1;
        this.announce(state.say('saidNext', number, state.file.sets.length, rows.indexOf(row) + 1));
      }
    });
  }

  moveTo(row: number, extend: boolean): void {
    this.withOpened(({ view, file, selection, name }) => {
      const anchor = extend ? selection.anchor : row;
      const rows = new Set(extend ? rowsBetween(view, file, anchor, row) : [row]);
      this.store.dispatch({ type: 'select', selection: { cursor: row, anchor, rows } });
      this.host.remember({ name, row });
    });
  }

  /** Adds the row to the selection or takes it out, as Ctrl+click does. */
  toggle(row: number): void {
    this.withOpened(({ selection }) => {
      const rows = new Set(selection.rows);
      if (rows.has(row) && rows.size > 1) {
        rows.delete(row);
      } else {
        rows.add(row);
      }
      const cursor = rows.has(row) ? row : ([...rows].pop() ?? row);
      this.store.dispatch({ type: 'select', selection: { cursor, anchor: row, rows } });
    });
  }

  saveAndImport(): void {
    this.host.send({ type: 'saveAndImport' });
  }

  private open(message: Extract<ToWebview, { type: 'open' }>): void {
    const say = speak(message.strings);
    try {
      const file = LabelingFile.parse(message.bytes);
      const labels = new Labels(file, message.labels);
      const columns = file.columns
        .map((name, index) => ({ name, index }))
        .filter(({ index }) => index !== file.setIdColumn && index !== file.labelColumn);
      const view = arrange(file, new Map(), undefined);
      const remembered = this.host.recall(message.name)?.row ?? 0;
      const row = remembered < file.rowCount ? remembered : 0;
      const opened: Opened = {
        stage: 'opened',
        say,
        name: message.name,
        file,
        labels,
        revision: 0,
        progress: new ProgressCounter(file, labels),
        columns,
        status: message.status,
        settings: message.settings,
        transform: message.transform,
        view,
        selection: { cursor: row, anchor: row, rows: new Set([row]) },
        said: { text: '', turn: 0 },
      };
      this.store.dispatch({ type: 'opened', opened });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.store.dispatch({ type: 'failed', say, reason });
      this.host.send({ type: 'failed', reason });
    }
  }

  /** Applies an edit at once and tells the host. False if the file may not be changed. */
  private edit(name: string, changes: readonly LabelChange[]): boolean {
    const { state } = this.store;
    if (state.stage !== 'opened') {
      return false;
    }
    if (state.status.readOnly !== undefined) {
      this.announce(state.say('saidReadOnly', state.status.readOnly));
      return false;
    }
    const real = this.relabel(changes);
    if (real.length > 0) {
      this.edits += 1;
      this.host.send({ type: 'edit', id: `${this.edits}`, name, changes: real, suggested: 0 });
    }
    return true;
  }

  private relabel(changes: readonly LabelChange[]): LabelChange[] {
    const { state } = this.store;
    if (state.stage !== 'opened') {
      return [];
    }
    const real = state.labels.apply(changes);
    if (real.length > 0) {
      state.progress.update(real.map(({ row }) => row));
      this.store.dispatch({ type: 'relabeled' });
    }
    return real;
  }

  private announceChange(message: Extract<ToWebview, { type: 'labels' }>): void {
    this.withOpened(({ say }) => {
      if (message.reason === 'undo' || message.reason === 'redo') {
        this.announce(say(message.reason === 'undo' ? 'saidUndo' : 'saidRedo', message.editName));
      }
      const [first] = message.changes;
      if (first) {
        this.moveTo(first.row, false);
      }
    });
  }

  private announce(text: string): void {
    this.store.dispatch({ type: 'say', text });
  }

  private goOn(state: Opened, said: string): void {
    const { view, file, selection } = state;
    const place = placeOfRow(view, file, selection.cursor);
    const next = place && view.sets[place.place]?.rows[place.at + 1];
    if (selection.rows.size === 1 && next !== undefined) {
      this.moveTo(next, false);
    }
    this.announce(said);
  }

  private goToNextUnfinished(from: LabelingSet): void {
    this.withOpened((state) => {
      const { view, progress, say } = state;
      const start = view.placeOf[from.index] ?? 0;
      const order = [...view.sets.keys()].map((step) => (start + 1 + step) % view.sets.length);
      const next = order.find((place) => {
        const set = view.sets[place]?.set;
        return set !== undefined && progress.labeledIn(set.index) < set.rows.length;
      });
      if (next === undefined) {
        this.announce(say('saidAllDone'));
      } else {
        this.moveToSet(next);
      }
    });
  }

  private currentSet({ file, selection }: Opened): LabelingSet | undefined {
    return file.sets[file.setOf(selection.cursor)];
  }

  private numberInSet(state: Opened, row: number): number {
    return (placeOfRow(state.view, state.file, row)?.at ?? 0) + 1;
  }

  private withOpened(act: (state: Opened) => void): void {
    const { state } = this.store;
    if (state.stage === 'opened') {
      act(state);
    }
  }
}
