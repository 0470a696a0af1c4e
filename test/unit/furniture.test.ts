import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { project } from '../harness/project';

const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  engines: { node: string };
  devDependencies: Record<string, string>;
  icon: string;
  categories: string[];
  keywords: string[];
  repository?: unknown;
};

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly uses?: string;
        readonly steps?: readonly Step[];
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
      }
    >
  >;
}

const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}`)) as Workflow;
const workflows = readdirSync(join(project, '.github/workflows'));
const steps = workflows.flatMap((name) => Object.values(workflow(name).jobs).flatMap((job) => job.steps ?? []));
/** Every command that a workflow runs, and .ci/run with it. */
const commands = [...steps.flatMap(({ run = '' }) => run.split('\n')), ...read('.ci/run').split('\n')];

describe('workflows', () => {
  test('run scripts that are there', () => {
    const asked = commands.flatMap((command) => /\bnpm (?:run )?([\w:]+)/.exec(command)?.[1] ?? []);
    const scripts = asked.filter((name) => !['ci', 'test'].includes(name));
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
    expect(commands).toContain('.ci/run');
    expect(statSync(join(project, '.ci/run')).mode & 0o111).not.toBe(0);
  });

  test('name steps of the test command that are there', () => {
    const named = commands.flatMap((command) => /npm test -- (.*)/.exec(command)?.[1]?.split(' ') ?? []);
    const known = [...read('test/run.mjs').matchAll(/name: '([^']+)'/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(named));
  });

  test('cover the systems and make the packages that are published', () => {
    expect(workflow('ci.yml').jobs.desktop?.strategy?.matrix.os).toEqual([
      'ubuntu-latest',
      'windows-latest',
      'macos-latest',
    ]);
    const targets = workflow('release.yml').jobs.package?.strategy?.matrix.target ?? [];
    expect(targets).toEqual(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']);
    const locked = Object.keys((JSON.parse(read('package-lock.json')) as { packages: object }).packages);
    const binaries = targets.map((target) => `node_modules/@duckdb/node-bindings-${target}`);
    expect(locked).toEqual(expect.arrayContaining(binaries));
    expect(workflow('release.yml').jobs.test?.uses).toBe('./.github/workflows/ci.yml');
  });

  test('have no more rights than they need, and pinned parts', () => {
    for (const name of workflows) {
      expect(workflow(name).permissions).toEqual({ contents: 'read' });
    }
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(5);
    expect(uses.filter((one) => !/^actions\/[\w-]+@v\d+$/.test(one))).toEqual([]);
    expect(commands.filter((command) => /\bovsx\b/.test(command) && !/ovsx@\d+\.\d+\.\d+/.test(command))).toEqual([]);
    const versions = steps.flatMap((step) => step.with?.['node-version-file'] ?? []);
    expect(new Set(versions)).toEqual(new Set(['.nvmrc']));
  });
});

test('what GitHub reads is valid and whole', () => {
  expect(parse(read('.github/dependabot.yml'))).toMatchObject({
    version: 2,
    updates: [{ 'package-ecosystem': 'npm' }, { 'package-ecosystem': 'github-actions' }],
  });
  for (const name of ['bug.yml', 'idea.yml']) {
    const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as { body: { type: string }[] };
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    expect(
      form.body.map(({ type }) => type).filter((type) => !['markdown', 'textarea', 'dropdown', 'input'].includes(type)),
    ).toEqual([]);
  }
  expect(read('.github/pull_request_template.md')).toContain('npm test');
});

test('one Node is meant everywhere', () => {
  expect(read('.nvmrc').trim()).toBe(manifest.devDependencies.node);
  expect(manifest.engines.node).toBe('>=22');
  expect(read('esbuild.mjs')).toContain("target: 'node22'");
});

test('the listing has what it shows: an icon of 256 pixels, categories, few keywords', () => {
  const png = readFileSync(join(project, manifest.icon));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
  expect(existsSync(join(project, 'media/icon.svg'))).toBe(true);
  expect(manifest.categories).toEqual(['Machine Learning', 'Data Science']);
  expect(manifest.keywords.length).toBeLessThanOrEqual(30);
});

test('links between the documents lead somewhere', () => {
  const documents = globSync(['*.md', 'docs/**/*.md', '.github/*.md'], { cwd: project });
  expect(documents.length).toBeGreaterThan(10);
  const broken = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#|command:)([^)#\s]+)[^)]*\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !existsSync(join(project, file, '..', to)))
      .map((to) => `${file}: ${to}`),
  );
  expect(broken).toEqual([]);
});

test('docs/formats.md names every message of the labeling editor, and no other', () => {
  const types = [...read('src/shared/protocol.ts').matchAll(/readonly type: '(\w+)'/g)].map(([, type]) => type);
  const [, told = ''] = read('docs/formats.md').split('## The messages of the labeling editor');
  const rows = told.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, type]) => type));
  expect(types.length).toBeGreaterThan(20);
  expect(named.sort()).toEqual(types.sort());
});
