import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePersons } from '../../src/local/sample/persons';

export interface PersonsTable {
  readonly file: string;
  readonly columns: readonly string[];
  /** Cluster by primary key (`id`). */
  readonly truth: ReadonlyMap<string, string>;
  /** Fills in the labels of a labeling file of this table from the truth. */
  label(csv: string): string;
  remove(): Promise<void>;
}

/** A generated table of persons as a CSV file in a folder of its own. */
export async function personsTable(rows: number, seed: string): Promise<PersonsTable> {
  const folder = await mkdtemp(join(tmpdir(), 'persons-'));
  const persons = generatePersons({ rows, seed });
  const file = join(folder, 'persons.csv');
  await writeFile(file, [persons.columns, ...persons.rows].map((row) => `${row.join(',')}\n`).join(''));
  const truth = new Map(persons.truth);
  return {
    file,
    columns: persons.columns,
    truth,
    label: (csv) => labelByTruth(csv, truth),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The generator's cells hold no commas, quotes or line breaks, so the file splits without more ado. */
function labelByTruth(csv: string, truth: ReadonlyMap<string, string>): string {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const labeled = lines.map((line) => {
    const [setId, , key = '', ...rest] = line.split(',');
    return [setId, truth.get(key) ?? '', key, ...rest].join(',');
  });
  return `${[header, ...labeled].join('\n')}\n`;
}
