/** Lets so many pieces of work run at a time; the others wait their turn in the order they came. */
export class Slots {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(size: number) {
    this.free = size;
  }

  /** Resolves or rejects as `work` does, once it had its turn. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) {
      this.free -= 1;
    } else {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) {
        // The slot passes on without becoming free, so that nobody can jump the queue.
        next();
      } else {
        this.free += 1;
      }
    }
  }
}
