import { Kind, longestFolding, type Unicode } from './unicode';

const blank = 0x20;
const firstDigit = 0x30;
const lastDigit = 0x39;

/** Normalized texts that say nothing. */
const missing = new Set(['', 'null', 'nan', 'n a', 'none']);
const longestMissing = 4;

/** Blanks as this engine sees them: Unicode's White_Space, and the mark that text files begin with. */
function isBlank(codePoint: number): boolean {
  return (
    (codePoint >= 0x09 && codePoint <= 0x0d) ||
    codePoint === 0x20 ||
    codePoint === 0x85 ||
    codePoint === 0xa0 ||
    codePoint === 0x1680 ||
    (codePoint >= 0x2000 && codePoint <= 0x200a) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x202f ||
    codePoint === 0x205f ||
    codePoint === 0x3000 ||
    codePoint === 0xfeff
  );
}

/**
 * Calls `use` with each word of a normalized text, codes[from] up to codes[to]. Where no blanks part the words, every two letters side
 * by side are taken for one.
 */
export function eachWord(
  unicode: Unicode,
  codes: Int32Array,
  from: number,
  to: number,
  use: (start: number, end: number) => void,
): void {
  let start = from;
  while (start < to) {
    const unspaced = unicode.isUnspaced(codes[start] ?? 0);
    let end = start + 1;
    while (end < to && codes[end] !== blank && unicode.isUnspaced(codes[end] ?? 0) === unspaced) {
      end++;
    }
    if (!unspaced || end === start + 1) {
      use(start, end);
    } else {
      for (let i = start; i + 2 <= end; i++) {
        use(i, i + 2);
      }
    }
    start = end < to && codes[end] === blank ? end + 1 : end;
  }
}

/**
 * Calls `use` with the character trigrams of a word with its ends marked, each in `gram` up to a length; "ab" gives " ab" and "ab ".
 * Of letters that are written without blanks it is the word itself and each letter alone.
 * @param gram scratch memory
 */
export function eachGram(
  unicode: Unicode,
  codes: Int32Array,
  start: number,
  end: number,
  use: (gram: Int32Array, length: number) => void,
  gram = new Int32Array(3),
): void {
  if (unicode.isUnspaced(codes[start] ?? 0)) {
    for (let i = start; i < end; i++) {
      gram[0] = codes[i] ?? 0;
      use(gram, 1);
    }
    if (end - start === 2) {
      gram[0] = codes[start] ?? 0;
      gram[1] = codes[start + 1] ?? 0;
      use(gram, 2);
    }
    return;
  }
  const at = (i: number): number => (i < start || i >= end ? blank : (codes[i] ?? 0));
  for (let i = start - 1; i + 3 <= end + 1; i++) {
    gram[0] = at(i);
    gram[1] = at(i + 1);
    gram[2] = at(i + 2);
    use(gram, 3);
  }
}

/** Undoes numeric character references ("&#233;"), which exports of web pages hold. */
function unescaped(cell: string): string {
  return cell.includes('&#')
    ? cell.replace(/&#([0-9]{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    : cell;
}

/** Cuts cells to what is compared of them, as code points. One instance holds scratch memory and serves one thread. */
export class TextCutter {
  /** The text read last. */
  codes = new Int32Array(256);
  length = 0;

  constructor(private readonly unicode: Unicode) {}

  /**
   * Reads a cell as it is compared: lower case, no accents, letters and digits only, single blanks between words. A text that only says
   * that nothing is known ("N/A") is empty.
   */
  normalize(cell: string): void {
    this.reserve(cell);
    const text = unescaped(cell);
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      const codePoint = text.codePointAt(i) ?? 0;
      i += codePoint > 0xffff ? 1 : 0;
      at = this.add(codePoint, at);
    }
    this.length = at > 0 && this.codes[at - 1] === blank ? at - 1 : at;
    if (this.length <= longestMissing && missing.has(this.text)) {
      this.length = 0;
    }
  }

  /**
   * Calls `use` with each code of a cell, in `codes` up to `end`: blank-separated pieces that hold a digit, with punctuation
   * dropped, at least three characters long ("PS-LX350H" and "PSLX350H" give the same code; so do differently punctuated telephone
   * numbers). The text read last is gone then.
   */
  codesOf(cell: string, use: (codes: Int32Array, end: number) => void): void {
    if (!/[0-9\uff10-\uff19]/.test(cell)) {
      return;
    }
    this.reserve(cell);
    this.length = 0;
    let at = 0;
    let digits = false;
    const end = (): void => {
      if (digits && at >= 3) {
        use(this.codes, at);
      }
      at = 0;
      digits = false;
    };
    for (let i = 0; i < cell.length; i++) {
      const codePoint = cell.codePointAt(i) ?? 0;
      i += codePoint > 0xffff ? 1 : 0;
      if (isBlank(codePoint)) {
        end();
        continue;
      }
      const before = at;
      const kind = this.unicode.kind(codePoint);
      if (kind === Kind.kept) {
        this.codes[at++] = codePoint;
      } else if (kind === Kind.folded) {
        at = this.withoutBlanks(before, this.unicode.fold(codePoint, this.codes, at));
      }
      for (let j = before; j < at; j++) {
        const code = this.codes[j] ?? 0;
        digits ||= code >= firstDigit && code <= lastDigit;
      }
    }
    end();
  }

  /** The number a cell holds ("$1,299.00" is 1299), or NaN. */
  numberOf(cell: string): number {
    // Nearly all that is no number is told at a glance: no digit, a letter, or digits with more between them than points and commas.
    if (!/[0-9]/.test(cell) || /[A-Za-z]|[0-9][^0-9.,]+[0-9]/.test(cell)) {
      return Number.NaN;
    }
    const codePoints = Array.from(cell, (character) => character.codePointAt(0) ?? 0);
    let start = 0;
    let end = codePoints.length;
    const skip = (is: (codePoint: number) => boolean, most: number): void => {
      for (let i = 0; i < most && start < end && is(codePoints[start] ?? 0); i++) {
        start++;
      }
    };
    const skipBack = (is: (codePoint: number) => boolean, most: number): void => {
      for (let i = 0; i < most && end > start && is(codePoints[end - 1] ?? 0); i++) {
        end--;
      }
    };
    const isSign = (codePoint: number): boolean => this.unicode.isCurrency(codePoint);
    skip(isBlank, end);
    skip(isSign, 1);
    skip(isBlank, end);
    skipBack(isBlank, end);
    skipBack((codePoint) => codePoint === 0x25 || isSign(codePoint), 1);
    skipBack(isBlank, end);
    const bare = String.fromCodePoint(...codePoints.slice(start, Math.min(end, start + 400)));
    const isNumber = end - start <= 400 && /^([-+]?[0-9][0-9,]*(\.[0-9]+)?|[-+]?\.[0-9]+)$/.test(bare);
    return isNumber ? Number(bare.replaceAll(',', '')) : Number.NaN;
  }

  /** The text read last. */
  get text(): string {
    return String.fromCodePoint(...this.codes.subarray(0, this.length));
  }

  private add(codePoint: number, start: number): number {
    const { codes, unicode } = this;
    const kind = unicode.kind(codePoint);
    if (kind === Kind.kept) {
      codes[start] = codePoint;
      return start + 1;
    }
    if (kind === Kind.gap) {
      if (start > 0 && codes[start - 1] !== blank) {
        codes[start] = blank;
        return start + 1;
      }
      return start;
    }
    if (kind === Kind.dropped) {
      return start;
    }
    return this.singleBlanks(start, unicode.fold(codePoint, codes, start));
  }

  /** Takes out blanks at the beginning and behind another blank, from `start` on. */
  private singleBlanks(start: number, end: number): number {
    const { codes } = this;
    let at = start;
    for (let i = start; i < end; i++) {
      const code = codes[i] ?? 0;
      if (code !== blank || (at > 0 && codes[at - 1] !== blank)) {
        codes[at++] = code;
      }
    }
    return at;
  }

  private withoutBlanks(start: number, end: number): number {
    let at = start;
    for (let i = start; i < end; i++) {
      const code = this.codes[i] ?? 0;
      if (code !== blank) {
        this.codes[at++] = code;
      }
    }
    return at;
  }

  private reserve(cell: string): void {
    const most = cell.length * longestFolding + longestFolding;
    if (most > this.codes.length) {
      this.codes = new Int32Array(most * 2);
    }
  }
}
