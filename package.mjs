// Makes the packages (VSIX): one for a platform, with its DuckDB, and the universal one without, for which Local Glue is
// not available. Usage: npm run package -- [--target linux-x64]; the default is this platform.
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { besideLocalGlue } from './notices.mjs';
import { explain, Failure } from './test/harness/failure.ts';
import { linkOptions } from './test/harness/listing.ts';
import { cleanEnvironment, run } from './test/harness/processes.ts';

const project = import.meta.dirname;
const modules = join(project, 'node_modules');
/** Beside Local Glue, where Node looks first; vsce leaves out a node_modules at the top. */
const packaged = join(project, 'dist', 'local', 'node_modules');
/** Under these names DuckDB calls the platforms that VS Code calls otherwise. */
const otherNames = { 'alpine-x64': 'linux-x64-musl', 'alpine-arm64': 'linux-arm64-musl' };

async function step(name, program, args, options = {}) {
  const { code, output } = await run(program, args, { cwd: project, ...options });
  if (code !== 0) {
    throw new Failure(`${name} failed.\n${output}`);
  }
}

const node = (...args) => [process.execPath, args];
const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
const vsce = (...args) =>
  node(join(modules, '@vscode', 'vsce', 'vsce'), 'package', '--no-dependencies', ...linkOptions(manifest), ...args);

async function versionOf(name) {
  return JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')).version;
}

/** Copies what Local Glue loads at run time beside it: DuckDB's JavaScript and its binary for the target. */
async function addDuckDb(target) {
  const binary = `@duckdb/node-bindings-${otherNames[target] ?? target}`;
  // Without what only developers read.
  const filter = (file) => !/\.d\.ts$|\.map$|README\.md$/.test(file);
  for (const name of besideLocalGlue) {
    await cp(join(modules, name), join(packaged, name), { recursive: true, filter });
  }
  const to = join(packaged, binary);
  if (existsSync(join(modules, binary))) {
    await cp(join(modules, binary), to, { recursive: true, filter });
  } else {
    await download(`${binary}@${await versionOf('@duckdb/node-bindings')}`, to);
  }
}

/** Local Glue can't run without its DuckDB, so that a package without the one does not carry the other. */
async function withoutLocalGlue(work) {
  const local = join(project, 'dist', 'local');
  const aside = join(project, 'dist', 'local-aside');
  await rename(local, aside);
  try {
    await work();
  } finally {
    await rename(aside, local);
  }
}

/** A binary for another platform than this one is not among the modules. */
async function download(spec, to) {
  const work = await mkdtemp(join(tmpdir(), 'glue-package-'));
  try {
    await step(`Downloading ${spec}`, 'npm', ['pack', spec, '--pack-destination', work], { env: cleanEnvironment() });
    await mkdir(to, { recursive: true });
    const [tarball] = globSync('*.tgz', { cwd: work });
    await step(`Unpacking ${spec}`, 'tar', ['-xzf', join(work, tarball), '--strip-components=1', '-C', to]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function main() {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const target = values.target ?? `${process.platform}-${process.arch}`;
  const { name, version } = manifest;
  for (const old of globSync('*.vsix', { cwd: project })) {
    await rm(join(project, old));
  }
  await step('The build', ...node('esbuild.mjs', '--production'));
  const universal = `${name}-${version}.vsix`;
  await withoutLocalGlue(() => step('Packaging', ...vsce('--out', universal)));
  console.log(`${universal}: for AWS on every platform`);
  try {
    await addDuckDb(target);
    const platform = `${name}-${target}-${version}.vsix`;
    await step('Packaging', ...vsce('--target', target, '--out', platform));
    console.log(`${platform}: with Local Glue`);
  } finally {
    await rm(packaged, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
