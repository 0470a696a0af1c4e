/** What a quick input has of its value: VS Code's window changes it as it is typed into, this side by setting it. */
export interface ValueControl {
  value: string;
  onDidChangeValue(listener: (value: string) => void): { dispose(): void };
}

/**
 * The value of a quick input into which text comes that was typed before it had the focus: in the labeling editor, or in
 * the quick input before it. Setting a value that is being typed into loses what is typed until the window hears of it,
 * so what was typed on an earlier value is put into the one that was set, until both sides have the same.
 */
export class TypedValue {
  /** What the window has shown last, as far as it has told. */
  private seen: string;
  /** What was set since, oldest first; the window may show any of them by now. */
  private set: string[] = [];
  private wanted: string;
  /** What was answered with it, and whether that is a default: it stands selected, and typing replaces it. */
  private answer = { value: '', isDefault: false };
  private next: { readonly value: TypedValue; handed: string } | undefined;
  private readonly listener: { dispose(): void };

  /**
   * @param typed what the control opens with of what was typed; its value may be a default instead, which typing replaces
   * @param onChange called when either side has changed the value
   */
  constructor(
    private readonly control: ValueControl,
    typed: string,
    private readonly onChange: () => void = () => undefined,
  ) {
    this.seen = typed;
    this.wanted = typed;
    this.listener = control.onDidChangeValue((value) => this.changed(value));
  }

  /** Whether the window shows what this side has set, as far as it has told. */
  get isSettled(): boolean {
    return this.set.length === 0;
  }

  /** What was typed that no question has had yet. */
  get ahead(): string {
    const { answer, wanted } = this;
    if (wanted.startsWith(answer.value)) {
      return wanted.slice(answer.value.length);
    }
    return answer.isDefault ? wanted : '';
  }

  /** Its value is taken; what is typed from now on is for what comes next. */
  answered(): void {
    const { value } = this.control;
    this.answer = { value, isDefault: value !== this.wanted };
    this.wanted = value;
    if (this.isSettled) {
      this.seen = value;
    }
  }

  /** Puts text into what is ahead that was typed earlier than what is behind that place. */
  insert(at: number, text: string): void {
    const place = this.wanted.length - this.ahead.length + at;
    this.want(this.wanted.slice(0, place) + text + this.wanted.slice(place));
  }

  /** Another control has taken its place, with what is ahead: what was typed meanwhile and is heard of later goes there. */
  handTo(value: TypedValue): void {
    this.next = { value, handed: this.ahead };
  }

  dispose(): void {
    this.listener.dispose();
  }

  private want(value: string): void {
    this.wanted = value;
    this.set.push(value);
    this.control.value = value;
    this.onChange();
  }

  private changed(value: string): void {
    const base = this.baseOf(value);
    const change = changeOf(base.value, value);
    this.set.splice(0, base.at + 1);
    this.seen = value;
    if (this.set.length === 0) {
      this.wanted = value;
    } else if (base.value !== value) {
      this.want(apply(change, this.wanted));
    }
    this.onChange();
    this.handOn();
  }

  private handOn(): void {
    const { next, ahead } = this;
    if (next !== undefined && ahead.startsWith(next.handed)) {
      next.value.insert(next.handed.length, ahead.slice(next.handed.length));
      next.handed = ahead;
    }
  }

  /** Which of the values that the window may have had was changed to this one: that with the least difference. */
  private baseOf(value: string): { readonly value: string; readonly at: number } {
    let best = { value: this.seen, at: -1 };
    for (const [at, candidate] of this.set.entries()) {
      if (sizeOf(changeOf(candidate, value)) <= sizeOf(changeOf(best.value, value))) {
        best = { value: candidate, at };
      }
    }
    return best;
  }
}

/** A change in one place, which counts from the end: what comes late is before what is typed. */
interface Change {
  readonly fromEnd: number;
  readonly removed: number;
  readonly added: string;
}

function changeOf(from: string, to: string): Change {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) {
    end++;
  }
  return { fromEnd: end, removed: from.length - start - end, added: to.slice(start, to.length - end) };
}

function sizeOf({ removed, added }: Change): number {
  return removed + added.length;
}

function apply({ fromEnd, removed, added }: Change, value: string): string {
  const end = Math.max(value.length - fromEnd, 0);
  return value.slice(0, Math.max(end - removed, 0)) + added + value.slice(end);
}
