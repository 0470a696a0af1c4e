import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { csvLine } from '../match/setIds';
import { generatePersons } from './persons';

const usage =
  'Usage: sample --out DIR [--rows N] [--seed TEXT]\nWrites DIR/persons.csv and DIR/truth.csv (id,cluster_id).\n';

/** Writes a sample table and its truth; returns the process's exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, rows: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  });
  const rows = Number(values.rows ?? 2000);
  if (values.help || values.out === undefined || !Number.isInteger(rows) || rows < 2) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  const persons = generatePersons({ rows, seed: values.seed ?? '1' });
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'persons.csv'), [persons.columns, ...persons.rows].map(csvLine).join(''));
  await writeFile(join(values.out, 'truth.csv'), [['id', 'cluster_id'], ...persons.truth].map(csvLine).join(''));
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`sample: ${error instanceof Error ? error.message : String(error)}\n${usage}`);
  return 2;
});
