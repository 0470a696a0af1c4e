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

  /** The focus went elsewhere: what waited was meant for what has it now. Only text is told; nothing is accepted blindly. */
  handOver(): void {
    this.turn++;
    const text = textOf(this.waiting ?? []);
    this.waiting = undefined;
    if (text !== '') {
      this.send({ type: 'typedAhead', text });
    }
  }
}

/** Whether a key types a character. */
export function typesText(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  // Alt Gr reads as Ctrl+Alt.
  return key.length === 1 && ((!ctrlKey && !metaKey && !altKey) || event.getModifierState('AltGraph'));
}

function textOf(events: readonly KeyboardEvent[]): string {
  let typed: string[] = [];
  for (const event of events) {
    if (typesText(event)) {
      typed.push(event.key);
    } else if (event.key === 'Backspace') {
      typed = typed.slice(0, -1);
    }
  }
  return typed.join('');
}
