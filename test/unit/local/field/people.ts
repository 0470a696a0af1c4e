import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fieldCases } from '../../../harness/sharedData';

/** The folder of situations that users reported; undefined where it is absent. */
export const field = fieldCases();

/** A record by the names of its columns. */
export type Person = Readonly<Record<string, string>>;

/** The 24 records from which all situations are made. */
export function people(): readonly Person[] {
  const lines = fileText('people.csv').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [id = '', name = '', street = '', city = ''] = line.split(',');
    return { id, name, street, city };
  });
}

export function fieldFile(name: string): string {
  return join(field ?? '', name);
}

export function fileText(name: string): string {
  return readFileSync(fieldFile(name), 'utf8');
}

/** The objects of a folder of situations, by their keys below it, or the one object of a file under its name. */
export function objectsOf(name: string): Record<string, Buffer> {
  const path = fieldFile(name);
  if (statSync(path).isFile()) {
    return { [`t/${basename(path)}`]: readFileSync(path) };
  }
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [`t${file.slice(path.length)}`, readFileSync(file)];
    }),
  );
}
