/** Ends a subscription, a timer, a watcher. Idempotent. `vscode.Disposable` is one. */
export interface Ending {
  dispose(): void;
}

/** An event that knows nothing of VS Code, so that the document can be tested without it. */
export class Emitter<T> implements Ending {
  private readonly listeners = new Set<(value: T) => void>();

  /** Subscribes; `vscode.Event` has the same shape but for its extra arguments. */
  readonly event = (listener: (value: T) => void): Ending => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
