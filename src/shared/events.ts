/** Something with an end. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; fits where VS Code wants a vscode.Event. */
export type Event<T> = (listener: (value: T) => unknown, thisArg?: unknown, disposables?: Disposable[]) => Disposable;

/** Fires values at listeners. A plain one, so that what uses it runs and is tested without VS Code. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener, thisArg, disposables) => {
    const entry = (value: T) => listener.call(thisArg, value);
    this.listeners.add(entry);
    const subscription = { dispose: () => void this.listeners.delete(entry) };
    disposables?.push(subscription);
    return subscription;
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
