import { Component, createRef } from 'preact';
import { CardFrame, CardRows } from './card';
import { CardHeights } from './cardHeights';
import { labelWidth, layOutColumns, type ShownColumn, wantedWidths } from './columnWidths';
import { togglePanel } from './commands/panels';
import { pressRow } from './dragRows';
import { focusGrid, gridId, rowId } from './focus';
import { metricsOf } from './metrics';
import { pressSash } from './sash';
import { ScrollSpace } from './scrollSpace';
import type { Session } from './session';
import type { Opened } from './state';
import { placeOfRow, type ShownSet, type View } from './view';

interface Props {
  readonly state: Opened;
  readonly session: Session;
}

/** An element that stays where it is on the screen while others change their height. */
interface Anchor {
  readonly id: string;
  readonly top: number;
}

/** Larger sets are windowed inside, and never wrap: their rows have one known height. */
const largest = 60;
/** How far beyond the visible part rows are mounted, in visible heights. */
const overscan = 0.75;

/** The windowed list of cards: only what is near the visible part exists. */
export class List extends Component<Props> {
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly metrics = metricsOf(Number.parseFloat(getComputedStyle(document.body).fontSize) || 13);
  private heights = this.estimate(this.props.state.view);
  private wanted = this.measureColumns(this.props.state);
  private columns: readonly ShownColumn[] = [];
  private size = { width: window.innerWidth - 60, height: window.innerHeight - 70 };
  private readonly space = new ScrollSpace(this.heights.total, this.size.height);
  private mounted = { first: 0, last: 0 };
  private revealing = true;
  private readonly ending = new AbortController();
  private readonly resized = new ResizeObserver(() => this.resize());

  override componentDidMount(): void {
    const scroller = this.scroller.current;
    if (scroller) {
      this.resized.observe(scroller);
      const { signal } = this.ending;
      scroller.addEventListener('pointerdown', (event) => this.pressed(event), { signal });
      scroller.addEventListener('dblclick', (event) => this.doubleClicked(event), { signal });
      scroller.addEventListener('pointerover', showWhole, { signal });
    }
    focusGrid();
    this.settle(undefined);
  }

  override componentWillUnmount(): void {
    this.resized.disconnect();
    this.ending.abort();
  }

  override componentWillReceiveProps({ state }: Props): void {
    const { state: before } = this.props;
    if (state.view !== before.view) {
      this.heights = this.estimate(state.view);
      this.revealing = true;
    }
    if (state.file !== before.file) {
      this.wanted = this.measureColumns(state);
    }
    this.revealing ||= state.selection.cursor !== before.selection.cursor || state.panel !== before.panel;
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    return this.anchor() ?? null;
  }

  override componentDidUpdate(_props: Props, _state: object, anchor: Anchor | null): void {
    this.settle(anchor ?? undefined);
  }

  render() {
    const { state } = this.props;
    const { view, file, selection, settings } = state;
    const { margin, gap, row, line, top, names } = this.metrics;
    this.space.resize(this.heights.total + 2 * margin, this.size.height);
    this.columns = layOutColumns(state.columns, this.wanted, settings.layout, this.size.width - 2 * margin);
    this.mounted = this.inView();
    const { first, last } = this.mounted;
    const places = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
      (at) => at < view.sets.length,
    );
    const now = view.placeOf[file.setOf(selection.cursor)] ?? -1;
    const widths = [labelWidth, ...this.columns.map(({ width }) => width)];
    const style = {
      '--columns': widths.map((width) => `${width}px`).join(' '),
      '--row': `${row}px`,
      '--line': `${line}px`,
      '--top': `${top}px`,
      '--names': `${names}px`,
      '--gap': `${gap}px`,
      '--margin': `${margin}px`,
      '--visible': `${this.size.width}px`,
    };
    const canvas = {
      height: `${this.space.height}px`,
      minWidth: `${widths.reduce((sum, width) => sum + width, 0) + 2 * margin}px`,
    };
    const position = {
      top: `${this.space.toElement(this.heights.top(first)) + margin}px`,
      gridTemplateRows: `repeat(${places.length}, auto auto ${gap}px)`,
    };
    return (
      <div class="list" ref={this.scroller} tabIndex={-1} style={style} onScroll={() => this.scrolled()}>
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
    const { file, selection, status, say } = this.props.state;
    return (
      <div
        role="grid"
        id={gridId}
        class="layer"
        tabIndex={0}
        aria-label={say('gridName')}
        aria-rowcount={file.rowCount}
        aria-colcount={this.columns.length + 1}
        aria-multiselectable="true"
        aria-readonly={status.readOnly !== undefined}
        aria-activedescendant={this.isMounted(selection.cursor) ? rowId(selection.cursor) : undefined}
      >
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
        wraps={current && shown.rows.length <= largest}
        line={this.lineOf(place)}
        rowHeight={this.metrics.row}
        {...this.rowsInView(place, shown)}
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
      />
    ) : null;
  }

  private lineOf(place: number): number {
    return (place - this.mounted.first) * 3 + 1;
  }

  private estimate({ sets }: View): CardHeights {
    const { top, row, gap } = this.metrics;
    return new CardHeights(sets.length, (place) => top + (sets[place]?.rows.length ?? 0) * row + 2 + gap);
  }

  private measureColumns({ file, columns }: Opened): number[] {
    return wantedWidths(file, columns, this.metrics.character);
  }

  /** Upper visible edge, in the coordinates of the cards. */
  private get visibleTop(): number {
    return this.space.toList(this.scroller.current?.scrollTop ?? 0) - this.metrics.margin;
  }

  private inView(): { first: number; last: number } {
    const { height } = this.size;
    const top = this.visibleTop;
    return { first: this.heights.at(top - height * overscan), last: this.heights.at(top + height * (1 + overscan)) };
  }

  private rowsInView(place: number, { rows }: ShownSet): { from: number; to: number } {
    const count = rows.length;
    if (count <= largest) {
      return { from: 0, to: count };
    }
    const { row, top } = this.metrics;
    const { height } = this.size;
    const above = this.visibleTop - this.heights.top(place) - top;
    const from = Math.floor((above - height * overscan) / row);
    const to = Math.ceil((above + height * (1 + overscan)) / row);
    return { from: Math.min(Math.max(from, 0), count), to: Math.min(Math.max(to, 0), count) };
  }

  private isMounted(row: number): boolean {
    const { view, file } = this.props.state;
    const place = placeOfRow(view, file, row);
    const shown = place && view.sets[place.place];
    if (!place || !shown || place.place < this.mounted.first || place.place > this.mounted.last) {
      return false;
    }
    const { from, to } = this.rowsInView(place.place, shown);
    return place.at >= from && place.at < to;
  }

  private scrolled(): void {
    const scroller = this.scroller.current;
    if (!scroller) {
      return;
    }
    const moved = this.space.scrolled(scroller.scrollTop);
    if (moved !== undefined) {
      scroller.scrollTop = moved;
    }
    const { first, last } = this.inView();
    const large = this.props.state.view.sets.slice(first, last + 1).some(({ rows }) => rows.length > largest);
    if (large || moved !== undefined || first !== this.mounted.first || last !== this.mounted.last) {
      this.forceUpdate();
    }
  }

  private resize(): void {
    const element = this.scroller.current;
    if (element && (element.clientWidth !== this.size.width || element.clientHeight !== this.size.height)) {
      this.size = { width: element.clientWidth, height: element.clientHeight };
      this.forceUpdate();
    }
  }

  /** The row at hand, or else the first visible one. */
  private anchor(): Anchor | undefined {
    const scroller = this.scroller.current;
    const current = document.getElementById(rowId(this.props.state.selection.cursor));
    const visible = current ?? (scroller ? firstVisibleRow(scroller) : undefined);
    return visible ? { id: visible.id, top: visible.getBoundingClientRect().top } : undefined;
  }

  /** Measures what has been drawn, keeps the anchor in its place, and brings the cursor into view if it moved. */
  private settle(anchor: Anchor | undefined): void {
    const scroller = this.scroller.current;
    if (!scroller) {
      return;
    }
    scroller.querySelectorAll('.frame').forEach((frame, at) => {
      this.heights.set(this.mounted.first + at, frame.getBoundingClientRect().height + this.metrics.gap);
    });
    const anchored = anchor && document.getElementById(anchor.id);
    const moved = anchored ? anchored.getBoundingClientRect().top - anchor.top : 0;
    if (Math.abs(moved) >= 1) {
      scroller.scrollTop += moved;
    }
    if (this.revealing) {
      this.reveal(scroller);
    }
  }

  private reveal(scroller: HTMLElement): void {
    const { selection, view, file } = this.props.state;
    const place = placeOfRow(view, file, selection.cursor);
    const row = document.getElementById(rowId(selection.cursor));
    if (place && !row) {
      const inside = (view.sets[place.place]?.rows.length ?? 0) > largest ? place.at * this.metrics.row : 0;
      scroller.scrollTop = this.space.jump(this.heights.top(place.place) + inside);
      this.forceUpdate();
      return;
    }
    this.revealing = false;
    if (row && place) {
      scroller.scrollTop += this.distanceOutside(scroller, row, place.place);
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

  private pressed(event: PointerEvent): void {
    if (!pressSash(this.props.session, event)) {
      pressRow(this.props.session, event);
    }
  }

  private doubleClicked(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('[data-row] .value')) {
      togglePanel(this.props.session, 'peek');
    }
  }
}

function firstVisibleRow(scroller: HTMLElement): Element | undefined {
  const { top } = scroller.getBoundingClientRect();
  return [...scroller.querySelectorAll('[role=row]')].find((row) => row.getBoundingClientRect().bottom > top);
}

/** Gives a value that is cut off its whole text as a tooltip. */
function showWhole({ target }: MouseEvent): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>('.row .cell') : null;
  const value = cell?.querySelector<HTMLElement>('.value');
  if (cell && value) {
    const cut = value.scrollWidth > value.clientWidth + 1 || value.scrollHeight > value.clientHeight + 1;
    cell.title = cut ? (value.textContent ?? '') : '';
  }
}
