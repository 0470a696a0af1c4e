/** Heights of the cards from top to bottom: estimated first, measured once a card has been on the screen. */
export class CardHeights {
  private readonly heights: Float64Array;
  private readonly tops: Float64Array;
  private stale = true;

  constructor(count: number, estimate: (place: number) => number) {
    this.heights = Float64Array.from({ length: count }, (_, place) => estimate(place));
    this.tops = new Float64Array(count + 1);
  }

  /** True if the height is another than before. */
  set(place: number, height: number): boolean {
    const differs = Math.abs((this.heights[place] ?? 0) - height) > 0.5;
    if (differs) {
      this.heights[place] = height;
      this.stale = true;
    }
    return differs;
  }

  height(place: number): number {
    return this.heights[place] ?? 0;
  }

  /** Distance of a card's upper edge from the first card's; for `place` = count, the height of all. */
  top(place: number): number {
    if (this.stale) {
      let sum = 0;
      for (let at = 0; at < this.heights.length; at++) {
        this.tops[at] = sum;
        sum += this.heights[at] ?? 0;
      }
      this.tops[this.heights.length] = sum;
      this.stale = false;
    }
    return this.tops[place] ?? 0;
  }

  get total(): number {
    return this.top(this.heights.length);
  }

  /** The card that holds the distance `y`; the nearest one if `y` is outside. */
  at(y: number): number {
    let low = 0;
    let high = this.heights.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, low);
  }
}
