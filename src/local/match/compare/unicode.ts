import { currencyRanges, droppedRanges, foldings, keptRanges, unspacedRanges } from './unicodeTable';

const codePoints = 0x110000;
/** Above these, Unicode has nothing that folds. */
const foldedCodePoints = 0x30000;

/** What a code point is in compared text; a gap is punctuation, a sign, a control or whatever is unassigned. */
export const Kind = { gap: 0, kept: 1, dropped: 2, folded: 3 } as const;

const kindBits = 3;
const unspacedBit = 4;
const currencyBit = 8;

const hangul = { first: 0xac00, count: 11_172, lead: 0x1100, vowel: 0x1161, tail: 0x11a7, vowels: 21, tails: 28 };

/**
 * How code points are compared. The data is the project's own (unicodeTable.ts), not the language's, so that text compares the same on
 * every version of every runtime.
 */
export class Unicode {
  private readonly classes = new Uint8Array(codePoints);
  /** What a folded code point is compared as: one code point, or less than 0, minus the place of several in `targets`. */
  private readonly folded = new Int32Array(foldedCodePoints);
  /** Lists of code points, each behind its length. */
  private readonly targets: Int32Array;

  constructor() {
    this.mark(keptRanges, Kind.kept);
    this.mark(droppedRanges, Kind.dropped);
    this.mark(unspacedRanges, unspacedBit);
    this.mark(currencyRanges, currencyBit);
    this.classes.fill(Kind.folded, hangul.first, hangul.first + hangul.count);
    this.targets = this.markFoldings();
  }

  kind(codePoint: number): number {
    return (this.classes[codePoint] ?? 0) & kindBits;
  }

  /** Whether it is a letter of a script that is written without blanks between words. */
  isUnspaced(codePoint: number): boolean {
    return ((this.classes[codePoint] ?? 0) & unspacedBit) !== 0;
  }

  isCurrency(codePoint: number): boolean {
    return ((this.classes[codePoint] ?? 0) & currencyBit) !== 0;
  }

  /** Writes what a folded code point is compared as from `at`, gaps as blanks; returns the next place. */
  fold(codePoint: number, into: Int32Array, at: number): number {
    let next = at;
    const syllable = codePoint - hangul.first;
    if (syllable >= 0 && syllable < hangul.count) {
      into[next++] = hangul.lead + Math.floor(syllable / (hangul.vowels * hangul.tails));
      into[next++] = hangul.vowel + (Math.floor(syllable / hangul.tails) % hangul.vowels);
      const tail = syllable % hangul.tails;
      if (tail > 0) {
        into[next++] = hangul.tail + tail;
      }
      return next;
    }
    const target = this.folded[codePoint] ?? 0;
    if (target >= 0) {
      into[next++] = target;
      return next;
    }
    for (let i = 1; i <= (this.targets[-target] ?? 0); i++) {
      into[next++] = this.targets[i - target] ?? 0;
    }
    return next;
  }

  private mark(ranges: string, bits: number): void {
    const numbers = ranges.split(' ').map((text) => Number.parseInt(text, 36));
    let end = 0;
    for (let i = 0; i < numbers.length; i += 2) {
      const start = end + (numbers[i] ?? 0);
      end = start + (numbers[i + 1] ?? 0);
      for (let codePoint = start; codePoint < end; codePoint++) {
        this.classes[codePoint] = (this.classes[codePoint] ?? 0) | bits;
      }
    }
  }

  private markFoldings(): Int32Array {
    const targets = [0];
    let from = 0;
    for (const entry of foldings.split(' ')) {
      const [source = '', target = ''] = entry.split('>');
      const [distance = 0, step = 1, length = 1] = source.split('*').map((text) => Number.parseInt(text, 36));
      const to = target.split('+').map((text) => Number.parseInt(text, 36));
      from += distance;
      for (let at = from; at < from + step * length; at += step) {
        this.classes[at] = Kind.folded | ((this.classes[at] ?? 0) & ~kindBits);
        this.folded[at] = to.length === 1 ? (to[0] ?? 0) + at - from : -targets.length;
      }
      if (to.length > 1) {
        targets.push(to.length, ...to);
      }
    }
    return Int32Array.from(targets);
  }
}

/** Most code points that one code point is compared as. */
export const longestFolding = 18;
