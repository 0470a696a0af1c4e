/** So many of one list, then one of the other, and so on, none twice. */
export function merge(list: readonly number[], other: readonly number[], every: number): number[] {
  const order: number[] = [];
  for (let at = 0, from = 0; from < list.length || at < other.length; at++) {
    order.push(...list.slice(from, from + every - 1), ...other.slice(at, at + 1));
    from += every - 1;
  }
  return [...new Set(order)];
}

/** The first of each list, then the second of each, and so on, none twice. */
export function inTurn(lists: readonly (readonly number[])[]): number[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const order = new Set<number>();
  for (let at = 0; at < longest; at++) {
    for (const list of lists) {
      const item = list[at];
      if (item !== undefined) {
        order.add(item);
      }
    }
  }
  return [...order];
}

/** Hands out pairs in order, passing over those that don't fit now; they may fit a later set. */
export class AnchorQueue {
  constructor(private readonly order: number[]) {}

  next(fits: (pair: number) => boolean): number | undefined {
    const at = this.order.findIndex(fits);
    return at < 0 ? undefined : this.order.splice(at, 1)[0];
  }
}
