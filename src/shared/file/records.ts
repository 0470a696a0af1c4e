const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Where the records and fields of a delimited text lie in its bytes. Lines without any byte are not records. */
export interface Records {
  readonly count: number;
  /** Offset of the first byte of every field, all records in a row. */
  readonly starts: Uint32Array;
  /** Index into `starts` of each record's first field, and one more for the end. */
  readonly first: Uint32Array;
  /** Offset behind each record's last byte, its line end not included. */
  readonly ends: Uint32Array;
  /** 1-based line on which each record begins; CRLF, LF and CR each end a line, also inside quotes. */
  readonly lines: Uint32Array;
  /** The opening quote that is never closed, if there is one. */
  readonly unclosed: { readonly line: number; readonly offset: number } | undefined;
  /** Records with text behind a closing quote (`"a"b`). */
  readonly loose: readonly number[];
  readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
}

/** A list of offsets that grows without boxing numbers. */
class Offsets {
  #values: Uint32Array;
  length = 0;

  constructor(capacity: number) {
    this.#values = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  done(): Uint32Array {
    return this.#values.slice(0, this.length);
  }
}

/** Finds every field by RFC 4180, leniently: any text is read, oddities are noted. `delimiter` is one ASCII byte. */
export function scanRecords(bytes: Uint8Array, from: number, delimiter: number): Records {
  return new Scanner(bytes, from, delimiter).scan();
}

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  readonly #stops = new Uint8Array(256);
  readonly #starts: Offsets;
  readonly #first = new Offsets(256);
  readonly #ends = new Offsets(256);
  readonly #lines = new Offsets(256);
  readonly #loose: number[] = [];
  readonly #lineEnds = { lf: 0, crlf: 0, cr: 0 };
  #unclosed: { line: number; offset: number } | undefined;
  #at: number;
  #line = 1;

  constructor(bytes: Uint8Array, from: number, delimiter: number) {
    this.#bytes = bytes;
    this.#at = from;
    this.#delimiter = delimiter;
    this.#starts = new Offsets(Math.max(256, bytes.length >> 4));
    for (const stop of [delimiter, lineFeed, carriageReturn]) {
      this.#stops[stop] = 1;
    }
  }

  scan(): Records {
    const bytes = this.#bytes;
    while (this.#at < bytes.length) {
      if (bytes[this.#at] !== lineFeed && bytes[this.#at] !== carriageReturn) {
        this.#record();
      }
      this.#lineEnd();
    }
    const count = this.#ends.length;
    this.#first.push(this.#starts.length);
    return {
      count,
      starts: this.#starts.done(),
      first: this.#first.done(),
      ends: this.#ends.done(),
      lines: this.#lines.done(),
      unclosed: this.#unclosed,
      loose: this.#loose,
      lineEnds: this.#lineEnds,
    };
  }

  #record(): void {
    const bytes = this.#bytes;
    this.#first.push(this.#starts.length);
    this.#lines.push(this.#line);
    for (;;) {
      this.#starts.push(this.#at);
      if (bytes[this.#at] === quote) {
        this.#quoted();
      }
      this.#bare();
      if (bytes[this.#at] !== this.#delimiter || this.#at >= bytes.length) {
        break;
      }
      this.#at += 1;
    }
    this.#ends.push(this.#at);
  }

  #bare(): void {
    const bytes = this.#bytes;
    const stops = this.#stops;
    let at = this.#at;
    while (at < bytes.length && stops[bytes[at] ?? 0] === 0) {
      at += 1;
    }
    this.#at = at;
  }

  /** Passes over a quoted field, to the byte behind its closing quote. */
  #quoted(): void {
    const bytes = this.#bytes;
    const open = { line: this.#line, offset: this.#at };
    let at = this.#at + 1;
    for (;;) {
      if (at >= bytes.length) {
        this.#unclosed ??= open;
        break;
      }
      const byte = bytes[at];
      at += 1;
      if (byte === quote) {
        if (bytes[at] !== quote) {
          break;
        }
        at += 1;
      } else if (byte === lineFeed || (byte === carriageReturn && bytes[at] !== lineFeed)) {
        this.#line += 1;
      }
    }
    if (at < bytes.length && this.#stops[bytes[at] ?? 0] === 0) {
      this.#loose.push(this.#ends.length);
    }
    this.#at = at;
  }

  #lineEnd(): void {
    const bytes = this.#bytes;
    if (this.#at >= bytes.length) {
      return;
    }
    this.#line += 1;
    if (bytes[this.#at] === lineFeed) {
      this.#lineEnds.lf += 1;
      this.#at += 1;
    } else if (bytes[this.#at + 1] === lineFeed) {
      this.#lineEnds.crlf += 1;
      this.#at += 2;
    } else {
      this.#lineEnds.cr += 1;
      this.#at += 1;
    }
  }
}
