const firstLease = 60_000;
const lastLease = 3_000;

/** Calls `expired` once when no lease is held for too long: none came in a minute, or the last went a few seconds ago. */
export class LeaseWatch {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly expired: () => void) {
    this.wait(firstLease);
  }

  /** To be told of every change of the number of leases. */
  changed(count: number): void {
    clearTimeout(this.timer);
    if (count === 0) {
      this.wait(lastLease);
    }
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private wait(milliseconds: number): void {
    this.timer = setTimeout(this.expired, milliseconds);
  }
}
