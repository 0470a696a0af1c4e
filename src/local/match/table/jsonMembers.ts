/** Why a text is no JSON object, and where (from 0). */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';

  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** A member's value: a text decoded, anything else as it is written; `undefined` for null. */
export type JsonCell = string | undefined;

/** Told each member of an object, and whether its value is a text. */
export type MemberVisitor = (key: string, value: JsonCell, isText: boolean) => void;

const blank = /[ \t\r\n]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=[\s,}\]]|$)/y;
const special = /[\\\p{Cc}]/u;

/**
 * Reads one JSON object (RFC 8259). Numbers are not understood but passed on with all their digits, lists and objects as they are
 * written. @throws JsonFault
 */
export function readMembers(text: string, visit: MemberVisitor): void {
  new MemberReader(text).object(visit);
}

class MemberReader {
  private at = 0;

  constructor(private readonly text: string) {}

  object(visit: MemberVisitor): void {
    this.skipBlanks();
    this.expect('{', 'an object ({…})');
    this.skipBlanks();
    if (this.text[this.at] === '}') {
      this.at += 1;
    } else {
      this.members(visit);
    }
    this.skipBlanks();
    if (this.at < this.text.length) {
      throw new JsonFault('something follows the object', this.at);
    }
  }

  private members(visit: MemberVisitor): void {
    for (;;) {
      this.skipBlanks();
      const key = this.string('a key in double quotes');
      this.skipBlanks();
      this.expect(':', 'a colon');
      this.skipBlanks();
      const isText = this.text[this.at] === '"';
      visit(key, this.value(), isText);
      this.skipBlanks();
      if (this.text[this.at] === '}') {
        this.at += 1;
        return;
      }
      this.expect(',', 'a comma or }');
    }
  }

  private value(): JsonCell {
    const first = this.text[this.at];
    if (first === '"') {
      return this.string('a value');
    }
    if (first === '{' || first === '[') {
      return this.nested();
    }
    scalar.lastIndex = this.at;
    const found = scalar.exec(this.text)?.[0];
    if (found === undefined) {
      throw new JsonFault('a value is missing or not one of JSON', this.at);
    }
    this.at += found.length;
    return found === 'null' ? undefined : found;
  }

  private string(what: string): string {
    const start = this.at;
    this.expect('"', what);
    const end = this.text.indexOf('"', this.at);
    const plain = this.text.slice(this.at, end < 0 ? undefined : end);
    if (end >= 0 && !special.test(plain)) {
      this.at = end + 1;
      return plain;
    }
    this.at = this.stringEnd(start);
    const decoded: unknown = this.parse(start);
    if (typeof decoded !== 'string' || !decoded.isWellFormed()) {
      throw new JsonFault('a text holds half a character (a lone surrogate)', start);
    }
    return decoded;
  }

  private nested(): string {
    const start = this.at;
    for (let depth = 0; ; ) {
      const character = this.text[this.at];
      if (character === undefined) {
        throw new JsonFault('it ends within a list or an object', this.at);
      }
      if (character === '"') {
        this.at = this.stringEnd(this.at);
        continue;
      }
      this.at += 1;
      if (character === '{' || character === '[') {
        depth += 1;
      } else if (character === '}' || character === ']') {
        depth -= 1;
        if (depth === 0) {
          this.parse(start);
          return this.text.slice(start, this.at);
        }
      }
    }
  }

  /** Behind the closing quote of the text that begins at `start`. */
  private stringEnd(start: number): number {
    for (let at = start + 1; at < this.text.length; at++) {
      if (this.text[at] === '\\') {
        at += 1;
      } else if (this.text[at] === '"') {
        return at + 1;
      }
    }
    throw new JsonFault('it ends within a text', this.text.length);
  }

  private parse(start: number): unknown {
    try {
      return JSON.parse(this.text.slice(start, this.at));
    } catch {
      throw new JsonFault('a value is not one of JSON', start);
    }
  }

  private expect(character: string, what: string): void {
    if (this.text[this.at] !== character) {
      throw new JsonFault(this.at < this.text.length ? `${what} is missing` : 'it ends too early', this.at);
    }
    this.at += 1;
  }

  private skipBlanks(): void {
    blank.lastIndex = this.at;
    blank.test(this.text);
    this.at = blank.lastIndex;
  }
}
