import { expect, test } from 'vitest';
import { inert, inertNotification } from '../../../src/shared/inert';
import { joined, markdown } from '../../../src/shared/markdown';
import { named, seenPieces, shortened, visible, visibleLines } from '../../../src/shared/visible';
import { Random } from '../../harness/random';

/** As VS Code 1.139 has them: what makes a link of a notification or prompt, and an icon of a label. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

test('a link or an icon becomes text that can still be read', () => {
  expect(inert('[Repair the table](command:workbench.action.terminal.new?x)')).toBe(
    '[Repair the table] (command:workbench.action.terminal.new?x)',
  );
  expect(inert('$(error) [a](https://example.org) $(loading~spin)')).toBe(
    '$ (error) [a] (https://example.org) $ (loading~spin)',
  );
  expect(inert('labels[1](2).csv costs $5 (today)')).toBe('labels[1](2).csv costs $5 (today)');
});

test('no text is a link or an icon to VS Code, and none loses a character', () => {
  const random = new Random(20261127);
  const pieces = [
    '[',
    ']',
    '(',
    ')',
    '$',
    'command:',
    'https://',
    'file:',
    'a',
    'error',
    '~spin',
    ' ',
    '\\',
    '"',
    '\u200b',
  ];
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: random.int(2, 15) }, () => random.pick(pieces)).join('');
    const shown = inert(text);
    // VS Code makes one line of several in a notification.
    expect(shown.replace(/\s+/g, ' '), text).not.toMatch(link);
    expect(shown, text).not.toMatch(icon);
    expect(shown.replaceAll(' ', ''), text).toBe(visible(text).replaceAll(' ', ''));
  }
});

test('what VS Code would cut off at the end is cut in the middle', () => {
  const shown = inertNotification(`“${'x'.repeat(5_000)}” was not saved. Retry.`);
  expect(shown.length).toBeLessThan(1_000);
  expect(shown).toMatch(/^“xxx.*…x*” was not saved\. Retry\.$/);
});

test('characters that can’t be seen get a sign', () => {
  const alike = [
    'A',
    'A\u200b',
    '\u202eA',
    'A\u00ad',
    '\ufeffA',
    'A\u0000',
    'A\u00a0',
    'A\ufe0f',
    'A\u{e0041}',
    'A\ud800',
    'A\u3164',
  ];
  expect(new Set(alike.map(visible)).size).toBe(alike.length);
  expect(visible('A\u200b')).toBe('A⟨U+200B⟩');
  expect(visible('\u202eA')).toBe('⟨U+202E⟩A');
  expect(visible('A\u{e0041}')).toBe('A⟨U+E0041⟩');
  for (const text of alike) {
    expect(visible(text)).not.toMatch(/[\p{Cf}\p{Cc}\p{Cs}]/u);
  }
  expect(visible('two\nlines\tand')).toBe('two↵lines⇥and');
  expect(visibleLines('two\nlines')).toBe('two\nlines');
  // Letters of any script, emoji of one character and the spaces between words are seen.
  expect(visible('Ångström 山田　太郎 😀 עברית')).toBe('Ångström 山田　太郎 😀 עברית');
});

test('the pieces of a text are the text', () => {
  const random = new Random(7);
  const alphabet = ['a', ' ', '\n', '\r', '\t', '\u200b', '\u202e', '😀', '\ud800', 'é'];
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: random.int(0, 8) }, () => random.pick(alphabet)).join('');
    const pieces = seenPieces(text);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(
      pieces
        .filter(({ sign }) => sign === undefined)
        .map((piece) => piece.text)
        .join(''),
    ).not.toMatch(/[\u200b\u202e\t]/);
  }
  expect(seenPieces('a\r\nb').map(({ sign }) => sign)).toEqual([undefined, '⟨U+000D⟩', '↵', undefined]);
  expect(seenPieces('  a b ').map(({ sign }) => sign)).toEqual(['␣␣', undefined, '␣']);
  expect(seenPieces(' a').map(({ sign }) => sign)).toEqual(['␣', undefined]);
  // Of a piece, only the edges of the whole count.
  expect(seenPieces(' b ', 'a b c', 1).map(({ sign }) => sign)).toEqual([undefined]);
  expect(seenPieces(' b ', 'a b ', 1).map(({ sign }) => sign)).toEqual([undefined, '␣']);
  expect(seenPieces(' b', '  b', 1).map(({ sign }) => sign)).toEqual(['␣', undefined]);
  expect(seenPieces('')).toEqual([{ text: '', sign: undefined }]);
});

test('a long text keeps its beginning and its end, and whole characters', () => {
  expect(shortened('abcdefghij', 10)).toBe('abcdefghij');
  expect(shortened('abcdefghijk', 10)).toBe('abcdef…ijk');
  expect(shortened('😀'.repeat(50), 10)).toBe(`${'😀'.repeat(6)}…${'😀'.repeat(3)}`);
  expect(named(`${'a'.repeat(500)}\n.csv`)).toMatch(/^a+…a+↵\.csv$/);
});

test('what is put into Markdown is not read as Markdown', () => {
  const hostile = '[a](command:x) ![b](https://c) <b>&amp;</b> `d` | www.e.org **f** $(error) #g\n# h';
  const { source } = markdown`**${hostile}**`;
  expect(source).toMatch(/^\*\*(?:[\p{L}\p{N} ]|&#\d+;)*\*\*$/u);
  const read = source.slice(2, -2).replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  expect(read).toBe(visible(hostile));
  expect(joined([markdown`a`, markdown`${'*'}`], ', ').source).toBe('a, &#42;');
});
