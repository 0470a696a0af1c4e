import type { FromWebview } from '../../../src/shared/protocol';

/**
 * Keys wait here while it is not known whose they are: after the page got the focus back, and after a key of VS Code's.
 * Either may come with a question that is about to open, and what is typed for it must not label rows.
 */
export class KeyGate {
  private turn = 0;
  private waiting: KeyboardEvent[] | undefined;

  constructor(private readonly send: (message: FromWebview) => void) {}

  /** Whether keys have to wait. */
  get isShut(): boolean {
    return this.waiting !== undefined;
  }

  /** Has keys wait from now on; `ask` must follow. */
  shut(): void {
    this.turn++;
    this.waiting ??= [];
  }

  /** Asks the host whether keys are the page's; `byHand` if the user has clicked the page. */
  ask(byHand: boolean): void {
    this.shut();
    this.send({ type: 'askKeys', turn: this.turn, byHand });
  }

  keep(event: KeyboardEvent): void {
    this.waiting?.push(event);
  }

  /** The host says that keys are the page's. @returns those that waited; none if it was asked again since */
  open(turn: number): readonly KeyboardEvent[] {
    if (turn !== this.turn) {
      return [];
    }
    const waited = this.waiting ?? [];
    this.waiting = undefined;
    return waited;
  }

  /** The focus went elsewhere: what waited was not meant for the page. */
  forget(): void {
    this.turn++;
    this.waiting = undefined;
  }
}
