const missingWords = new Set(['', 'null', 'nan', 'n a', 'none']);

/** Text as it is compared: lower case, no accents, letters and digits only, single blanks between words. */
export function normalize(cell: string): string {
  let text = cell;
  if (text.includes('&#')) {
    text = text.replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)));
  }
  text = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return missingWords.has(text) ? '' : text;
}

/** The words of a normalized text. */
export function wordsOf(normalized: string): string[] {
  return normalized === '' ? [] : normalized.split(' ');
}

/**
 * Codes in a cell: blank-separated pieces that hold a digit, with punctuation dropped, at least three characters long
 * ("PS-LX350H" and "PSLX350H" give the same code; so do differently punctuated telephone numbers).
 */
export function codesOf(cell: string): string[] {
  if (!/\d/.test(cell)) {
    return [];
  }
  return cell
    .toLowerCase()
    .split(/\s+/)
    .map((piece) => piece.replace(/[^\p{L}\p{N}]+/gu, ''))
    .filter((piece) => piece.length >= 3 && /\d/.test(piece));
}

/** The character trigrams of a word with its ends marked; "ab" gives "_ab" and "ab_". */
export function trigramsOf(word: string): string[] {
  const marked = `_${word}_`;
  const grams: string[] = [];
  for (let i = 0; i + 3 <= marked.length; i++) {
    grams.push(marked.slice(i, i + 3));
  }
  return grams.length === 0 ? [marked] : grams;
}

/** The number a cell holds ("$1,299.00" is 1299), or NaN. */
export function numberOf(cell: string): number {
  const bare = /^\s*\p{Sc}?\s*([-+]?\d[\d,]*(?:\.\d+)?|[-+]?\.\d+)\s*[%\p{Sc}]?\s*$/u.exec(cell)?.[1];
  return bare === undefined ? Number.NaN : Number(bare.replaceAll(',', ''));
}
