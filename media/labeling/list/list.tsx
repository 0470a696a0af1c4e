import { Component, createRef, type RefObject } from 'preact';
import { listenToPointer } from '../input/pointer';
import { catchLostFocus, focusGrid, gridId, isGridFocused, rowId } from '../parts/focus';
import { Kept } from '../parts/memo';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { hasSameShape, placeOfRow } from '../state/view';
import { CardFrame, CardRows } from './card';
import { ColumnHeaders } from './columnHeaders';
import { type ColumnWish, columnWishes, labelColumnWidth, layOutColumns, type ShownColumn } from './columnWidths';
import { HiddenDifferences } from './hiddenDifferences';
import { boundIn, measureIn, metricsOf } from './metrics';
import { rowContext } from './row';
import { largestWhole, Windowing } from './windowing';

interface Props {
  readonly state: Opened;
  readonly session: Session;
  /** Holds this list as long as it is on the page. */
  readonly handle: RefObject<List | null>;
}

/** An element that stays where it is on the screen while others change their height. */
interface Anchor {
  readonly id: string;
  readonly top: number;
}

/** After this pause, in milliseconds, a jump has ended. */
const jumpPause = 80;

/** The windowed list of cards: only what is near the visible part exists. */
export class List extends Component<Props> {
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly metrics = metricsOf(Number.parseFloat(getComputedStyle(document.body).fontSize) || 13);
  private readonly windowing = new Windowing(this.metrics, this.props.state.view);
  private readonly bound = boundIn(measureIn(fontOfCells()));
  private wishes = this.measureColumns(this.props.state);
  private labelWidth = this.measureLabels(this.props.state);
  private readonly laidOut = new Kept<readonly ShownColumn[]>();
  private columns: readonly ShownColumn[] = [];
  private mounted = { first: 0, last: 0 };
  private revealing = true;
  /** The element has been scrolled to where the next drawing will be: nothing on the screen is to stay. */
  private displaced = false;
  private noted: Anchor | undefined;
  private readonly signs = new HiddenDifferences();
  private jumpEnd: ReturnType<typeof setTimeout> | undefined;
  private readonly ending = new AbortController();
  private readonly resized = new ResizeObserver(() => this.resize());

  override componentDidMount(): void {
    this.props.handle.current = this;
    const scroller = this.scroller.current;
    if (scroller) {
      this.resized.observe(scroller);
      listenToPointer(this.props.session, scroller, this.ending.signal);
    }
    // It comes again with the first hit of a filter, while that is being typed.
    if (isGridFocused()) {
      focusGrid();
    }
    this.settle(undefined);
    this.endJumpLater();
  }

  override componentWillUnmount(): void {
    this.props.handle.current = null;
    this.resized.disconnect();
    this.ending.abort();
    clearTimeout(this.jumpEnd);
    this.signs.dispose();
  }

  override componentWillReceiveProps({ state }: Props): void {
    const { state: before } = this.props;
    if (!hasSameShape(state.view, before.view)) {
      this.windowing.show(state.view);
      this.revealing = true;
    }
    if (state.file !== before.file) {
      this.wishes = this.measureColumns(state);
      this.labelWidth = this.measureLabels(state);
    }
    const peeks = (state.panel === 'peek') !== (before.panel === 'peek');
    this.revealing ||= state.selection.cursor !== before.selection.cursor || peeks;
  }

  /**
   * To be called before anything of the page is changed. Later, with the toolbar changed already, asking where
   * something is would make the browser lay the page out once more.
   */
  noteAnchor({ selection }: Opened): void {
    this.noted = this.anchor(selection.cursor);
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    const { noted, displaced } = this;
    this.noted = undefined;
    this.displaced = false;
    return displaced ? null : (noted ?? this.anchor(this.props.state.selection.cursor) ?? null);
  }

  override componentDidUpdate(_props: Props, _state: object, anchor: Anchor | null): void {
    catchLostFocus();
    this.settle(anchor ?? undefined);
  }

  render() {
    const { state } = this.props;
    const { view, file, selection, settings } = state;
    const { margin, gap, row, line, top, names } = this.metrics;
    const available = this.windowing.width - 2 * margin;
    this.columns = this.laidOut.of([state.columns, this.wishes, settings.layout, available], () =>
      layOutColumns(state.columns, this.wishes, settings.layout, available, this.labelWidth),
    );
    this.mounted = this.windowing.cards();
    const { first, last } = this.mounted;
    const places = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
      (at) => at < view.sets.length,
    );
    const now = view.placeOf[file.setOf(selection.cursor)] ?? -1;
    const widths = [this.labelWidth, ...this.columns.map(({ width }) => width)];
    const style = {
      '--columns': widths.map((width) => `${width}px`).join(' '),
      '--row': `${row}px`,
      '--line': `${line}px`,
      '--top': `${top}px`,
      '--names': `${names}px`,
      '--gap': `${gap}px`,
      '--margin': `${margin}px`,
      '--visible': `${this.windowing.width}px`,
    };
    const width = widths.reduce((sum, each) => sum + each, 0) + 2 * margin;
    const canvas = { height: `${this.windowing.canvasHeight}px`, minWidth: `${width}px` };
    const position = {
      top: `${this.windowing.topOf(first)}px`,
      gridTemplateRows: `repeat(${places.length}, auto auto ${gap}px)`,
    };
    return (
      <div
        class={width > this.windowing.width ? 'list wide' : 'list'}
        ref={this.scroller}
        tabIndex={-1}
        style={style}
        onScroll={() => this.scrolled()}
      >
        <div class="canvas" style={canvas}>
          <div class="window" style={position}>
            {this.grid(places, now)}
            <div class="layer frames">{places.map((place) => this.frame(place, place === now))}</div>
          </div>
        </div>
      </div>
    );
  }

  private grid(places: readonly number[], now: number) {
    const { file, selection, status, proposals, say } = this.props.state;
    const { cursor } = selection;
    return (
      <div
        role="grid"
        id={gridId}
        class="layer"
        tabIndex={0}
        aria-label={say('gridName')}
        aria-rowcount={file.rowCount + 1}
        aria-colcount={this.columns.length + 1}
        aria-multiselectable="true"
        aria-readonly={status.readOnly !== undefined}
        aria-activedescendant={this.isMounted(cursor) ? rowId(cursor) : undefined}
        // The menu key asks for the menu of what has the focus; a click asks for that of the row under it.
        data-vscode-context={rowContext(file, cursor, proposals.has(file.setOf(cursor)))}
      >
        <ColumnHeaders columns={this.columns} label={say('label')} />
        {places.map((place) => this.rows(place, place === now))}
      </div>
    );
  }

  private rows(place: number, current: boolean) {
    const { state } = this.props;
    const shown = state.view.sets[place];
    return shown ? (
      <CardRows
        key={shown.set.index}
        state={state}
        shown={shown}
        columns={this.columns}
        current={current}
        turn={state.turns.of(shown.set.index)}
        wraps={current && shown.members.length <= largestWhole}
        line={this.lineOf(place)}
        bound={this.bound}
        rowHeight={this.metrics.row}
        {...this.windowing.rows(place, shown)}
      />
    ) : null;
  }

  private frame(place: number, current: boolean) {
    const { state, session } = this.props;
    const shown = state.view.sets[place];
    return shown ? (
      <CardFrame
        key={shown.set.index}
        state={state}
        session={session}
        shown={shown}
        columns={this.columns}
        current={current}
        line={this.lineOf(place)}
        turn={state.turns.of(shown.set.index)}
      />
    ) : null;
  }

  private lineOf(place: number): number {
    return (place - this.mounted.first) * 3 + 1;
  }

  private measureColumns({ file, columns }: Opened): ColumnWish[] {
    return columnWishes(file, columns, measureIn(fontOfCells()));
  }

  private measureLabels({ file, labels }: Opened): number {
    return labelColumnWidth(file, labels, measureIn(`600 12px ${getComputedStyle(document.body).fontFamily}`));
  }

  private isMounted(row: number): boolean {
    const { view, file } = this.props.state;
    const place = placeOfRow(view, file, row);
    const shown = place && view.sets[place.place];
    if (!place || !shown || place.place < this.mounted.first || place.place > this.mounted.last) {
      return false;
    }
    const { from, to } = this.windowing.rows(place.place, shown);
    return place.at >= from && place.at < to;
  }

  private scrolled(): void {
    const scroller = this.scroller.current;
    if (!scroller) {
      return;
    }
    const { jumped, scrollTop } = this.windowing.scrolled(scroller.scrollTop);
    if (jumped) {
      this.endJumpLater();
    }
    if (scrollTop !== undefined) {
      this.scrollTo(scroller, scrollTop, true);
    }
    const { first, last } = this.windowing.cards();
    const large = this.props.state.view.sets
      .slice(first, last + 1)
      .some(({ members }) => members.length > largestWhole);
    if (large || first !== this.mounted.first || last !== this.mounted.last) {
      this.forceUpdate();
    }
  }

  private endJumpLater(): void {
    clearTimeout(this.jumpEnd);
    this.jumpEnd = setTimeout(() => {
      this.windowing.endJump();
      this.forceUpdate();
    }, jumpPause);
  }

  private scrollBy(scroller: HTMLElement, distance: number): void {
    const { scrollTop, jumps } = this.windowing.moveBy(distance);
    this.scrollTo(scroller, scrollTop, jumps);
  }

  private scrollTo(scroller: HTMLElement, top: number, jumps: boolean): void {
    scroller.scrollTop = top;
    this.windowing.scrollTop = scroller.scrollTop;
    if (jumps) {
      this.displaced = true;
      this.forceUpdate();
    }
  }

  private resize(): void {
    const element = this.scroller.current;
    if (element && this.windowing.resize(element.clientWidth, element.clientHeight)) {
      this.revealing ||= this.isCursorVisible(element);
      this.forceUpdate();
    }
  }

  private isCursorVisible(scroller: HTMLElement): boolean {
    const row = document.getElementById(rowId(this.props.state.selection.cursor))?.getBoundingClientRect();
    const { top, bottom } = scroller.getBoundingClientRect();
    return row !== undefined && row.bottom > top && row.top < bottom;
  }

  /** The row at hand, or else the first visible one. */
  private anchor(cursor: number): Anchor | undefined {
    const scroller = this.scroller.current;
    const current = document.getElementById(rowId(cursor));
    const visible = current ?? (scroller ? firstVisibleRow(scroller) : undefined);
    return visible ? { id: visible.id, top: visible.getBoundingClientRect().top } : undefined;
  }

  /** Measures what has been drawn, keeps the anchor in its place, and brings the cursor into view if it moved. */
  private settle(anchor: Anchor | undefined): void {
    const scroller = this.scroller.current;
    if (!scroller) {
      return;
    }
    const frames = [...scroller.querySelectorAll('.frame')];
    const changed = frames.filter((frame, at) =>
      this.windowing.measure(this.mounted.first + at, frame.getBoundingClientRect().height),
    );
    const anchored = anchor && document.getElementById(anchor.id);
    const moved = anchored ? anchored.getBoundingClientRect().top - anchor.top : 0;
    if (Math.abs(moved) >= 1) {
      this.scrollBy(scroller, moved);
    }
    if (this.revealing) {
      this.reveal(scroller);
    }
    if (changed.length > 0) {
      this.forceUpdate();
    } else {
      this.signs.later(scroller);
    }
  }

  private reveal(scroller: HTMLElement): void {
    const { selection, view, file } = this.props.state;
    const place = placeOfRow(view, file, selection.cursor);
    const row = document.getElementById(rowId(selection.cursor));
    if (place && !row) {
      this.scrollTo(scroller, this.windowing.jumpTo(place.place, place.at), true);
      return;
    }
    this.revealing = false;
    if (row && place) {
      const distance = this.distanceOutside(scroller, row, place.place);
      if (Math.abs(distance) >= 1) {
        this.scrollBy(scroller, distance);
      }
    }
  }

  /** How far to scroll so that the row is seen, and its whole card where there is room for it. */
  private distanceOutside(scroller: HTMLElement, row: HTMLElement, place: number): number {
    const { gap, top: head } = this.metrics;
    const { top } = scroller.getBoundingClientRect();
    const box = row.getBoundingClientRect();
    const above = box.top - top - head;
    const below = box.bottom - top - scroller.clientHeight + gap;
    const card = scroller.querySelectorAll('.frame')[place - this.mounted.first]?.getBoundingClientRect();
    if (card && card.height + 2 * gap <= scroller.clientHeight) {
      const cardAbove = card.top - top - gap;
      const cardBelow = card.bottom - top - scroller.clientHeight + gap;
      return cardAbove < 0 ? cardAbove : Math.max(cardBelow, 0);
    }
    return above < 0 ? above : Math.max(below, 0);
  }
}

function fontOfCells(): string {
  const { fontSize, fontFamily } = getComputedStyle(document.body);
  return `${fontSize} ${fontFamily}`;
}

function firstVisibleRow(scroller: HTMLElement): Element | undefined {
  const { top } = scroller.getBoundingClientRect();
  return [...scroller.querySelectorAll('[role=row]')].find((row) => row.getBoundingClientRect().bottom > top);
}
