import { MatchInputError } from '../errors';

/** The names of our columns in the output: `match_id`, or with the first number that the table does not have, too. */
export function matchColumns(columns: readonly string[]): { readonly id: string; readonly score: string } {
  return { id: freeName('match_id', columns), score: freeName('match_confidence_score', columns) };
}

function freeName(name: string, taken: readonly string[]): string {
  const folded = new Set(taken.map(foldName));
  let free = name;
  for (let number = 2; folded.has(free); number++) {
    free = `${name}_${number}`;
  }
  return free;
}

/** Names that are the same but for the case of A to Z can't be columns of one Parquet file. */
function foldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * Refuses what an output could not hold, before the matches are worked out.
 * @throws MatchInputError
 */
export function checkOutput(outputFormat: 'csv' | 'parquet', columns: readonly string[]): void {
  const folded = columns.map(foldName);
  const second = folded.findIndex((name, at) => folded.indexOf(name) < at);
  if (outputFormat === 'parquet' && second >= 0) {
    const [one, other] = [columns[folded.indexOf(folded[second] ?? '')], columns[second]];
    throw new MatchInputError(
      `A Parquet file can't hold the columns "${one}" and "${other}", which differ in case only. Take csv as --OUTPUT_FORMAT, or rename one of them in the table.`,
    );
  }
}
