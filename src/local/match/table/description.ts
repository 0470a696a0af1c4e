import { MatchInputError } from '../errors';
import type { TableFile, TableFormat, TableSource } from './source';

/** How to read a file as a table, and what it then holds: the same for whoever asks. */
export interface FileDescription {
  readonly format: TableFormat;
  /** With Hive types. */
  readonly columns: TableSource['columns'];
  readonly rows: number;
  /** The first rows, cell by cell as the matcher reads them. */
  readonly sample: readonly (readonly string[])[];
  /** How the file is compressed; undefined when it isn't. */
  readonly compression?: string;
}

/** How many rows a description shows. */
export const sampleRows = 5;

/** @throws MatchInputError for a column without a name, and for two whose names differ in case at most */
export function checkNames(names: readonly string[], { name: file }: TableFile): void {
  const seen = new Map<string, string>();
  for (const [at, name] of names.entries()) {
    if (name === '') {
      throw new MatchInputError(`Column ${at + 1} of ${file} has no name. Name it and try again.`);
    }
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      const differ = other === name ? `"${name}" twice` : `"${other}" and "${name}", which differ in case only`;
      throw new MatchInputError(
        `${file} names ${differ}. The catalog takes one name for one column: rename one of the two.`,
      );
    }
    seen.set(name.toLowerCase(), name);
  }
}
