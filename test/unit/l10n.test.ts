import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { englishTexts } from '../../l10n.mjs';
import { project } from '../harness/project';

type Texts = Readonly<Record<string, string>>;

const read = (file: string): Texts => JSON.parse(readFileSync(join(project, file), 'utf8')) as Texts;
const languagesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: project })
    .map((file) => /\.([a-z-]+)\.json$/.exec(file)?.[1] ?? '')
    .filter((language) => language !== 'l10n' && language !== 'nls')
    .sort();
const languages = languagesOf('l10n/bundle.l10n.*.json');

/** What must be the same in every language: arguments, links and commands, and code. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d\}|\(command:[^)]*\)|`[^`]*`|kms:\w+|s3:\w+|https?:\/\//g) ?? []).sort();
}

/** Texts that say something else with their arguments, links or code than the English ones, or nothing. */
function unlike(english: Texts, translated: Texts): string[] {
  return Object.entries(translated)
    .filter(([key, text]) => text.trim() === '' || fixedParts(text).join() !== fixedParts(english[key] ?? '').join())
    .map(([key, text]) => `${key} → ${text}`);
}

test('German is one of the languages, and each has both its files', () => {
  expect(languages).toContain('de');
  expect(languagesOf('package.nls.*.json')).toEqual(languages);
  expect(read('package.json').l10n).toBe('./l10n');
});

test('the texts of the host, of shared code and of the page are among those exported', () => {
  const texts = englishTexts();
  expect(texts).toContain('“{0}” is not a labeling file. {1}');
  expect(texts).toContain('Merge group “{0}” into group “{1}”');
  expect(texts).toContain('{0} of {1} rows labeled, {2} of {3} sets done');
  expect(texts.length).toBeGreaterThan(700);
});

test.each(languages)('the bundle of %s has every text, no other, and the same arguments', (language) => {
  const bundle = read(`l10n/bundle.l10n.${language}.json`);
  const english = Object.fromEntries(englishTexts().map((text) => [text, text]));
  expect(Object.keys(english).filter((text) => !(text in bundle))).toEqual([]);
  expect(Object.keys(bundle).filter((text) => !(text in english))).toEqual([]);
  expect(unlike(english, bundle)).toEqual([]);
});

test.each(languages)('the manifest’s texts are all there in %s, and no other', (language) => {
  const english = read('package.nls.json');
  const translated = read(`package.nls.${language}.json`);
  expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
  expect(unlike(english, translated)).toEqual([]);
});

test('one is said as one: a text with a count of rows, labels or sets has a form for one beside it, in German too', () => {
  const texts = new Set(englishTexts());
  const counted = [...texts].filter((text) => /^\{0\} (rows|labels|cells|records|errors|warnings|columns) /.test(text));
  const alone = counted.filter((text) => {
    const noun = /^\{0\} (\w+)s /.exec(text)?.[1];
    return ![...texts].some((other) => other.startsWith(`1 ${noun} `));
  });
  expect(alone).toEqual([]);
});
