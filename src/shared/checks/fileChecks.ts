import { labelColumnName, setIdColumnName } from '../columns';
import type { LabelingFile } from '../file/labelingFile';
import type { Say } from '../say';
import { named, quoted } from '../visible';
import { listed, type Problem, type ProblemCode, type Schema } from './problems';

const quote = 0x22;

/** AWS Glue's default quota "Label file size", in bytes. */
export const largestFile = 10 * 1024 * 1024;
/** "Tasks larger than 50 rows are not recommended and may cause poor results or system failure." (AWS Glue Developer Guide) */
export const mostRows = 50;
/** "2-30 rows per task are acceptable." (AWS Glue Developer Guide) */
export const manyRows = 30;

/** A problem of the file as a whole, or of single rows without regard to labels. */
export function problem(
  code: ProblemCode,
  severity: Problem['severity'],
  text: string,
  rows: readonly number[] = [],
  set: number | undefined = undefined,
  column: number | undefined = undefined,
): Problem {
  return { code, severity, set, rows, column, text, chain: [] };
}

/** Checks that no edit of labels changes. */
export function checkFile(file: LabelingFile, schema: Schema, say: Say): Problem[] {
  return [
    ...checkBytes(file, say),
    ...checkColumns(file, schema, say),
    ...checkRows(file, say),
    ...checkSets(file, say),
  ];
}

/** Checks the size of the file as it would be written; both numbers are in bytes. */
export function checkSize(size: number, limit: number, say: Say): Problem[] {
  if (size <= limit) {
    return [];
  }
  const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);
  const text = say(
    'The file has {0} MB; AWS Glue imports at most {1} MB at once. Split it into smaller files of whole labeling sets.',
    megabytes(size),
    megabytes(limit),
  );
  return [problem('tooLarge', 'error', text)];
}

function checkBytes(file: LabelingFile, say: Say): Problem[] {
  const { bom, badBytes, delimiter } = file.dialect;
  const problems: Problem[] = [];
  if (file.columns.length === 0) {
    problems.push(
      problem('emptyFile', 'error', say('The file is empty. Generate a labeling set, or restore the file.')),
    );
  } else if (file.rowCount === 0) {
    problems.push(problem('noRows', 'error', say('The file has a header but no rows, so there is nothing to label.')));
  }
  if (bom) {
    const text = say(
      'The file begins with a byte order mark, which AWS Glue may read as part of the first column name. Repair the file to remove it.',
    );
    problems.push(problem('byteOrderMark', 'warning', text));
  }
  if (badBytes > 0) {
    problems.push(encodingProblem(file, say));
  }
  if (delimiter !== ',') {
    problems.push(problem('delimiter', 'error', delimiterText(delimiter, say)));
  }
  return problems;
}

/** Names the first byte that is not UTF-8 with its place, and what all of them are taken for. */
function encodingProblem(file: LabelingFile, say: Say): Problem {
  const { badBytes, firstBad } = file.dialect;
  const { row } = file.fieldAt(firstBad);
  const place = file.placeOf(row, firstBad);
  const byte = (file.bytes[firstBad] ?? 0).toString(16).toUpperCase();
  const text =
    badBytes === 1
      ? say(
          'Line {0}, column {1}: the byte {2} is not UTF-8, so AWS Glue would misread it. It is taken for Windows-1252. Repair the file to convert it.',
          place.line,
          place.column,
          byte,
        )
      : say(
          '{0} bytes are not UTF-8, the first in line {1}, column {2}, so AWS Glue would misread them. They are taken for Windows-1252. Repair the file to convert them.',
          badBytes,
          place.line,
          place.column,
        );
  return problem('encoding', 'error', text);
}

function delimiterText(delimiter: ';' | '\t' | '|', say: Say): string {
  switch (delimiter) {
    case ';':
      return say(
        'The columns are separated by semicolons, but AWS Glue expects commas. Repair the file to convert it.',
      );
    case '\t':
      return say('The columns are separated by tabs, but AWS Glue expects commas. Repair the file to convert it.');
    case '|':
      return say(
        'The columns are separated by vertical bars, but AWS Glue expects commas. Repair the file to convert it.',
      );
  }
}

function checkColumns(file: LabelingFile, schema: Schema, say: Say): Problem[] {
  const problems: Problem[] = [];
  if (file.columns.length === 0) {
    return problems;
  }
  const required = [
    [setIdColumnName, file.setIdColumn],
    [labelColumnName, file.labelColumn],
  ] as const;
  const report = (code: ProblemCode, text: string, column: number): void => {
    problems.push(problem(code, 'error', text, [], undefined, column));
  };
  for (const [at, [name, column]] of required.entries()) {
    const found = file.columns[column] ?? '';
    if (found !== name) {
      report('columnName', say('The column “{0}” must be named exactly “{1}”.', named(found), name), column);
    }
    if (column !== at) {
      const text =
        at === 0
          ? say('The column “{0}” must be the first column; it is number {1}.', name, column + 1)
          : say('The column “{0}” must be the second column; it is number {1}.', name, column + 1);
      report('columnPlace', text, column);
    }
  }
  // A column of the table may be called as one of ours, for these are known by their places.
  const data = file.dataColumns.map((column) => file.columns[column] ?? '');
  for (const name of new Set(data.filter((column, at) => data.indexOf(column) < at))) {
    const second = file.dataColumns[data.indexOf(name, data.indexOf(name) + 1)] ?? 0;
    report('columnTwice', say('The header has more than one column named “{0}”.', named(name)), second);
  }
  return schema.columns ? [...problems, ...unlikeSchema(file, schema.columns, say)] : problems;
}

/** Says how columns differ from the transform's, at the first that does. */
function unlikeSchema(file: LabelingFile, wanted: readonly string[], say: Say): Problem[] {
  const data = file.dataColumns;
  const names = data.map((at) => file.columns[at] ?? '');
  const first = names.findIndex((name, at) => name !== wanted[at]);
  const text = differenceText(names, wanted, data, say);
  return text === undefined ? [] : [problem('columnsUnlikeSchema', 'error', text, [], undefined, data[first])];
}

/** How the `columns`, which are at `places` of the file, differ; undefined if they are the same in the same order. */
function differenceText(
  columns: readonly string[],
  wanted: readonly string[],
  places: readonly number[],
  say: Say,
): string | undefined {
  const missing = wanted.filter((name) => !columns.includes(name)).map((name) => quoted(name));
  const extra = columns.filter((name) => !wanted.includes(name)).map((name) => quoted(name));
  if (missing.length > 0 && extra.length > 0) {
    return say(
      'The columns are not those of the transform (missing: {0}; not in the transform: {1}).',
      listed(missing, say),
      listed(extra, say),
    );
  }
  if (missing.length > 0) {
    return say('The columns are not those of the transform (missing: {0}).', listed(missing, say));
  }
  if (extra.length > 0) {
    return say('The columns are not those of the transform (not in the transform: {0}).', listed(extra, say));
  }
  const moved = wanted.findIndex((name, at) => name !== columns[at]);
  return moved < 0
    ? undefined
    : say(
        'The columns are not those of the transform (the order differs: column {0} is “{1}”, not “{2}”).',
        (places[moved] ?? 0) + 1,
        named(columns[moved] ?? ''),
        named(wanted[moved] ?? ''),
      );
}

function checkRows(file: LabelingFile, say: Say): Problem[] {
  const problems: Problem[] = [];
  const width = file.columns.length;
  for (let row = 0; row < file.rowCount; row++) {
    const count = file.fieldCount(row);
    if (!file.canLabel(row)) {
      const text = noLabelText(file.lineOf(row), count, say);
      problems.push(problem('noLabelField', 'error', text, [row], file.setOf(row)));
    } else if (count !== width) {
      const text = fieldCountText(file.lineOf(row), count, width, say);
      // The first that is too many, or the last before those that are missing.
      problems.push(problem('fieldCount', 'error', text, [row], file.setOf(row), count > width ? width : count - 1));
    }
  }
  for (const row of file.looseRows) {
    const text = say('Line {0} has text after a closing quote, which programs read differently.', file.lineOf(row));
    problems.push(problem('looseQuote', 'warning', text, [row], file.setOf(row), looseColumn(file, row)));
  }
  return problems;
}

/** The first column of the row with text behind a closing quote. */
function looseColumn(file: LabelingFile, row: number): number {
  return Array.from({ length: file.fieldCount(row) }, (_, column) => column).findIndex((column) => {
    const field = file.fieldBytes(row, column);
    return field[0] === quote && closingQuote(field) < field.length - 1;
  });
}

function closingQuote(field: Uint8Array): number {
  let at = 1;
  while (at < field.length && (field[at] !== quote || field[at + 1] === quote)) {
    at += field[at] === quote ? 2 : 1;
  }
  return at;
}

function noLabelText(line: number, fields: number, say: Say): string {
  return fields === 1
    ? say(
        'Line {0} has only 1 field and no label, so it can’t be labeled. Add the missing fields in the text editor.',
        line,
      )
    : say(
        'Line {0} has only {1} fields and no label, so it can’t be labeled. Add the missing fields in the text editor.',
        line,
        fields,
      );
}

function fieldCountText(line: number, fields: number, width: number, say: Say): string {
  return fields === 1
    ? say('Line {0} has 1 field; the header has {1}. Look for a missing or extra comma or quote.', line, width)
    : say(
        'Line {0} has {1} fields; the header has {2}. Look for a missing or extra comma or quote.',
        line,
        fields,
        width,
      );
}

function checkSets(file: LabelingFile, say: Say): Problem[] {
  return file.sets.flatMap(({ id, rows, index }) => {
    const problems: Problem[] = [];
    if (id.trim() === '') {
      const text =
        rows.length === 1
          ? say('1 row has no labeling_set_id. Rows that belong together need the same id.')
          : say('{0} rows have no labeling_set_id. Rows that belong together need the same id.', rows.length);
      problems.push(problem('noSetId', 'error', text, rows, index, file.setIdColumn));
    }
    if (rows.length === 1) {
      const text = say('The set has only one row: there is nothing to compare it with, so its label teaches nothing.');
      problems.push(problem('oneRowSet', 'error', text, rows, index, file.setIdColumn));
    } else if (rows.length > mostRows) {
      const text = say(
        'The set has {0} rows. AWS Glue advises against more than {1}: results may be poor, or the import may fail.',
        rows.length,
        mostRows,
      );
      problems.push(problem('tooManyRows', 'error', text, rows, index, file.setIdColumn));
    } else if (rows.length > manyRows) {
      const text = say(
        'The set has {0} rows. AWS Glue recommends 10 to 20 and accepts up to {1}.',
        rows.length,
        manyRows,
      );
      problems.push(problem('manyRows', 'warning', text, rows, index, file.setIdColumn));
    }
    return problems;
  });
}
