/** Runs work on one key at a time, in the order of asking; work on different keys runs side by side. */
export class KeyedLock {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as `work` does, once all earlier work on `key` is over. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const tail = result.catch(() => undefined);
    this.tails.set(key, tail);
    void tail.then(() => {
      if (this.tails.get(key) === tail) {
        this.tails.delete(key);
      }
    });
    return result;
  }
}
