/** A binary heap: gives the item first that comes before all others. */
export class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly isBefore: (x: T, y: T) => boolean) {}

  push(item: T): void {
    const { items, isBefore } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as T;
      if (!isBefore(item, above)) {
        break;
      }
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  /** The first item, taken out; undefined when there is none. */
  pop(): T | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0 && last !== undefined) {
      this.sink(last);
    }
    return first;
  }

  private sink(item: T): void {
    const { items, isBefore } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) {
        break;
      }
      if (child + 1 < items.length && isBefore(items[child + 1] as T, items[child] as T)) {
        child++;
      }
      const below = items[child] as T;
      if (!isBefore(below, item)) {
        break;
      }
      items[at] = below;
      at = child;
    }
    items[at] = item;
  }
}
