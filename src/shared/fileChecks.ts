import { type LabelingFile, labelColumnName, setIdColumnName } from './labelingFile';
import { counted, listed, type Problem, type ProblemCode, type Schema } from './problems';

/** AWS Glue's default quota "Label file size", in bytes. */
export const largestFile = 10 * 1024 * 1024;
/** "Tasks larger than 50 rows are not recommended and may cause poor results or system failure." (AWS Glue Developer Guide) */
export const mostRows = 50;
/** "2-30 rows per task are acceptable." (AWS Glue Developer Guide) */
export const manyRows = 30;

const delimiterNames = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const;

/** A problem of the file as a whole, or of single rows without regard to labels. */
export function problem(
  code: ProblemCode,
  severity: Problem['severity'],
  text: string,
  rows: readonly number[] = [],
  set: number | undefined = undefined,
): Problem {
  return { code, severity, set, rows, text, chain: [] };
}

/** Checks that no edit of labels changes. `sizeLimit` is in bytes. */
export function checkFile(file: LabelingFile, schema: Schema, sizeLimit: number): Problem[] {
  return [...checkBytes(file, sizeLimit), ...checkColumns(file, schema), ...checkRows(file), ...checkSets(file)];
}

function checkBytes(file: LabelingFile, sizeLimit: number): Problem[] {
  const { bom, encoding, delimiter } = file.dialect;
  const problems: Problem[] = [];
  if (file.columns.length === 0) {
    problems.push(problem('emptyFile', 'error', 'The file is empty. Generate a labeling set, or restore the file.'));
  } else if (file.rowCount === 0) {
    problems.push(problem('noRows', 'error', 'The file has a header but no rows, so there is nothing to label.'));
  }
  if (file.bytes.length > sizeLimit) {
    const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);
    const text = `The file has ${megabytes(file.bytes.length)} MB; AWS Glue takes at most ${megabytes(sizeLimit)} MB in one import. Divide it into smaller files, whole labeling sets in each.`;
    problems.push(problem('tooLarge', 'error', text));
  }
  if (bom) {
    const text = 'The file begins with a byte order mark, which AWS Glue may read as part of the first column name.';
    problems.push(problem('byteOrderMark', 'warning', `${text} Repair the file to remove it.`));
  }
  if (encoding === 'windows-1252') {
    const text = 'The file is not in UTF-8 but probably in Windows-1252, so AWS Glue would misread some characters.';
    problems.push(problem('encoding', 'error', `${text} Repair the file to convert it.`));
  }
  if (delimiter !== ',') {
    const text = `The columns are separated by ${delimiterNames[delimiter]}, where AWS Glue wants commas.`;
    problems.push(problem('delimiter', 'error', `${text} Repair the file to convert it.`));
  }
  return problems;
}

function checkColumns(file: LabelingFile, schema: Schema): Problem[] {
  const problems: Problem[] = [];
  if (file.columns.length === 0) {
    return problems;
  }
  const required = [
    [setIdColumnName, file.setIdColumn, 'first'],
    [labelColumnName, file.labelColumn, 'second'],
  ] as const;
  for (const [at, [name, column, place]] of required.entries()) {
    const found = file.columns[column] ?? '';
    if (found !== name) {
      problems.push(problem('columnName', 'error', `The column "${found}" must be named "${name}" exactly.`));
    }
    if (column !== at) {
      const text = `The column "${name}" must be the ${place} column; it is number ${column + 1}.`;
      problems.push(problem('columnPlace', 'error', text));
    }
  }
  const twice = new Set(file.columns.filter((name, at) => file.columns.indexOf(name) !== at));
  for (const name of twice) {
    problems.push(problem('columnTwice', 'error', `The header has more than one column named "${name}".`));
  }
  const unlike = schema.columns ? unlikeSchema(dataColumns(file), schema.columns) : undefined;
  return unlike ? [...problems, problem('columnsUnlikeSchema', 'error', unlike)] : problems;
}

function dataColumns(file: LabelingFile): string[] {
  return file.columns.filter((_, column) => column !== file.setIdColumn && column !== file.labelColumn);
}

/** Says how columns differ from the transform's; undefined if they are the same in the same order. */
function unlikeSchema(columns: readonly string[], wanted: readonly string[]): string | undefined {
  const missing = wanted.filter((name) => !columns.includes(name));
  const extra = columns.filter((name) => !wanted.includes(name));
  const parts = [
    missing.length > 0 ? `missing: ${listed(missing)}` : '',
    extra.length > 0 ? `not in the transform: ${listed(extra)}` : '',
  ].filter((part) => part !== '');
  const moved = wanted.findIndex((name, at) => name !== columns[at]);
  if (parts.length === 0 && moved >= 0) {
    parts.push(`the order differs: column ${moved + 3} is "${columns[moved] ?? ''}", not "${wanted[moved] ?? ''}"`);
  }
  return parts.length > 0 ? `The columns are not those of the transform (${parts.join('; ')}).` : undefined;
}

function checkRows(file: LabelingFile): Problem[] {
  const problems: Problem[] = [];
  const width = file.columns.length;
  for (let row = 0; row < file.rowCount; row++) {
    const count = file.fieldCount(row);
    if (!file.canLabel(row)) {
      const text = `Line ${file.lineOf(row)} has only ${counted(count, 'field')} and no label, so it can't be labeled. Add the missing fields in the text editor.`;
      problems.push(problem('noLabelField', 'error', text, [row], file.setOf(row)));
    } else if (count !== width) {
      const text = `Line ${file.lineOf(row)} has ${counted(count, 'field')}; the header has ${width}. A comma or quote may be missing or too many.`;
      problems.push(problem('fieldCount', 'error', text, [row], file.setOf(row)));
    }
  }
  for (const row of file.looseRows) {
    const text = `Line ${file.lineOf(row)} has text behind a closing quote, which programs read differently.`;
    problems.push(problem('looseQuote', 'warning', text, [row], file.setOf(row)));
  }
  return problems;
}

function checkSets(file: LabelingFile): Problem[] {
  return file.sets.flatMap(({ id, rows, index }) => {
    const problems: Problem[] = [];
    if (id.trim() === '') {
      const text = `${counted(rows.length, 'row')} without a labeling_set_id. Rows that belong together need the same id.`;
      problems.push(problem('noSetId', 'error', text, rows, index));
    }
    if (rows.length === 1) {
      const text = 'The set has one row only: there is nothing to compare it with, so its label says nothing.';
      problems.push(problem('oneRowSet', 'error', text, rows, index));
    } else if (rows.length > mostRows) {
      const text = `The set has ${rows.length} rows. AWS Glue advises against more than ${mostRows}: results may be poor, or the import may fail.`;
      problems.push(problem('tooManyRows', 'error', text, rows, index));
    } else if (rows.length > manyRows) {
      const text = `The set has ${rows.length} rows. AWS Glue recommends 10 to 20 and accepts up to ${manyRows}.`;
      problems.push(problem('manyRows', 'warning', text, rows, index));
    }
    return problems;
  });
}
