import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { linkOptions } from '../harness/listing.ts';
import { project } from '../harness/project.ts';
import { listZip, readZip, type ZipEntry } from './zip.ts';

const manifestText = readFileSync(join(project, 'package.json'), 'utf8');
const { name, version } = JSON.parse(manifestText) as { name: string; version: string };
const target = `${process.platform}-${process.arch}`;
const universalFile = join(project, `${name}-${version}.vsix`);
const platformFile = join(project, `${name}-${target}-${version}.vsix`);
let universal: ZipEntry[] = [];
let platform: ZipEntry[] = [];
let bundled = new Set<string>();

/** Names inside the extension's folder, sorted: the packager reads files in parallel and keeps no order. */
function names(entries: readonly ZipEntry[]): string[] {
  const inside = entries.filter(({ name: file }) => file.startsWith('extension/'));
  return inside.map(({ name: file }) => file.slice(10)).sort();
}

/** The folders of the packages that go into a bundle, as the source maps of a build tell that has them. */
function bundledModules(): Set<string> {
  const made = spawnSync(process.execPath, [join(project, 'esbuild.mjs')], { encoding: 'utf8' });
  expect(made.status, made.stderr).toBe(0);
  const maps = globSync('dist/**/*.map', { cwd: project });
  const sources = maps.flatMap((map) => {
    const { sources: files } = JSON.parse(readFileSync(join(project, map), 'utf8')) as { sources: string[] };
    return files.map((file) => join(dirname(join(project, map)), file));
  });
  return new Set(sources.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
}

beforeAll(() => {
  bundled = bundledModules();
  const made = spawnSync(process.execPath, [join(project, 'package.mjs')], { encoding: 'utf8' });
  expect(made.status, made.stdout + made.stderr).toBe(0);
  universal = listZip(readFileSync(universalFile));
  platform = listZip(readFileSync(platformFile));
}, 180_000);

test('the universal package holds what runs and what is read, nothing else', () => {
  const expected = [
    /^package\.json$/,
    /^package\.nls(\.[a-z-]+)?\.json$/,
    /^(readme|changelog)\.md$/,
    /^LICENSE\.txt$/,
    /^dist\/ThirdPartyNotices\.txt$/,
    /^docs\/labeling-editor-dark\.png$/,
    /^media\/icon\.png$/,
    /^l10n\/bundle\.l10n\.[a-z-]+\.json$/,
    /^dist\/(extension|aws|commands|labeling|localGlue)\.cjs$/,
    /^dist\/media\/[\w/.-]+\.(js|css|svg|png|ttf|woff2|md)$/,
  ];
  const others = names(universal).filter((file) => !expected.some((pattern) => pattern.test(file)));
  expect(others).toEqual([]);
  expect(names(universal)).toEqual(
    expect.arrayContaining([
      'package.json',
      'package.nls.de.json',
      'l10n/bundle.l10n.de.json',
      'readme.md',
      'LICENSE.txt',
    ]),
  );
});

test('the platform package holds the same, Local Glue and DuckDB of that platform', () => {
  const local = names(platform).filter((file) => file.startsWith('dist/local/'));
  expect(names(platform).filter((file) => !local.includes(file))).toEqual(names(universal));
  const duckDb = local.filter((file) => file.startsWith('dist/local/node_modules/'));
  expect(local.filter((file) => !duckDb.includes(file)).sort()).toEqual(
    ['glue-local', 'match-thread', 'match-worker'].map((name) => `dist/local/${name}.mjs`),
  );
  const packages = new Set(duckDb.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]));
  expect([...packages].sort()).toEqual(
    ['@duckdb/node-api', '@duckdb/node-bindings', `@duckdb/node-bindings-${target}`, 'detect-libc'].sort(),
  );
  expect(duckDb.some((file) => file.endsWith('/duckdb.node'))).toBe(true);
});

test('the licence text of everything bundled is in the package', () => {
  const notices = readFileSync(join(project, 'dist/ThirdPartyNotices.txt'), 'utf8');
  expect(names(universal)).toContain('dist/ThirdPartyNotices.txt');
  const folders = [...bundled];
  expect(folders.length).toBeGreaterThan(20);
  const others = ['@vscode/codicons', '@duckdb/node-api', '@duckdb/node-bindings', 'detect-libc'];
  for (const folder of [...folders, ...others.map((other) => join(project, 'node_modules', other))]) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    expect(notices).toContain(`\n${manifest.name} ${manifest.version} (${manifest.license})\n`);
    for (const file of globSync('{LICENSE,LICENCE,NOTICE}*', { cwd: folder })) {
      expect(notices, `${manifest.name}: ${file}`).toContain(
        readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim(),
      );
    }
  }
  expect(notices).toContain('Apache License');
  expect(notices).toContain('Permission is hereby granted, free of charge');
});

test('every file that the manifest names is in the package', () => {
  const named = [...manifestText.matchAll(/"(?:\.\/)?((?:dist|media|docs)\/[^"*]+\.\w+)"/g)].map((match) => match[1]);
  expect(named.length).toBeGreaterThan(0);
  expect(names(platform)).toEqual(expect.arrayContaining(named));
  // Local Glue's program is for platforms only.
  expect(names(universal)).toEqual(expect.arrayContaining(named.filter((file) => !file?.startsWith('dist/local/'))));
});

test('on a listing, the picture of the README has an address, once the repository is known', () => {
  const folder = mkdtempSync(join(tmpdir(), 'glue-listing-'));
  const repository = 'https://github.com/somebody/something';
  const manifest = { name: 'listed', version: '1.0.0', publisher: 'somebody', engines: { vscode: '*' }, repository };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const file of ['README.md', 'LICENSE', 'docs']) {
    cpSync(join(project, file), join(folder, file), { recursive: true });
  }
  const vsce = join(project, 'node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', ...linkOptions(manifest), '--out', 'listed.vsix'];
  const made = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect(made.status, made.stderr).toBe(0);
  const readme = readZip(readFileSync(join(folder, 'listed.vsix')), 'extension/readme.md').toString();
  rmSync(folder, { recursive: true });
  const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, address]) => address);
  expect(pictures).toEqual([`${repository}/raw/HEAD/docs/labeling-editor-dark.png`]);
});

test('the universal package stays small', () => {
  expect(statSync(universalFile).size).toBeLessThanOrEqual(500_000);
});
