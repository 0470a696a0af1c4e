import { Component, createRef } from 'preact';
import { CardFrame, CardRows } from './card';
import { CardHeights } from './cardHeights';
import { labelWidth, layOutColumns, type ShownColumn, wantedWidths } from './columnWidths';
import type { Editor } from './editor';
import { commandOf } from './keys';
import { rowId } from './row';
import type { Opened } from './state';
import { placeOfRow, type View } from './view';

interface Props {
  readonly state: Opened;
  readonly editor: Editor;
}

/** What of the list is mounted. */
interface Mounted {
  readonly first: number;
  readonly last: number;
}

interface Anchor {
  readonly id: string;
  readonly top: number;
}

const rowHeight = 28;
const headHeight = 58;
const gap = 16;
const margin = 18;
/** Larger sets are windowed inside and never wrap. */
const largest = 60;

/** The windowed list of cards: only what is near the visible part exists. */
export class List extends Component<Props> {
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly grid = createRef<HTMLDivElement>();
  private heights = estimate(this.props.state.view);
  private wanted = wantedWidths(this.props.state.file, this.props.state.columns, 7);
  private columns: readonly ShownColumn[] = [];
  private size = { width: window.innerWidth - 44, height: window.innerHeight - 80 };
  private mounted: Mounted = { first: 0, last: 0 };
  private revealing = true;
  private readonly resized = new ResizeObserver(() => this.resize());

  override componentDidMount(): void {
    if (this.scroller.current) {
      this.resized.observe(this.scroller.current);
    }
    this.grid.current?.focus({ preventScroll: true });
    this.settle(undefined);
  }

  override componentWillUnmount(): void {
    this.resized.disconnect();
  }

  override componentWillReceiveProps(next: Props): void {
    if (next.state.view !== this.props.state.view) {
      this.heights = estimate(next.state.view);
      this.revealing = true;
    }
    if (next.state.file !== this.props.state.file) {
      this.wanted = wantedWidths(next.state.file, next.state.columns, 7);
    }
    this.revealing ||= next.state.selection !== this.props.state.selection;
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    return this.anchor() ?? null;
  }

  override componentDidUpdate(_props: Props, _state: object, anchor: Anchor | null): void {
    this.settle(anchor ?? undefined);
  }

  render() {
    const { state } = this.props;
    const { view, file, selection, say } = state;
    this.columns = this.layOut();
    this.mounted = this.inView();
    const { first, last } = this.mounted;
    const places = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((at) => at in view.sets);
    const now = view.placeOf[file.setOf(selection.cursor)];
    return (
      <div
        class="list"
        ref={this.scroller}
        tabIndex={-1}
        onScroll={() => this.scrolled()}
        style={{
          '--columns': [labelWidth, ...this.columns.map(({ width }) => width)].map((width) => `${width}px`).join(' '),
        }}
      >
        <div class="canvas" style={{ height: `${this.heights.total + 2 * margin}px` }}>
          <div
            class="window"
            style={{
              top: `${this.heights.top(first) + margin}px`,
              gridTemplateRows: `repeat(${places.length}, auto auto ${gap}px)`,
            }}
          >
            <div
              role="grid"
              class="layer"
              ref={this.grid}
              tabIndex={0}
              aria-label={say('gridName')}
              aria-rowcount={file.rowCount}
              aria-colcount={this.columns.length + 1}
              aria-multiselectable="true"
              aria-readonly={state.status.readOnly !== undefined}
              aria-activedescendant={this.isMounted(selection.cursor) ? rowId(selection.cursor) : undefined}
              onKeyDown={(event) => this.pressed(event)}
              onMouseDown={(event) => this.clicked(event)}
            >
              {places.map((place) => this.rows(place, place === now))}
            </div>
            <div class="layer frames">{places.map((place) => this.frame(place, place === now))}</div>
          </div>
        </div>
      </div>
    );
  }

  private rows(place: number, current: boolean) {
    const { state } = this.props;
    const shown = state.view.sets[place];
    if (!shown) {
      return null;
    }
    const { from, to } = this.rowsInView(place);
    return (
      <CardRows
        key={shown.set.index}
        state={state}
        shown={shown}
        columns={this.columns}
        current={current}
        wraps={current && shown.rows.length <= largest}
        line={(place - this.mounted.first) * 3 + 1}
        from={from}
        to={to}
        rowHeight={rowHeight}
      />
    );
  }

  private frame(place: number, current: boolean) {
    const { state } = this.props;
    const shown = state.view.sets[place];
    return shown ? (
      <CardFrame
        key={shown.set.index}
        state={state}
        shown={shown}
        columns={this.columns}
        current={current}
        line={(place - this.mounted.first) * 3 + 1}
      />
    ) : null;
  }

  private layOut(): readonly ShownColumn[] {
    const { columns, settings } = this.props.state;
    return layOutColumns(columns, this.wanted, settings.layout, this.size.width - 2 * margin - 2);
  }

  private get scrollTop(): number {
    return (this.scroller.current?.scrollTop ?? 0) - margin;
  }

  private inView(): Mounted {
    const top = this.scrollTop;
    const { height } = this.size;
    return { first: this.heights.at(top - height), last: this.heights.at(top + 2 * height) };
  }

  private rowsInView(place: number): { from: number; to: number } {
    const count = this.props.state.view.sets[place]?.rows.length ?? 0;
    if (count <= largest) {
      return { from: 0, to: count };
    }
    const above = this.scrollTop - this.heights.top(place) - headHeight;
    const from = Math.floor((above - this.size.height) / rowHeight);
    const to = Math.ceil((above + 2 * this.size.height) / rowHeight);
    return { from: Math.min(Math.max(from, 0), count), to: Math.min(Math.max(to, 0), count) };
  }

  private isMounted(row: number): boolean {
    const place = placeOfRow(this.props.state.view, this.props.state.file, row);
    if (!place || place.place < this.mounted.first || place.place > this.mounted.last) {
      return false;
    }
    const { from, to } = this.rowsInView(place.place);
    return place.at >= from && place.at < to;
  }

  private scrolled(): void {
    const { first, last } = this.inView();
    const large = this.props.state.view.sets.slice(first, last + 1).some(({ rows }) => rows.length > largest);
    if (large || first !== this.mounted.first || last !== this.mounted.last) {
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

  /** The row that stays where it is on the screen while others change their height. */
  private anchor(): Anchor | undefined {
    const { state } = this.props;
    const top = this.scroller.current?.getBoundingClientRect().top ?? 0;
    const current = document.getElementById(rowId(state.selection.cursor));
    const visible = current ?? this.firstVisible(top);
    return visible ? { id: visible.id, top: visible.getBoundingClientRect().top } : undefined;
  }

  private firstVisible(top: number): Element | undefined {
    const rows = this.grid.current?.querySelectorAll('[role=row]') ?? [];
    return [...rows].find((row) => row.getBoundingClientRect().bottom > top);
  }

  /** Measures what has been drawn, keeps the anchor in its place, and brings the cursor into view if it moved. */
  private settle(anchor: Anchor | undefined): void {
    const scroller = this.scroller.current;
    if (!scroller) {
      return;
    }
    const frames = scroller.querySelectorAll('.frame');
    frames.forEach((frame, at) => {
      this.heights.set(this.mounted.first + at, frame.getBoundingClientRect().height + gap);
    });
    const anchored = anchor && document.getElementById(anchor.id);
    if (anchored) {
      const moved = anchored.getBoundingClientRect().top - anchor.top;
      if (Math.abs(moved) >= 1) {
        scroller.scrollTop += moved;
      }
    }
    if (this.revealing) {
      this.reveal(scroller);
    }
  }

  private reveal(scroller: HTMLElement): void {
    const { selection, view, file } = this.props.state;
    const row = document.getElementById(rowId(selection.cursor));
    const place = placeOfRow(view, file, selection.cursor);
    if (!place) {
      this.revealing = false;
      return;
    }
    if (!row) {
      const inCard = (view.sets[place.place]?.rows.length ?? 0) > largest ? place.at * rowHeight : 0;
      const wanted = this.heights.top(place.place) + inCard;
      if (Math.abs(scroller.scrollTop - wanted) >= 1) {
        scroller.scrollTop = wanted;
      }
      this.forceUpdate();
      return;
    }
    this.revealing = false;
    const { top } = scroller.getBoundingClientRect();
    const box = row.getBoundingClientRect();
    const above = box.top - (top + headHeight);
    const below = box.bottom - (top + scroller.clientHeight - gap);
    if (above < 0) {
      scroller.scrollTop += place.at === 0 ? above - gap : above;
    } else if (below > 0) {
      scroller.scrollTop += Math.min(below, above);
    }
  }

  private pressed(event: KeyboardEvent): void {
    const command = commandOf(event);
    if (command) {
      // VS Code would see the key too, and may have a command of its own on it.
      event.preventDefault();
      event.stopPropagation();
      command(this.props.editor);
    }
  }

  private clicked(event: MouseEvent): void {
    const row = (event.target as Element).closest('[data-row]')?.getAttribute('data-row');
    if (row === null || row === undefined || event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.grid.current?.focus({ preventScroll: true });
    if (event.ctrlKey || event.metaKey) {
      this.props.editor.toggle(Number(row));
    } else {
      this.props.editor.moveTo(Number(row), event.shiftKey);
    }
  }
}

function estimate(view: View): CardHeights {
  return new CardHeights(
    view.sets.length,
    (place) => headHeight + (view.sets[place]?.rows.length ?? 0) * rowHeight + 2 + gap,
  );
}
