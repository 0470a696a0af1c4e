/** Disjoint sets over 0 to count - 1. */
export class UnionFind {
  private readonly parent: Int32Array;
  private readonly sizes: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, i) => i);
    this.sizes = new Int32Array(count).fill(1);
  }

  /** The set's representative. */
  find(item: number): number {
    let root = item;
    while (this.parent[root] !== root) {
      const up = this.parent[this.parent[root] ?? 0] ?? 0;
      this.parent[root] = up;
      root = up;
    }
    return root;
  }

  /** Joins the sets of two items. */
  union(a: number, b: number): void {
    let x = this.find(a);
    let y = this.find(b);
    if (x === y) {
      return;
    }
    if (this.size(x) < this.size(y)) {
      [x, y] = [y, x];
    }
    this.sizes[x] = this.size(x) + this.size(y);
    this.parent[y] = x;
  }

  /** How many items are in the item's set. */
  size(item: number): number {
    return this.sizes[this.find(item)] ?? 1;
  }
}
