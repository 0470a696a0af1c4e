import { existsSync, globSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { dirname, join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { Failure } from './failure.ts';
import { project } from './project.ts';

/** The lazily loaded part of the extension is the built one, as in the extension itself. */
const builtParts: esbuild.Plugin = {
  name: 'built parts',
  setup(build) {
    build.onResolve({ filter: /^\.\/(aws|commands|labeling)\.cjs$/ }, ({ path }) => ({
      path: join(project, 'dist', path),
      external: true,
    }));
  },
};

/**
 * Bundles every test/host/**\/*.test.ts by itself, with the runner beside them.
 * @returns the runner, for `extensionTestsPath`
 */
export async function bundleHostTests(): Promise<string> {
  const source = join(project, 'test', 'host');
  const output = join(project, '.cache', 'host');
  const tests = globSync('**/*.test.ts', { cwd: source });
  if (tests.length === 0) {
    throw new Failure(`There is no test in ${relative(project, source)}.`);
  }
  await rm(output, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: [
      { in: join(source, 'index.ts'), out: 'index' },
      ...tests.map((test) => ({ in: join(source, test), out: join('tests', test.slice(0, -'.ts'.length)) })),
    ],
    outdir: output,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha', '@duckdb/*'],
    sourcemap: true,
    logLevel: 'warning',
    plugins: [builtParts],
  });
  return join(output, 'index.cjs');
}

/** A stack with places in the bundles named by the place in the source; VS Code's own stack traces don't do that. */
export function inSource(stack: string): string {
  return stack.replaceAll(/([^\s(]+\.cjs):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    if (!existsSync(`${file}.map`)) {
      return place;
    }
    const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
    const origin = map.findOrigin(Number(line), Number(column));
    return 'fileName' in origin
      ? `${relative(project, join(dirname(file), origin.fileName))}:${origin.lineNumber}:${origin.columnNumber}`
      : place;
  });
}
