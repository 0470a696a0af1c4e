import { expect, test } from 'vitest';
import { eachGram, eachWord, TextCutter } from '../../../../../src/local/match/compare/text';
import { Unicode } from '../../../../../src/local/match/compare/unicode';
import { unicodeVersion } from '../../../../../src/local/match/compare/unicodeTable';

const unicode = new Unicode();
const cutter = new TextCutter(unicode);

function normalize(cell: string): string {
  cutter.normalize(cell);
  return cutter.text;
}

function textOf(codes: Int32Array, start: number, end: number): string {
  return String.fromCodePoint(...codes.subarray(start, end));
}

function codesOf(cell: string): string[] {
  const found: string[] = [];
  cutter.codesOf(cell, (codes, end) => found.push(textOf(codes, 0, end)));
  return found;
}

function wordsOf(cell: string): string[] {
  const found: string[] = [];
  cutter.normalize(cell);
  eachWord(unicode, cutter.codes, 0, cutter.length, (start, end) => found.push(textOf(cutter.codes, start, end)));
  return found;
}

function gramsOf(word: string): string[] {
  const found: string[] = [];
  const codes = Int32Array.from(word, (character) => character.codePointAt(0) ?? 0);
  eachGram(unicode, codes, 0, codes.length, (gram, length) => found.push(textOf(gram, 0, length)));
  return found;
}

test.each([
  ['  Ángel-Müller, &#216;. ', 'angel muller ø'],
  ['N/A', ''],
  ['--', ''],
  ['NULL', ''],
  ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
  ['ＡＢＣ １２３', 'abc 123'],
  ['ﬁve½', 'five1 2'],
  ['İstanbul', 'istanbul'],
  ['𝐀𠮷', 'a𠮷'],
])('%j is compared as %j', (cell, text) => {
  expect(normalize(cell)).toBe(text);
});

test('text is compared as the runtime would normalize it, wherever both know the same Unicode', () => {
  // Marks that are letters in their scripts stay; everything else must agree, code point by code point.
  const differing: string[] = [];
  for (let codePoint = 0; codePoint < 0x30000; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    if (
      /[\p{Cn}\p{Cs}\p{M}]/u.test(character) ||
      codePoint === 0x20 ||
      normalize(`x${character}y`).includes('\u3099')
    ) {
      continue;
    }
    const folded = Array.from(character.normalize('NFKD').toLowerCase().normalize('NFKD'))
      .filter((part) => !/\p{M}/u.test(part) || normalize(part) !== '')
      .map((part) => (/[\p{L}\p{N}\p{M}]/u.test(part) ? part.replace('ς', 'σ') : ' '))
      .join('');
    const expected = `x${folded}y`.replace(/ +/g, ' ').trim();
    if (normalize(`x${character}y`) !== expected) {
      differing.push(codePoint.toString(16));
    }
  }
  expect(process.versions.unicode === unicodeVersion ? differing : []).toEqual([]);
});

test.each([
  ['Anna Lee', ['anna', 'lee']],
  ['東京都', ['東京', '京都']],
  ['東京tower 5', ['東京', 'tower', '5']],
  ['王', ['王']],
  ['สมชาย', ['สม', 'มช', 'ชา', 'าย']],
  ['ガス', ['ガ', '゙ス']],
])('%s has the words %j', (cell, words) => {
  expect(wordsOf(cell)).toEqual(words);
});

test('trigrams have the ends of words marked; unspaced letters stand alone and together', () => {
  expect(gramsOf('ab')).toEqual([' ab', 'ab ']);
  expect(gramsOf('a')).toEqual([' a ']);
  expect(gramsOf('東京')).toEqual(['東', '京', '東京']);
});

test('codes are pieces with a digit, whatever their punctuation', () => {
  expect(codesOf('Sony PS-LX350H, 310/246-1501 4a no')).toEqual(['pslx350h', '3102461501']);
  expect(codesOf('ＰＳ１００\u3000x')).toEqual(['ps100']);
  expect(codesOf('ab cd')).toEqual([]);
});

test('numbers are found with their signs and separators', () => {
  const numbers = ['$1,299.00', ' 42 ', '7%', '-3.5', '1-2', 'a1', '', '₿ .5', '٣', '٣4'].map((cell) =>
    cutter.numberOf(cell),
  );
  expect(numbers).toEqual([1299, 42, 7, -3.5, NaN, NaN, NaN, 0.5, NaN, NaN]);
});
