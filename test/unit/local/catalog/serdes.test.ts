import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type SerdeRules, serdes } from '../../../../src/local/catalog/serdes';
import { project } from '../../../harness/project';

const [, section = ''] = readFileSync(join(project, 'docs', 'local-glue.md'), 'utf8').split(
  '### Parameters of SerDes\n',
);
const [told = ''] = section.split('\n### ');
const namesIn = (text = ''): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name.replace(/…$/, ''));
const [under = '', ...lines] = told.split('\n|');
const everywhere = namesIn(under.slice(under.indexOf('Under every SerDe')));

function parametersOf({ parameters, families = {} }: SerdeRules, effect: string): string[] {
  return Object.entries({ ...parameters, ...families }).flatMap(([name, own]) => (own === effect ? [name] : []));
}

test('docs/local-glue.md lists the parameters of each SerDe as the code has them', () => {
  const rows = lines.slice(2).map((line) => line.split('|'));
  expect(rows).toHaveLength(serdes.length);
  for (const [at, rules] of serdes.entries()) {
    const [name, honored, harmless] = rows[at] ?? [];
    expect(rules.libraries.join()).toContain(namesIn(name)[0]);
    expect(rules.libraries.join().includes('openx'), name).toBe(/OpenX/.test(name ?? ''));
    expect(namesIn(honored).sort(), name).toEqual(parametersOf(rules, 'honored').sort());
    expect([...everywhere, ...namesIn(harmless)].sort(), name).toEqual(parametersOf(rules, 'harmless').sort());
  }
});
