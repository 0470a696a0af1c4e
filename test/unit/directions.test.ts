import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * The dependency directions between the folders are lint rules (noRestrictedImports in biome.json). This holds the
 * rules themselves to account: a forbidden import, planted in a made-up tree, must be found; an allowed one must not.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
let tree: string;
let found: ReadonlySet<string>;
let inCircles: ReadonlySet<string>;

/** Two files that import each other, by types alone. */
const circle = [
  ['src/shared/here.ts', 'there'],
  ['src/shared/there.ts', 'here'],
] as const;

const forbidden: readonly (readonly [folder: string, specifier: string])[] = [
  ['src/shared', '../labeling/document'],
  ['src/shared', 'vscode'],
  ['src/shared', 'node:fs'],
  ['src/shared', 'preact'],
  ['src/local/match', 'vscode'],
  ['src/local/api', '../../connection/services'],
  ['src/local/tasks', '@aws-sdk/client-s3'],
  ['src/transforms', '../local/state'],
  ['src/transforms', '@aws-sdk/client-glue'],
  ['src/labeling', '@duckdb/node-api'],
  ['src/labeling', '../../media/labeling/state'],
  ['src/connection', '../transforms/store'],
  ['src/door', '../connection/services'],
  ['src/door', '../labeling/session'],
  ['src/connection', '../local/main'],
  ['media/labeling', '../../src/labeling/document'],
  ['media/labeling', 'vscode'],
  ['media/labeling', 'node:path'],
];

const allowed: readonly (readonly [folder: string, specifier: string])[] = [
  ['src/shared', './edits'],
  ['src/local/match', '../../shared/labelingFile'],
  ['src/local/match', '@duckdb/node-api'],
  ['src/transforms', '../connection/services'],
  ['src/connection', '@aws-sdk/client-glue'],
  ['src/labeling', 'vscode'],
  ['src/labeling', '../door/messages'],
  ['src/connection', '../door/inputs'],
  ['src/door', '../shared/inert'],
  ['media/labeling', '../../src/shared/protocol'],
  ['media/labeling', 'preact'],
];

const fileOf = (folder: string, index: number, kind: string) => `${folder}/${kind}${index}.ts`;

beforeAll(() => {
  tree = realpathSync(mkdtempSync(join(tmpdir(), 'directions-')));
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(tree, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
  const plant = (kind: string, cases: typeof forbidden) =>
    cases.forEach(([folder, specifier], index) => {
      const file = join(tree, fileOf(folder, index, kind));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `import type { Thing } from '${specifier}';\n\nexport type Planted = Thing;\n`);
    });
  plant('forbidden', forbidden);
  plant('allowed', allowed);
  for (const [file, other] of circle) {
    writeFileSync(join(tree, file), `import type { Thing } from './${other}';\n\nexport type { Thing };\n`);
  }
  const biome = join(root, 'node_modules', '.bin', 'biome');
  const run = spawnSync(biome, ['lint', '--reporter=github', '--max-diagnostics=none', '.'], {
    cwd: tree,
    encoding: 'utf8',
  });
  const lines = `${run.stdout}${run.stderr}`.split('\n');
  const foundBy = (rule: string) =>
    new Set(
      lines.filter((line) => line.includes(rule)).map((line) => relative(tree, /file=([^,]+)/.exec(line)?.[1] ?? line)),
    );
  found = foundBy('noRestrictedImports');
  inCircles = foundBy('noImportCycles');
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each(forbidden.map(([folder, specifier], index) => ({ folder, specifier, index })))(
  '$folder may not import $specifier',
  ({ folder, index }) => {
    expect(found).toContain(fileOf(folder, index, 'forbidden'));
  },
);

test.each(allowed.map(([folder, specifier], index) => ({ folder, specifier, index })))(
  '$folder may import $specifier',
  ({ folder, index }) => {
    expect(found).not.toContain(fileOf(folder, index, 'allowed'));
  },
);

test('no file imports itself by way of others, not even its types', () => {
  expect([...inCircles].sort()).toEqual(circle.map(([file]) => file));
});
