/** How alike two cells are, from 0 to 1, judged on letters and digits only: case, accents and punctuation don't count. */

/** Longest value, in letters, that is compared as one string rather than by its words. */
const longestName = 32;
/** Words left over after exact matches are compared by letters only if there are at most so many on each side. */
const mostLoose = 12;
const closeWords = 0.9;
/** What remains of the likeness of two texts whose numbers differ. */
const differentNumbers = 0.6;
const number = /\p{N}|^(i|ii|iii|iv|v|vi|vii|viii|ix|x)$/u;

/** A cell made ready for many comparisons. */
export interface Words {
  /** Lower case, no accents, words parted by one blank. Empty if the cell says nothing. */
  readonly text: string;
  readonly words: readonly string[];
}

export function wordsOf(cell: string): Words {
  const text = cell
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    // A code is one word however it is parted: LC-52SE94U and LC52SE94U.
    .replace(/(?<=\p{L})[-./](?=\p{N})|(?<=\p{N})[-./](?=\p{L})/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return { text, words: text === '' ? [] : text.split(' ') };
}

/** Names and codes by letters, longer texts by the words in common, rare ones counting more. `weight` is a word's. */
export function similarity(a: Words, b: Words, weight: (word: string) => number): number {
  if (a.text === b.text || a.text === '' || b.text === '') {
    return a.text === b.text ? 1 : 0;
  }
  const short = Math.max(a.words.length, b.words.length) <= 2 && Math.max(a.text.length, b.text.length) <= longestName;
  if (short) {
    const sorted = (words: readonly string[]): string => words.toSorted().join(' ');
    return Math.max(jaroWinkler(a.text, b.text), jaroWinkler(sorted(a.words), sorted(b.words)) * 0.99);
  }
  return wordOverlap(a.words, b.words, weight);
}

/** Mean of Dice's coefficient and of the share of the shorter text that the longer one has, by weight of words. */
function wordOverlap(a: readonly string[], b: readonly string[], weight: (word: string) => number): number {
  const total = (words: readonly string[]): number => words.reduce((sum, word) => sum + weight(word), 0);
  const [totalA, totalB] = [total(a), total(b)];
  const looseB = [...b];
  const looseA = a.filter((word) => {
    const at = looseB.indexOf(word);
    if (at >= 0) {
      looseB.splice(at, 1);
    }
    return at < 0;
  });
  let common = totalA - total(looseA);
  if (looseA.length <= mostLoose && looseB.length <= mostLoose) {
    common += looseOverlap(looseA, looseB, weight);
  }
  const dice = (2 * common) / (totalA + totalB);
  const overlap = Math.min(1, (dice + common / Math.min(totalA, totalB)) / 2);
  return numbersDiffer(a, b, weight) ? overlap * differentNumbers : overlap;
}

/** True if both texts have numbers or codes (house 12, part II, model X5) and, by weight, less than half is common. */
function numbersDiffer(a: readonly string[], b: readonly string[], weight: (word: string) => number): boolean {
  const inA = a.filter((word) => number.test(word));
  const inB = b.filter((word) => number.test(word));
  const total = (words: readonly string[]): number => words.reduce((sum, word) => sum + weight(word), 0);
  const common = total(inA.filter((word) => inB.includes(word)));
  return inA.length > 0 && inB.length > 0 && common < Math.min(total(inA), total(inB)) / 2;
}

/** Words that nearly agree: misspelled ones by likeness, an initial for its name by half. */
function looseOverlap(a: readonly string[], b: string[], weight: (word: string) => number): number {
  let common = 0;
  for (const word of a) {
    const scores = b.map((other) => wordLikeness(word, other));
    const best = Math.max(0, ...scores);
    const at = scores.indexOf(best);
    if (best > 0) {
      common += best * Math.min(weight(word), weight(b[at] ?? ''));
      b.splice(at, 1);
    }
  }
  return common;
}

function wordLikeness(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length === 1) {
    return long.startsWith(short) ? 0.5 : 0;
  }
  const likeness = jaroWinkler(a, b);
  return likeness >= closeWords ? likeness : 0;
}

/** Jaro's similarity, raised for a common beginning of up to four letters (Winkler 1990, scale 0.1). */
export function jaroWinkler(a: string, b: string): number {
  const jaro = jaroSimilarity(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) {
    prefix += 1;
  }
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroSimilarity(a: string, b: string): number {
  if (a === b || a.length === 0 || b.length === 0) {
    return a === b ? 1 : 0;
  }
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const matchedA: string[] = [];
  for (let at = 0; at < a.length; at++) {
    const to = Math.min(b.length - 1, at + reach);
    for (let other = Math.max(0, at - reach); other <= to; other++) {
      if (taken[other] === 0 && a[at] === b[other]) {
        taken[other] = 1;
        matchedA.push(a.charAt(at));
        break;
      }
    }
  }
  const matches = matchedA.length;
  if (matches === 0) {
    return 0;
  }
  const inOrder = b.split('').filter((_, at) => taken[at] === 1);
  const transpositions = matchedA.reduce((sum, letter, at) => sum + (letter === inOrder[at] ? 0 : 0.5), 0);
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3;
}
