import { stat } from 'node:fs/promises';
import { MatchInputError } from '../match/errors';
import type { LabeledRow } from '../match/learn/labels';
import { readTable } from '../match/table/readTable';
import type { TableSource } from '../match/table/source';

/** A table beyond this is not read for the sake of an import. */
const largestTable = 256 * 1024 * 1024;

/**
 * Says how many keys of imported labels the table does not hold; undefined where it holds all. Such labels count, by their own cells, but
 * often a spreadsheet has changed the keys, so their importer should know.
 */
export async function unknownKeysNote(
  labels: readonly LabeledRow[],
  table: TableSource,
  primaryKey: string,
  scratch: string,
): Promise<string | undefined> {
  const sizes = await Promise.all(table.files.map(async ({ path }) => (await stat(path)).size));
  if (sizes.reduce((sum, size) => sum + size, 0) > largestTable) {
    return 'The labels were imported. The table is too large to look up their keys in it.';
  }
  try {
    const { key, cells: columns } = await readTable(table, primaryKey, scratch);
    return noteOf(new Set(labels.map(({ cells }) => cells[key] ?? '')), columns[key] ?? [], primaryKey);
  } catch (error) {
    if (error instanceof MatchInputError) {
      return `The labels were imported, but their keys could not be looked up in the table: ${error.message}`;
    }
    throw error;
  }
}

function noteOf(keys: ReadonlySet<string>, held: readonly string[], primaryKey: string): string | undefined {
  const missing = new Set(keys);
  for (const key of held) {
    missing.delete(key);
  }
  const unknown = [...missing];
  const [first] = unknown;
  if (first === undefined) {
    return undefined;
  }
  const wanted = new Set(unknown.map(withoutZeros));
  const bare = new Map(held.filter((key) => wanted.has(withoutZeros(key))).map((key) => [withoutZeros(key), key]));
  const changed = unknown.filter((key) => bare.has(withoutZeros(key)));
  const [sample] = changed;
  const cause =
    sample === undefined
      ? 'The labels may have been made for another table.'
      : `${changed.length} of them differ from a key of the table in leading zeros only ("${sample}", in the table "${bare.get(withoutZeros(sample))}"): a spreadsheet removes these. Format the column as text there.`;
  return `The labels were imported, but ${unknown.length} of their ${keys.size} keys (column "${primaryKey}") are not in the table, "${first}" for one. These labels count by the cells of their file. ${cause}`;
}

/** A whole number as a spreadsheet writes it. */
function withoutZeros(key: string): string {
  return key.trim().replace(/^0+(?=\d)/, '');
}
