/** Browsers cap the height of an element, at 400 % zoom to about 8 million CSS pixels. */
const tallest = 6_000_000;

/**
 * A list that may be taller than an element can be. Small movements are exact; a jump of the scroll bar is taken in
 * proportion. `offset` is what separates the list's coordinates from those of the scrolled element.
 */
export class ScrollSpace {
  private offset = 0;
  private last = 0;

  constructor(
    private total: number,
    private visible: number,
    private readonly most = tallest,
  ) {}

  resize(total: number, visible: number): void {
    this.total = total;
    this.visible = visible;
    if (total <= this.most) {
      this.offset = 0;
    }
  }

  /** True if the element's coordinates are not the list's. */
  get isCapped(): boolean {
    return this.total > this.most;
  }

  /** Height of the element that is scrolled. */
  get height(): number {
    return Math.min(this.total, this.most);
  }

  /** To be called when the element was scrolled; answers where to put `scrollTop` if it has to be moved. */
  scrolled(scrollTop: number): number | undefined {
    const moved = Math.abs(scrollTop - this.last);
    this.last = scrollTop;
    if (this.total <= this.most) {
      return undefined;
    }
    if (moved > 3 * this.visible) {
      this.offset = scrollTop / this.scale - scrollTop;
      return undefined;
    }
    const nearEdge = scrollTop < 2 * this.visible || scrollTop > this.height - 3 * this.visible;
    return nearEdge ? this.jump(this.toList(scrollTop)) : undefined;
  }

  /** From the element's coordinates to the list's. */
  toList(y: number): number {
    return y + this.offset;
  }

  /** From the list's coordinates to the element's. */
  toElement(y: number): number {
    return y - this.offset;
  }

  /** Makes `top` the list's upper visible edge; answers the `scrollTop` for it. */
  jump(top: number): number {
    const inside = Math.min(Math.max(top, 0), Math.max(this.total - this.visible, 0));
    const scrollTop = Math.round(inside * this.scale);
    this.offset = this.total <= this.most ? 0 : inside - scrollTop;
    this.last = scrollTop;
    return this.total <= this.most ? inside : scrollTop;
  }

  private get scale(): number {
    return this.total <= this.most ? 1 : (this.most - this.visible) / (this.total - this.visible);
  }
}
