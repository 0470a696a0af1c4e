/** Holds one state, changes it only through its reducer, and tells its listeners. */
export class Store<State, Action> {
  private readonly listeners = new Set<() => void>();

  constructor(
    private current: State,
    private readonly reduce: (state: State, action: Action) => State,
  ) {}

  get state(): State {
    return this.current;
  }

  dispatch(action: Action): void {
    const next = this.reduce(this.current, action);
    if (next !== this.current) {
      this.current = next;
      for (const listener of this.listeners) {
        listener();
      }
    }
  }

  /** Returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
