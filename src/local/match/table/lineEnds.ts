const nowhere = Number.MAX_SAFE_INTEGER;

/** Finds the next occurrence of a character from ever greater places of a text, looking at every character once. */
export class NextOf {
  private found = -1;

  constructor(
    private readonly text: string,
    private readonly what: string,
  ) {}

  /** Where it is at or after `at`; a number beyond any text when there is none. */
  from(at: number): number {
    if (this.found < at) {
      const found = this.text.indexOf(this.what, at);
      this.found = found < 0 ? nowhere : found;
    }
    return this.found;
  }
}

/** Finds where the lines of a piece of text end: at LF, CRLF or CR, as Hadoop has them. */
export class LineEnds {
  /** Where the line found ends, and where the next begins. */
  end = 0;
  next = 0;
  private readonly feeds: NextOf;
  private readonly returns: NextOf;

  /** @param last whether the file ends with this piece, so that its last line needs no line end */
  constructor(
    private readonly text: string,
    private readonly last: boolean,
  ) {
    this.feeds = new NextOf(text, '\n');
    this.returns = new NextOf(text, '\r');
  }

  /** Finds the end of the line that `at` is in. False when it is not in this piece. */
  find(at: number): boolean {
    const { text, last } = this;
    const feed = this.feeds.from(at);
    const carriageReturn = this.returns.from(at);
    if (feed < carriageReturn) {
      this.end = feed;
      this.next = feed + 1;
      return true;
    }
    if (carriageReturn === nowhere) {
      this.end = text.length;
      this.next = text.length;
      return last;
    }
    this.end = carriageReturn;
    this.next = carriageReturn + (feed === carriageReturn + 1 ? 2 : 1);
    // A CR at the very end may be half of a CRLF.
    return last || carriageReturn + 1 < text.length;
  }
}

/**
 * Gives each whole line of a piece of text to `visit`, counting lines at `place`.
 * @returns how many characters were read
 */
export function takeLines(
  place: { line: number },
  text: string,
  last: boolean,
  visit: (line: string, number: number) => void,
): number {
  const lines = new LineEnds(text, last);
  let at = 0;
  while (at < text.length && lines.find(at)) {
    visit(text.slice(at, lines.end), place.line);
    at = lines.next;
    place.line += 1;
  }
  return at;
}

/** How many lines end in a text. */
export function countLineEnds(text: string): number {
  let count = 0;
  const lines = new LineEnds(text, true);
  for (let at = 0; at < text.length && lines.find(at) && lines.end < text.length; at = lines.next) {
    count += 1;
  }
  return count;
}
