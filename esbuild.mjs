// Builds everything into dist/: the extension, its lazily loaded AWS part, Local Glue with its matcher, and the webviews.
// Usage: node esbuild.mjs [--watch] [--production]
import { existsSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { exportTexts } from './l10n.mjs';
import { thirdPartyNotices } from './notices.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  bundle: true,
  logLevel: 'info',
  minify: production,
  sourcemap: !production,
  metafile: production,
  legalComments: 'none',
};

const node = { ...common, platform: 'node', target: 'node22', mainFields: ['module', 'main'] };

// Local Glue is an ES module; its CommonJS dependencies still ask for require.
const requireBanner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const builds = [
  {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode', './aws.cjs', './commands.cjs', './labeling.cjs', './localGlue.cjs'],
  },
  // Parts of the extension that it loads when they are first used, so that it starts with little.
  {
    ...node,
    entryPoints: {
      commands: 'src/transforms/commands/all.ts',
      labeling: 'src/labeling/bundle.ts',
      localGlue: 'src/connection/localGlue/bundle.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  },
  { ...node, entryPoints: ['src/connection/aws/bundle.ts'], outfile: 'dist/aws.cjs', format: 'cjs' },
  {
    ...node,
    entryPoints: {
      'glue-local': 'src/local/main.ts',
      'match-worker': 'src/local/tasks/worker.ts',
      'match-thread': 'src/local/match/threads/matchThread.ts',
    },
    outdir: 'dist/local',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    external: ['@duckdb/*'],
    banner: { js: requireBanner },
  },
  { ...node, entryPoints: ['src/local/sample/main.ts'], outfile: 'dist/local/sample.mjs', format: 'esm' },
  {
    ...common,
    entryPoints: { labeling: 'media/labeling/main.tsx' },
    outdir: 'dist/media',
    format: 'iife',
    platform: 'browser',
    target: 'chrome134',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'dataurl' },
  },
];

/** The entry points of a build, whatever form they are given in. */
function entries(build) {
  return Array.isArray(build.entryPoints) ? build.entryPoints : Object.values(build.entryPoints);
}

await exportTexts();
await rm('dist', { recursive: true, force: true });
const contexts = await Promise.all(
  builds.filter((build) => entries(build).every((entry) => existsSync(entry))).map((build) => esbuild.context(build)),
);
if (existsSync('media/static')) {
  await cp('media/static', 'dist/media', { recursive: true });
}
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(contexts.map((context) => context.rebuild()));
  if (production) {
    await writeFile('dist/ThirdPartyNotices.txt', thirdPartyNotices(results.map(({ metafile }) => metafile)));
  }
  await Promise.all(contexts.map((context) => context.dispose()));
}
