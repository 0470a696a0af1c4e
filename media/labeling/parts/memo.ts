/** Keeps a result for as long as what it is made from stays the same. */
export class Kept<Result> {
  private from: readonly unknown[] | undefined;
  private result: Result | undefined;

  /** The kept result, or a new one if anything of `from` is another than last time. */
  of(from: readonly unknown[], make: () => Result): Result {
    if (this.result === undefined || this.from?.some((each, at) => each !== from[at])) {
      this.result = make();
      this.from = from;
    }
    return this.result;
  }
}
