import { expect, test } from 'vitest';
import { difference } from '../../../src/shared/difference';
import { eachRound } from '../../harness/fuzz';

/** The value with its marked parts in brackets. */
function marked(reference: string, value: string): string {
  return difference(reference, value)
    .map(({ text, differs }) => (differs ? `[${text}]` : text))
    .join('');
}

const authors = 'Maitrayi Sabaratnam, Øystein Torbjørnsen, Rune Humborstad';

test.each([
  ['equal values', 'VLDB', 'VLDB', 'VLDB'],
  [
    'another word',
    'Algorithms for Symmetric Site Configurations',
    'Algorithms for Symmetric Sites',
    'Algorithms for Symmetric [Sites]',
  ],
  ['initials, moved names', authors, 'R. Humborstad, M. Sabaratnam', '[R.] Humborstad, [M.] Sabaratnam'],
  [
    'moved words are present',
    authors,
    'Rune Humborstad, Maitrayi Sabaratnam, Svein-Olaf Hvasshovd',
    'Rune Humborstad, Maitrayi Sabaratnam, [Svein-Olaf Hvasshovd]',
  ],
  [
    'case',
    'Semantic Integration of Environmental Models',
    'Semantic integration of environmental models',
    'Semantic [integration] of [environmental models]',
  ],
  ['a word more', 'SIGMOD Record', 'ACM SIGMOD Record', '[ACM] SIGMOD Record'],
  ['nothing in common', 'VLDB', 'Very Large Data Bases', '[Very Large Data Bases]'],
  ['a word more often than in the reference', 'a b', 'a a b', 'a [a] b'],
  [
    'a short word for another one, which is elsewhere, too',
    'Glue the its policy or a log and the rest',
    'Glue a its policy or a log and a rest',
    'Glue [a] its policy or a log and [a] rest',
  ],
  ['a word less', '20 elm lane', '20 lane', '[20 lane]'],
  ['the last word less', '20 elm lane', '20 elm', '20 [elm]'],
  ['only separators', 'Smith, John', 'Smith John', '[Smith] John'],
  ['only blanks', 'a b', 'a  b', 'a[  ]b'],
  ['a blank in front', 'a b', ' a b', '[ ]a b'],
  ['a digit', '1997', '1998', '199[8]'],
  ['swapped digits', '02-93829201', '02-93829210', '02-938292[10]'],
  ['two characters swapped', 'jhon@example.org', 'john@example.org', 'j[oh]n@example.org'],
  ['a character more', 'jon', 'john', 'jo[h]n'],
  ['a character less', 'john', 'jon', 'j[on]'],
  ['the last character missing', 'Sites', 'Site', 'Sit[e]'],
  ['the first character missing', 'Sites', 'ites', '[i]tes'],
  ['codes with little in common', '671000', 'conf/vldb/X97', '[conf/vldb/X97]'],
  ['nothing to compare with', '', 'VLDB', '[VLDB]'],
  ['nothing', 'VLDB', '', ''],
  ['characters outside the basic plane', '😀a漢', '😁a漢', '[😁]a漢'],
])('%s', (_, reference, value, expected) => {
  expect(marked(reference, value)).toBe(expected);
});

test('the pieces are the value, neighbours differ in their mark, equal values have none', async () => {
  const parts = ['a', 'b', 'bb', ',', ';', ' ', '  ', '\n', 'é', '😀', '\ud800', '1'];
  await eachRound(500, (random) => {
    const text = (): string => Array.from({ length: random.int(0, 12) }, () => random.pick(parts)).join('');
    const [reference, value] = [text(), text()];
    const spans = difference(reference, value);
    const seen = JSON.stringify([reference, value]);
    expect(spans.map((span) => span.text).join(''), seen).toBe(value);
    expect(
      spans.every((span, at) => span.text !== '' && span.differs !== spans[at + 1]?.differs),
      seen,
    ).toBe(true);
    expect(
      difference(value, value).some((span) => span.differs),
      seen,
    ).toBe(false);
  });
});

test('long values without blanks are compared without a large table', () => {
  const long = 'x'.repeat(100_000);
  expect(marked(`${long}ab${long}`, `${long}cd${long}`)).toBe(`${long}[cd]${long}`);
  expect(difference('y'.repeat(100_000), long)).toEqual([{ text: long, differs: true }]);
});
