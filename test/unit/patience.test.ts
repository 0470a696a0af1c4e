import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../harness/project';

const files = globSync('test/{e2e,host,unit,webview,package}/**/*.ts', { cwd: project })
  .filter((file) => !file.endsWith('.bench.ts') && !file.endsWith('patience.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(project, file), 'utf8') }));

/** What may be waited for as a whole test, in milliseconds: a user's whole loop. */
const longest = 180_000;

test('no test waits for many minutes', () => {
  expect(files.length).toBeGreaterThan(100);
  const waits = files.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:[tT]imeout\b\D{1,3}|^\}, )(\d[\d_]*)\)?/gm)].map(([, number = '']) => ({
      file,
      wait: Number(number.replaceAll('_', '')),
    })),
  );
  expect(waits.length).toBeGreaterThan(50);
  expect(waits.filter(({ wait }) => wait > longest)).toEqual([]);
});

test('no test is tried again until it passes', () => {
  expect(
    files
      .filter(({ file, text }) =>
        (file.endsWith('.config.ts') ? /\bretries:/ : /configure\(\{[^}]*retries|this\.retries/).test(text),
      )
      .map(({ file }) => file),
  ).toEqual([]);
});
