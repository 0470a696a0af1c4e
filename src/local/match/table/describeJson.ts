import { MatchInputError } from '../errors';
import { CellTypes } from './columnTypes';
import { checkNames, type FileDescription, sampleRows } from './description';
import { JsonFault, readMembers } from './jsonMembers';
import { malformedLine } from './jsonParser';
import { readLines } from './readText';
import type { TableFile } from './source';

const mostColumns = 1000;

/** Describes JSON lines: a column for every key, in order of first appearance. */
export async function describeJson(file: TableFile): Promise<FileDescription> {
  const columns = new Map<string, CellTypes>();
  const sample: Map<string, string>[] = [];
  let rows = 0;
  await readLines(file, (text, line) => {
    if (text.trim() === '') {
      return;
    }
    const cells = rows < sampleRows ? new Map<string, string>() : undefined;
    try {
      readMembers(text, (key, value, isText) => {
        const types = columns.get(key) ?? new CellTypes();
        columns.set(key, types);
        types.add(value ?? '', isText);
        cells?.set(key, value ?? '');
      });
    } catch (error) {
      throw error instanceof JsonFault
        ? new MatchInputError(`Line ${line} of ${file.name} ${malformedLine(text, error)}.`)
        : error;
    }
    if (columns.size > mostColumns) {
      throw new MatchInputError(
        `The objects up to line ${line} of ${file.name} have more than ${mostColumns} different keys, each of which would be a column. Store values as values, not as keys.`,
      );
    }
    if (cells) {
      sample.push(cells);
    }
    rows += 1;
  });
  const names = [...columns.keys()];
  checkNames(names, file);
  if (names.length === 0) {
    throw new MatchInputError(`No object of ${file.name} has a key to take a column name from.`);
  }
  return {
    format: { kind: 'json', foldCase: true },
    columns: [...columns].map(([name, types]) => ({ name, type: types.type(true) })),
    rows,
    sample: sample.map((cells) => names.map((name) => cells.get(name) ?? '')),
  };
}
