/**
 * Counts for each labeling set how often its labels or its problems have changed. The models are changed in place; by
 * these counts a card knows that it has to be drawn again, and every other card that it has not.
 */
export class Turns {
  private readonly counts: Uint32Array;

  constructor(sets: number) {
    this.counts = new Uint32Array(sets);
  }

  /** How many changes the set has seen. */
  of(set: number): number {
    return this.counts[set] ?? 0;
  }

  /** Notes a change of each of these sets. */
  count(sets: Iterable<number>): void {
    for (const set of sets) {
      this.counts[set] = this.of(set) + 1;
    }
  }
}
