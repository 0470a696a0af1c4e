/** Keeps the `room` highest scores seen in a binary heap whose root is the lowest; equal scores keep the lower id. */
export class TopList {
  readonly ids: Int32Array;
  readonly scores: Float64Array;
  size = 0;
  /** A score must reach this to be kept. */
  lowest = 0;

  constructor(private readonly room: number) {
    this.ids = new Int32Array(room);
    this.scores = new Float64Array(room);
  }

  clear(): void {
    this.size = 0;
    this.lowest = 0;
  }

  offer(id: number, score: number): void {
    if (this.size < this.room) {
      this.siftUp(this.size++, id, score);
    } else if (this.isLower(0, id, score)) {
      this.siftDown(id, score);
    }
    if (this.size === this.room) {
      this.lowest = this.scores[0] ?? 0;
    }
  }

  /** Takes the lowest entry out, to be found in `ids` and `scores` at the new size. */
  takeLowest(): void {
    const id = this.ids[0] ?? 0;
    const score = this.scores[0] ?? 0;
    this.size--;
    this.siftDown(this.ids[this.size] ?? 0, this.scores[this.size] ?? 0);
    this.put(this.size, id, score);
  }

  /** Whether the entry at `at` ranks below (id, score). */
  private isLower(at: number, id: number, score: number): boolean {
    const held = this.scores[at] ?? 0;
    return held < score || (held === score && (this.ids[at] ?? 0) > id);
  }

  private siftUp(start: number, id: number, score: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isLower(parent, id, score)) {
        break;
      }
      this.move(parent, at);
      at = parent;
    }
    this.put(at, id, score);
  }

  private siftDown(id: number, score: number): void {
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      const right = child + 1;
      if (right < this.size && this.isLower(right, this.ids[child] ?? 0, this.scores[child] ?? 0)) {
        child = right;
      }
      if (!this.isLower(child, id, score)) {
        break;
      }
      this.move(child, at);
      at = child;
    }
    this.put(at, id, score);
  }

  private move(from: number, to: number): void {
    this.put(to, this.ids[from] ?? 0, this.scores[from] ?? 0);
  }

  private put(at: number, id: number, score: number): void {
    this.ids[at] = id;
    this.scores[at] = score;
  }
}
