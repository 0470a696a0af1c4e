import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { generatePersons } from '../../../src/local/sample/persons';

/** One row in eight is about a person that another row is about already (12 %). */
const seldom = [
  [1, 0.885],
  [2, 0.094],
  [3, 0.021],
] as const;

/** A table of persons with its truth, cluster by primary key. */
export interface PersonsFile {
  readonly columns: readonly string[];
  readonly truth: ReadonlyMap<string, string>;
}

/** Writes a CSV file of seeded persons. */
export async function writePersons(file: string, rows: number): Promise<PersonsFile> {
  const persons = generatePersons({ rows, seed: 'scale', recordsPerPerson: seldom });
  const stream = createWriteStream(file);
  stream.write(`${persons.columns.join(',')}\n`);
  for (let from = 0; from < rows; from += 10_000) {
    const lines = persons.rows.slice(from, from + 10_000).map((cells) => `${cells.join(',')}\n`);
    if (!stream.write(lines.join(''))) {
      await once(stream, 'drain');
    }
  }
  stream.end();
  await once(stream, 'close');
  return { columns: persons.columns, truth: new Map(persons.truth) };
}
