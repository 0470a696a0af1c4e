// Holds the sizes of what ships to their budgets, in bytes of the production build. Usage: node test/size.mjs
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgets = [
  { file: 'dist/extension.cjs', limit: 60_000 },
  { file: 'dist/aws.cjs', limit: 500_000 },
  { file: 'dist/media/labeling.js', limit: 60_000, gzip: true },
];

execFileSync(process.execPath, ['esbuild.mjs', '--production'], { stdio: ['ignore', 'inherit', 'inherit'] });
let failed = 0;
for (const { file, limit, gzip = false } of budgets) {
  const bytes = readFileSync(file);
  const size = gzip ? gzipSync(bytes).length : bytes.length;
  const fits = size <= limit;
  failed += fits ? 0 : 1;
  console.log(`${fits ? 'ok     ' : 'TOO BIG'} ${file}${gzip ? ' (gzip)' : ''}: ${size} of ${limit} bytes`);
}
process.exitCode = failed === 0 ? 0 : 1;
