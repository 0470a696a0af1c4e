import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  engines: { vscode: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;

test('the VS Code types are those of the oldest VS Code supported', () => {
  expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
});

test('every dependency is pinned exactly', () => {
  for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  }
});
