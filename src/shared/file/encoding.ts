/**
 * Encodings a labeling file is met in. AWS Glue wants UTF-8; Excel on Windows often writes Windows-1252 ("ANSI"). What is well-formed
 * UTF-8 is read as that in any of them:
 * - `windows-1252`: a field that is not all UTF-8 is Windows-1252;
 * - `mixed`: most of what is beyond ASCII is UTF-8, so that in the fields that aren't, too, only the other bytes are Windows-1252.
 */
export type Encoding = 'utf-8' | 'windows-1252' | 'mixed';

/** The encoding of a text, with how many bytes are not UTF-8 and the offset of the first, -1 if there is none. */
export interface FoundEncoding {
  readonly encoding: Encoding;
  readonly badBytes: number;
  readonly firstBad: number;
}

const quote = 0x22;
const chunk = 8192;

/** Code points of the bytes 0x80 to 0x9F in Windows-1252; the five unassigned bytes stay control characters (WHATWG Encoding Standard). */
const windows1252 = Uint16Array.of(
  0x20ac,
  0x81,
  0x201a,
  0x192,
  0x201e,
  0x2026,
  0x2020,
  0x2021,
  0x2c6,
  0x2030,
  0x160,
  0x2039,
  0x152,
  0x8d,
  0x17d,
  0x8f,
  0x90,
  0x2018,
  0x2019,
  0x201c,
  0x201d,
  0x2022,
  0x2013,
  0x2014,
  0x2dc,
  0x2122,
  0x161,
  0x203a,
  0x153,
  0x9d,
  0x17e,
  0x178,
);

/** Judges by every byte from `from` on whether it is part of a well-formed UTF-8 sequence (RFC 3629). */
export function detectEncoding(bytes: Uint8Array, from: number): FoundEncoding {
  let sequences = 0;
  let badBytes = 0;
  let firstBad = -1;
  let at = from;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at, bytes.length);
    if (length > 1) {
      sequences += 1;
    } else if (length === 0) {
      firstBad = badBytes === 0 ? at : firstBad;
      badBytes += 1;
    }
    at += length || 1;
  }
  const mixed = sequences > 0 && sequences >= badBytes;
  return { encoding: badBytes === 0 ? 'utf-8' : mixed ? 'mixed' : 'windows-1252', badBytes, firstBad };
}

/** True if the bytes are well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) {
      return false;
    }
    at += length;
  }
  return true;
}

/** Length of the UTF-8 sequence at `at`, 0 if it is not well formed: overlong, a surrogate, above U+10FFFF, cut off. */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): 0 | 1 | 2 | 3 | 4 {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xc2 || lead > 0xf4 || !isTail(bytes, at + 1, end)) {
    return 0;
  }
  if (lead < 0xe0) {
    return 2;
  }
  if (!isTail(bytes, at + 2, end)) {
    return 0;
  }
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xf0) {
    return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3;
  }
  const outside = (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f);
  return outside || !isTail(bytes, at + 3, end) ? 0 : 4;
}

function isTail(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && ((bytes[at] ?? 0) & 0xc0) === 0x80;
}

/** UTF-16 unit of one byte of Windows-1252. */
function windows1252Unit(byte: number): number {
  return byte < 0x80 || byte >= 0xa0 ? byte : (windows1252[byte - 0x80] ?? byte);
}

/** Turns stored fields into text. Written by hand because cells are short: a call of the platform's decoder costs more than the cell. */
export class FieldDecoder {
  readonly #encoding: Encoding;
  readonly #badUnit: (byte: number) => number;
  #units = new Uint16Array(256);

  /** `badUnit` tells the UTF-16 unit of a byte that is not UTF-8. */
  constructor(encoding: Encoding, badUnit = windows1252Unit) {
    this.#encoding = encoding;
    this.#badUnit = badUnit;
  }

  /** The value of the field in `bytes[start, end)`: RFC 4180 quotes taken off, nothing trimmed. */
  decode(bytes: Uint8Array, start: number, end: number): string {
    if (start >= end) {
      return '';
    }
    if (this.#units.length < end - start) {
      this.#units = new Uint16Array((end - start) * 2);
    }
    return textOf(this.#units, this.#read(bytes, start, end));
  }

  /** A hash of the field's text (FNV-1a over UTF-16 units), the same however the field is quoted or encoded. */
  hash(bytes: Uint8Array, start: number, end: number, seed: number): number {
    if (this.#units.length < end - start) {
      this.#units = new Uint16Array((end - start) * 2);
    }
    const count = start < end ? this.#read(bytes, start, end) : 0;
    let hash = seed ^ count;
    for (let at = 0; at < count; at++) {
      hash = Math.imul(hash ^ (this.#units[at] ?? 0), 0x01000193);
    }
    return hash >>> 0;
  }

  #read(bytes: Uint8Array, start: number, end: number): number {
    const units = this.#units;
    const foreign = this.#encoding === 'windows-1252' && !isUtf8(bytes, start, end);
    const checked = this.#encoding === 'mixed';
    let quoted = bytes[start] === quote;
    let at = quoted ? start + 1 : start;
    let count = 0;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      at += 1;
      if (byte === quote && quoted) {
        // A doubled quote is one; a single one closes, and what a broken writer left behind it is kept.
        quoted = at < end && bytes[at] === quote;
        if (!quoted) {
          continue;
        }
        at += 1;
      }
      if (byte < 0x80) {
        units[count++] = byte;
      } else if (foreign || (checked && sequenceLength(bytes, at - 1, end) === 0)) {
        units[count++] = this.#badUnit(byte);
      } else if (byte < 0xe0) {
        units[count++] = ((byte & 0x1f) << 6) | tail(bytes, at++);
      } else if (byte < 0xf0) {
        units[count++] = ((byte & 0x0f) << 12) | (tail(bytes, at++) << 6) | tail(bytes, at++);
      } else {
        const point = ((byte & 0x07) << 18) | (tail(bytes, at++) << 12) | (tail(bytes, at++) << 6) | tail(bytes, at++);
        units[count++] = 0xd7c0 + (point >> 10);
        units[count++] = 0xdc00 | (point & 0x3ff);
      }
    }
    return count;
  }
}

function tail(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) & 0x3f;
}

function textOf(units: Uint16Array, count: number): string {
  let text = '';
  for (let at = 0; at < count; at += chunk) {
    text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, Math.min(at + chunk, count)));
  }
  return text;
}

/** Text of bytes in Windows-1252. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return textOf(Uint16Array.from(bytes, windows1252Unit), bytes.length);
}

/** Bytes of `text` in UTF-8. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    pushUtf8(bytes, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
  }
  return Uint8Array.from(bytes);
}

/** Bytes of a field's text for a file of the encoding, or undefined if the file would not give the text back. */
export function encodeText(text: string, encoding: Encoding): Uint8Array | undefined {
  if (encoding !== 'windows-1252') {
    return encodeUtf8(text);
  }
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const byte = windows1252Byte(point);
    if (byte === undefined) {
      return undefined;
    }
    bytes.push(byte);
  }
  const encoded = Uint8Array.from(bytes);
  // Two characters can have the bytes of one in UTF-8, and would be read as that.
  return encoded.every((byte) => byte < 0x80) || !isUtf8(encoded) ? encoded : undefined;
}

function windows1252Byte(point: number): number | undefined {
  if (point < 0x80 || (point >= 0xa0 && point <= 0xff)) {
    return point;
  }
  const index = windows1252.indexOf(point);
  return index < 0 ? undefined : 0x80 + index;
}

function pushUtf8(bytes: number[], point: number): void {
  if (point < 0x80) {
    bytes.push(point);
  } else if (point < 0x800) {
    bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
  } else {
    bytes.push(
      0xf0 | (point >> 18),
      0x80 | ((point >> 12) & 0x3f),
      0x80 | ((point >> 6) & 0x3f),
      0x80 | (point & 0x3f),
    );
  }
}
