/**
 * Characters that leave no mark, or one like a space: controls, format characters (zero-width ones, changes of direction,
 * the byte order mark, tags), fillers, variation selectors, spaces but the ordinary and the ideographic one, and halves of
 * a character. Where they are kept as they are, texts that differ look the same.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]/gu;

/** Most texts are, and to see that is much quicker than to look for what can't be seen. */
const plain = /^[ -~]*$/;

/** A piece of a text: what can be seen as it is, or one character that can't. */
export interface Seen {
  readonly text: string;
  /** What stands for it where it can't be seen; undefined where it can. */
  readonly sign: string | undefined;
}

/** The text with a sign for every character that can't be seen, as U+200B. For one line: line breaks get one, too. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unseen, signOf);
}

/** As `visible`, for a text of several lines. */
export function visibleLines(text: string): string {
  return plain.test(text)
    ? text
    : text.replace(unseen, (character) => (character === '\n' ? character : signOf(character)));
}

const ascii = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;
const unseenOrAtEdge = new RegExp(`${unseen.source}|^ +| +$`, 'gu');

/**
 * The text cut into pieces. Blanks at its edges can't be seen either; `within` is the whole that the text is a piece of,
 * and `at` its place there.
 */
export function seenPieces(text: string, within = text, at = 0): readonly Seen[] {
  if (ascii.test(text)) {
    return [{ text, sign: undefined }];
  }
  const pieces: Seen[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(unseenOrAtEdge)) {
    if (isBetween(found, within, at + index)) {
      continue;
    }
    if (index > from) {
      pieces.push({ text: text.slice(from, index), sign: undefined });
    }
    pieces.push({ text: found, sign: found.startsWith(' ') ? '␣'.repeat(found.length) : signOf(found) });
    from = index + found.length;
  }
  if (from < text.length) {
    pieces.push({ text: text.slice(from), sign: undefined });
  }
  return pieces;
}

/** True for blanks that have something on both sides. */
function isBetween(found: string, whole: string, at: number): boolean {
  return found.startsWith(' ') && /[^ ]/.test(whole.slice(0, at)) && /[^ ]/.test(whole.slice(at + found.length));
}

/** At most `most` characters, cut in the middle: how a text ends tells as much as how it begins. */
export function shortened(text: string, most: number): string {
  const characters = text.length > most ? Array.from(text) : [];
  if (characters.length <= most) {
    return text;
  }
  const end = Math.floor((most - 1) / 3);
  return [...characters.slice(0, most - 1 - end), '…', ...characters.slice(characters.length - end)].join('');
}

/** As many characters of someone else's as a sentence of ours has room for. */
const longestName = 120;

/** A name, label or value as a sentence of ours can hold it: one line, all of it to be seen, none of it endless. */
export function named(text: string, longest = longestName): string {
  return visible(shortened(text, longest));
}

/** The same in quotes, for lists. */
export function quoted(text: string, longest = longestName): string {
  return `“${named(text, longest)}”`;
}

function signOf(character: string): string {
  switch (character) {
    case '\n':
      return '↵';
    case '\t':
      return '⇥';
    default:
      return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  }
}
