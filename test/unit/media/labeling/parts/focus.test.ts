import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const media = new URL('../../../../../media/', import.meta.url).pathname;

test('nothing but focus.ts moves the focus, for it alone knows whether the page may', () => {
  const others = globSync('labeling/**/*.{ts,tsx}', { cwd: media }).filter(
    (file) => file !== 'labeling/parts/focus.ts',
  );
  expect(others.length).toBeGreaterThan(40);
  const taking = others.filter((file) =>
    /(?<!window)\.focus\(|autofocus/i.test(readFileSync(`${media}${file}`, 'utf8')),
  );
  expect(taking).toEqual([]);
});
