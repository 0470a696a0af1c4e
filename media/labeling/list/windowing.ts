import type { ShownSet, View } from '../state/view';
import { CardHeights } from './cardHeights';
import type { Metrics } from './metrics';
import { ScrollSpace } from './scrollSpace';

/** Larger sets are windowed inside, and never wrap: their rows have one known height. */
export const largestWhole = 60;

/** How far beyond the visible part rows are mounted, in visible heights; less while the scroll bar is dragged far. */
const overscan = 0.4;
const overscanOfJump = 0.1;

/** Decides which cards and rows exist, from where the list is scrolled and how high the cards are. */
export class Windowing {
  /** Of the visible part, in CSS pixels. */
  width = window.innerWidth - 60;
  height = window.innerHeight - 70;
  /** As the scrolled element has it. Asking the element would make the browser lay the page out. */
  scrollTop = 0;
  private heights: CardHeights;
  private sets: View['sets'];
  /** The first rows are not to wait for those that nobody sees yet. */
  private overscan = overscanOfJump;
  private readonly space: ScrollSpace;

  constructor(
    private readonly metrics: Metrics,
    view: View,
  ) {
    this.sets = view.sets;
    this.heights = this.estimate();
    this.space = new ScrollSpace(this.total, this.height);
  }

  /** Takes another arrangement; what was measured is forgotten. */
  show({ sets }: View): void {
    this.sets = sets;
    this.heights = this.estimate();
    this.fit();
  }

  /** True if the visible part has another size than before. */
  resize(width: number, height: number): boolean {
    const differs = width !== this.width || height !== this.height;
    this.width = width;
    this.height = height;
    this.fit();
    return differs;
  }

  /** Takes the measured height of a card; true if it is another than before. */
  measure(place: number, height: number): boolean {
    const differs = this.heights.set(place, height + this.metrics.gap);
    if (differs) {
      this.fit();
    }
    return differs;
  }

  /** Height of what is scrolled. */
  get canvasHeight(): number {
    return this.space.height;
  }

  /** Where a card begins on the canvas. */
  topOf(place: number): number {
    return this.space.toElement(this.heights.top(place)) + this.metrics.margin;
  }

  /** The cards to mount, both ends included. */
  cards(): { readonly first: number; readonly last: number } {
    const over = this.height * this.overscan;
    return {
      first: this.heights.at(this.visibleTop - over),
      last: this.heights.at(this.visibleTop + this.height + over),
    };
  }

  /** The rows of a card to mount, `to` not included. */
  rows(place: number, { members: { length } }: ShownSet): { readonly from: number; readonly to: number } {
    if (length <= largestWhole) {
      return { from: 0, to: length };
    }
    const { row, top } = this.metrics;
    const above = this.visibleTop - this.heights.top(place) - top;
    const from = Math.floor((above - this.height * this.overscan) / row);
    const to = Math.ceil((above + this.height * (1 + this.overscan)) / row);
    return { from: Math.min(Math.max(from, 0), length), to: Math.min(Math.max(to, 0), length) };
  }

  /** Takes where the element was scrolled to. `jumped` if far; `scrollTop` is set where the element has to be moved. */
  scrolled(scrollTop: number): { readonly jumped: boolean; readonly scrollTop: number | undefined } {
    const jumped = Math.abs(scrollTop - this.scrollTop) > this.height;
    this.scrollTop = scrollTop;
    if (jumped) {
      this.overscan = overscanOfJump;
    }
    return { jumped, scrollTop: this.space.scrolled(scrollTop) };
  }

  /** The rows are on the screen, and one jump does not follow the other any more. */
  endJump(): void {
    this.overscan = overscan;
  }

  /** Where to scroll to for seeing a row at the top. */
  jumpTo(place: number, at: number): number {
    const isLarge = (this.sets[place]?.members.length ?? 0) > largestWhole;
    return this.space.jump(this.heights.top(place) + (isLarge ? at * this.metrics.row : 0));
  }

  /** Where to scroll to for moving by a distance; `jumps` if everything has to be drawn anew there. */
  moveBy(distance: number): { readonly scrollTop: number; readonly jumps: boolean } {
    const jumps = this.space.isCapped;
    const scrollTop = jumps ? this.space.jump(this.space.toList(this.scrollTop) + distance) : this.scrollTop + distance;
    return { scrollTop, jumps };
  }

  /** Upper visible edge, in the coordinates of the cards. */
  private get visibleTop(): number {
    return this.space.toList(this.scrollTop) - this.metrics.margin;
  }

  private get total(): number {
    return this.heights.total + 2 * this.metrics.margin;
  }

  private fit(): void {
    this.space.resize(this.total, this.height);
  }

  private estimate(): CardHeights {
    const { top, row, gap } = this.metrics;
    return new CardHeights(this.sets.length, (place) => top + (this.sets[place]?.members.length ?? 0) * row + gap);
  }
}
