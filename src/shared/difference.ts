/** A piece of a value, marked or not. The pieces of a value, put together, are the value. */
export interface Span {
  readonly text: string;
  readonly differs: boolean;
}

/** Beyond this many cells of the comparison table the differing middle is marked as a whole. */
const largestTable = 1 << 15;
/** Below this share of common characters marks would be confetti, so the whole is marked. */
const leastCommon = 0.5;

/**
 * Which parts of `value` the `reference` does not have. Words are compared exactly but for the commas and semicolons
 * around them, word by word in their order; a word that stands elsewhere in the reference counts as present if it is no
 * counterpart of another one there. Where words are only missing, their neighbours are marked. Two values of a single word each
 * (codes, dates, numbers) are compared by character. Time is linear in the lengths of long values.
 */
export function difference(reference: string, value: string): Span[] {
  if (value === '' || value === reference) {
    return value === '' ? [] : [{ text: value, differs: false }];
  }
  if (isWord(value) && isWord(reference)) {
    return characterSpans(reference, value);
  }
  const pieces = split(value);
  const marks = markWords(split(reference), pieces);
  if (!marks.includes(true)) {
    markPunctuation(split(reference), pieces, marks);
  }
  return joined(pieces, marks);
}

function isWord(text: string): boolean {
  return text !== '' && !/\s/.test(text);
}

/** Blanks and words in turn, blanks first: every odd piece is a word, an even one may be empty. */
function split(text: string): string[] {
  return text.split(/(\S+)/);
}

/** The part of a word that counts: not the commas and semicolons that only separate. */
function core(word: string): string {
  return word.replace(/^[,;]+(?=.)|(?<=[^,;])[,;]+$/g, '');
}

function markWords(reference: readonly string[], value: readonly string[]): boolean[] {
  const from = wordsOf(reference);
  const to = wordsOf(value);
  const differs = to.map(() => true);
  const { start, end } = commonEnds(from, to, differs);
  const middle = from.slice(start, from.length - end);
  const left = keepCommon(middle, to.slice(start, to.length - end), differs, start);
  const moved = new Map<string, number>();
  for (const word of left) {
    moved.set(word, (moved.get(word) ?? 0) + 1);
  }
  for (const [at, word] of to.entries()) {
    const count = moved.get(word) ?? 0;
    if (differs[at] && count > 0) {
      differs[at] = false;
      moved.set(word, count - 1);
    }
  }
  if (!differs.includes(true) && from.length > to.length) {
    markNeighbours(differs, start);
  }
  const marks = value.map((_, at) => at % 2 === 1 && differs[(at - 1) / 2] === true);
  // Blanks between two marked words belong to one mark.
  for (let at = 2; at < value.length - 2; at += 2) {
    marks[at] = marks[at - 1] === true && marks[at + 1] === true;
  }
  return marks;
}

function wordsOf(pieces: readonly string[]): string[] {
  return pieces.filter((_, at) => at % 2 === 1).map(core);
}

/** Unmarks what both have at their beginning and at their end. */
function commonEnds(from: readonly string[], to: readonly string[], marks: boolean[]): { start: number; end: number } {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) {
    marks[start++] = false;
  }
  let end = 0;
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) {
    end += 1;
    marks[to.length - end] = false;
  }
  return { start, end };
}

/** Only something is missing, which has no place of its own: its neighbours show where. */
function markNeighbours(marks: boolean[], start: number): void {
  for (const at of [start - 1, start].filter((place) => place >= 0 && place < marks.length)) {
    marks[at] = true;
  }
}

/** Where the words are the same in the same order, what differs is separators or blanks; they are marked instead. */
function markPunctuation(reference: readonly string[], value: readonly string[], marks: boolean[]): void {
  const sameWords =
    reference.length === value.length &&
    value.every((piece, at) => at % 2 === 0 || core(piece) === core(reference[at] ?? ''));
  for (let at = 0; sameWords && at < value.length; at++) {
    marks[at] = value[at] !== reference[at];
  }
}

function joined(pieces: readonly string[], marks: readonly boolean[]): Span[] {
  const spans: { text: string; differs: boolean }[] = [];
  for (const [at, text] of pieces.entries()) {
    const differs = marks[at] === true;
    const last = spans.at(-1);
    if (last && (last.differs === differs || text === '')) {
      last.text += text;
    } else if (text !== '') {
      spans.push({ text, differs });
    }
  }
  return spans;
}

function characterSpans(reference: string, value: string): Span[] {
  const from = Array.from(reference);
  const to = Array.from(value);
  const marks = to.map(() => true);
  const { start, end } = commonEnds(from, to, marks);
  // One or two characters stay marked as they are: of two swapped ones, none is more right than the other.
  if (to.length - start - end > 2) {
    keepCommon(from.slice(start, from.length - end), to.slice(start, to.length - end), marks, start);
  }
  const common = marks.filter((mark) => !mark).length;
  if (common < leastCommon * Math.max(from.length, to.length)) {
    return [{ text: value, differs: true }];
  }
  if (common === to.length) {
    markNeighbours(marks, start);
  }
  return joined(to, marks);
}

/**
 * Unmarks a longest common subsequence of the two middles; `offset` is where the middle of the value begins. Answers what
 * of `from` is not in it.
 */
function keepCommon(
  from: readonly string[],
  to: readonly string[],
  marks: boolean[],
  offset: number,
): readonly string[] {
  const width = to.length + 1;
  if (from.length * to.length > largestTable) {
    return from;
  }
  const left = [...from];
  const lengths = new Uint16Array((from.length + 1) * width);
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        from[row] === to[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
    }
  }
  for (let row = 0, column = 0; row < from.length && column < to.length; ) {
    if (from[row] === to[column]) {
      marks[offset + column] = false;
      left[row] = '';
      row += 1;
      column += 1;
    } else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) {
      row += 1;
    } else {
      column += 1;
    }
  }
  return left.filter((piece) => piece !== '');
}
