// Writes unicodeTable.ts: how each code point is compared, taken from the Unicode data of the Node that runs this.
// Usage: node src/local/match/compare/generateUnicode.mjs (with the project's own Node, so that the version is the one pinned)
import { writeFileSync } from 'node:fs';

const last = 0x10ffff;
// Marks of these scripts are vowels and tones, not accents; without them other words would come out.
const spokenMarks =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\u3099\u309A]/u;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3099\u309A\u30FC]/u;

function fold(codePoint) {
  let folded = '';
  for (const character of String.fromCodePoint(codePoint).normalize('NFKD').toLowerCase().normalize('NFKD')) {
    if (/[\p{L}\p{N}]/u.test(character) || (/\p{M}/u.test(character) && spokenMarks.test(character))) {
      folded += character === 'ς' ? 'σ' : character;
    } else if (!/\p{M}/u.test(character)) {
      folded += ' ';
    }
  }
  return folded;
}

const kept = [];
const dropped = [];
const cut = [];
const currency = [];
const mapped = [];
for (let codePoint = 0; codePoint <= last; codePoint++) {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    continue;
  }
  const character = String.fromCodePoint(codePoint);
  const folded = fold(codePoint);
  if (unspaced.test(character) && folded === character) {
    cut.push(codePoint);
  }
  if (/\p{Sc}/u.test(character)) {
    currency.push(codePoint);
  }
  if (folded === character && character !== ' ') {
    kept.push(codePoint);
  } else if (folded === '') {
    dropped.push(codePoint);
  } else if (folded !== ' ' && !(codePoint >= 0xac00 && codePoint <= 0xd7a3)) {
    mapped.push([codePoint, Array.from(folded, (each) => each.codePointAt(0))]);
  }
}

const number = (value) => value.toString(36);

/** Ranges as distances: from the end of the last one, and length. */
function ranges(codePoints) {
  const parts = [];
  let end = 0;
  for (let i = 0; i < codePoints.length; ) {
    let length = 1;
    while (codePoints[i + length] === codePoints[i] + length) {
      length++;
    }
    parts.push(number(codePoints[i] - end), number(length));
    end = codePoints[i] + length;
    i += length;
  }
  return parts.join(' ');
}

/** Runs of code points with one target each at the same distance, as from-distance, step, length, target; others one by one. */
function mappings(entries) {
  const parts = [];
  let before = 0;
  for (let i = 0; i < entries.length; ) {
    const [from, to] = entries[i];
    const step = entries[i + 1] ? entries[i + 1][0] - from : 1;
    let length = 1;
    const follows = (at) =>
      step <= 2 &&
      entries[at]?.[0] === from + step * (at - i) &&
      entries[at][1].length === 1 &&
      entries[at][1][0] - entries[at][0] === to[0] - from;
    while (to.length === 1 && follows(i + length)) {
      length++;
    }
    const run = length > 1 ? `${number(step)}*${number(length)}` : '';
    parts.push(`${number(from - before)}${run && `*${run}`}>${to.map(number).join('+')}`);
    before = from;
    i += length;
  }
  return parts.join(' ');
}

const width = 110;

function constant(name, comment, text) {
  const lines = [];
  let line = '';
  for (const part of text.split(' ')) {
    if (line.length + part.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line += `${part} `;
  }
  lines.push(line.trimEnd());
  return `/** ${comment} */\nexport const ${name} =\n  '${lines.join("' +\n  '")}';\n`;
}

const source = [
  '// Written by generateUnicode.mjs; do not edit. Numbers are in base 36. See unicode.ts for how they are read.\n',
  `/** Version of the Unicode data that text is compared by. */\nexport const unicodeVersion = '${process.versions.unicode}';\n`,
  constant('keptRanges', 'Letters, digits and spoken marks that are compared as they are.', ranges(kept)),
  constant('droppedRanges', 'Accents and other marks.', ranges(dropped)),
  constant('unspacedRanges', 'Letters of scripts that are written without blanks between words.', ranges(cut)),
  constant('currencyRanges', 'Signs of currencies.', ranges(currency)),
  constant(
    'foldings',
    'Code points that are compared as others. Hangul syllables are left to arithmetic.',
    mappings(mapped),
  ),
].join('\n');
writeFileSync(new URL('./unicodeTable.ts', import.meta.url), source);
process.stdout.write(
  `Unicode ${process.versions.unicode}: ${kept.length} kept, ${mapped.length} folded, ${source.length} bytes\n`,
);
