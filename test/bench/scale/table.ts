import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { generatePersons } from '../../../src/local/sample/persons';

/** One row in eight is about a person that another row is about already (12 %). */
const seldom = [
  [1, 0.885],
  [2, 0.094],
  [3, 0.021],
] as const;

/** Writes a CSV file of seeded persons, and beside it the truth: cluster by primary key. */
export async function writePersons(file: string, rows: number): Promise<void> {
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
  await writeFile(`${file}.truth.json`, JSON.stringify(persons.truth));
}
