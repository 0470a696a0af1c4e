import { globSync, readFileSync } from 'node:fs';

const shared = new URL('../../src/shared/', import.meta.url);

/** Every text that src/shared hands to its `say`, in English, as the sources have it. */
export function sharedTexts(): string[] {
  return globSync('**/*.ts', { cwd: shared }).flatMap((name) => {
    const source = readFileSync(new URL(name, shared), 'utf8');
    const calls = source.matchAll(/say\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")/g);
    return Array.from(calls, ([, single, double]) => (single ?? double ?? '').replace(/\\(.)/g, '$1'));
  });
}
